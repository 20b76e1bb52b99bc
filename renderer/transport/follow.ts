const REOPEN_MS = 1_000

interface Following<T> {
  readonly open: () => Promise<AsyncIterable<T>>
  readonly take: (value: T) => void
  /** Ends with the connection; the calls themselves end with it on their own. */
  readonly signal: AbortSignal
}

/** Reads a watch until the connection ends; a watch that breaks on its own is opened again. */
export async function follow<T>({ open, take, signal }: Following<T>): Promise<void> {
  while (!signal.aborted) {
    let problem: unknown = null
    try {
      for await (const value of await open()) take(value)
    } catch (error) {
      problem = error
    }
    // An older engine does not have it, and will not have it later.
    if ((problem as { code?: unknown } | null)?.code === 'NOT_FOUND') return
    await new Promise((resolve) => setTimeout(resolve, REOPEN_MS))
    // Whether it broke alone or with its connection is known only a moment later.
    if (problem !== null && !signal.aborted) console.warn('a watch broke and is opened again', problem)
  }
}
