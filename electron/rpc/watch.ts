/**
 * The state now and again whenever it changed, at most every `everyMs`: streams over RPC have no back-pressure, so what piles up
 * is left out, never queued.
 */
export async function* watchLatest<T>(options: {
  read: () => T
  subscribe: (changed: () => void) => () => void
  everyMs: number
  signal: AbortSignal | undefined
}): AsyncGenerator<T, void, void> {
  const { signal } = options
  let changed = Promise.withResolvers<void>()
  const wake = (): void => changed.resolve()
  const unsubscribe = options.subscribe(wake)
  signal?.addEventListener('abort', wake, { once: true })
  try {
    for (;;) {
      if (signal?.aborted === true) return
      changed = Promise.withResolvers<void>()
      yield options.read()
      await changed.promise
      await pause(options.everyMs, signal)
    }
  } finally {
    unsubscribe()
    signal?.removeEventListener('abort', wake)
  }
}

/** Every item as it comes, in order; beyond `limit` unread ones the oldest are let go (a viewer that is that late reloads its list). */
export async function* watchEach<T>(options: { subscribe: (push: (item: T) => void) => () => void; limit: number; signal: AbortSignal | undefined }): AsyncGenerator<T, void, void> {
  const { signal } = options
  const items: T[] = []
  let arrived = Promise.withResolvers<void>()
  const wake = (): void => arrived.resolve()
  const unsubscribe = options.subscribe((item) => {
    items.push(item)
    if (items.length > options.limit) items.shift()
    wake()
  })
  signal?.addEventListener('abort', wake, { once: true })
  try {
    for (;;) {
      if (signal?.aborted === true) return
      const item = items.shift()
      if (item !== undefined) {
        yield item
        continue
      }
      arrived = Promise.withResolvers<void>()
      await arrived.promise
    }
  } finally {
    unsubscribe()
    signal?.removeEventListener('abort', wake)
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done, { once: true })
  })
}
