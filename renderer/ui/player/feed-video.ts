/** A file that is still being made, as a video's source: a clip under way, or one that is converted while it is sent. */
export interface Feed {
  /** It will not grow any further: what is left is fetched, and the video has its end. */
  finish(): void
  stop(): void
}

interface Feeding {
  readonly video: HTMLVideoElement
  readonly src: string
  /** What is there is only a part; more is asked for until `finish`. Otherwise one answer brings all of it, as it comes. */
  readonly grows: boolean
  /** How long it will be; a moment that has not come yet can be waited for. 0: nobody knows. */
  readonly seconds: number
  /** The video's source from here on. */
  readonly onAttach: (url: string) => void
  /** More has come and is about to be shown. */
  readonly onMore: () => Promise<void>
  /** It need not be fed: it is complete, or this browser cannot be fed with it. */
  readonly onPlain: () => void
  readonly onEnd: () => void
  readonly onFail: () => void
}

const ASK_EVERY_MS = 1_000
/** Larger pieces are refused before the old has been given up. */
const PIECE = 1 << 20
/** So much of what was played stays when the browser has no room for more. */
const KEPT_BEHIND_SECONDS = 10

/** Everything that has come can be sought, frame by frame, while the rest is being made; at its end it is an ordinary video, without having been opened anew. */
export function feedVideo({ video, src, grows, seconds, onAttach, onMore, onPlain, onEnd, onFail }: Feeding): Feed {
  const stopped = new AbortController()
  const { signal } = stopped
  const finishing = Promise.withResolvers<void>()
  let finished = false

  const ask = (from: number): Promise<Response> => fetch(src, { headers: { range: `bytes=${from}-` }, signal })
  const run = async (): Promise<void> => {
    const first = await ask(0)
    const type = first.headers.get('content-type') ?? ''
    if (!first.ok) throw new Error(`the engine answered ${first.status}`)
    const whole = !grows && first.status === 206
    if (whole || !canFeed(type)) {
      void first.body?.cancel()
      return onPlain()
    }
    const source = new MediaSource()
    const url = URL.createObjectURL(source)
    const opened = happened(source, 'sourceopen', signal)
    onAttach(url)
    await opened
    URL.revokeObjectURL(url)
    const buffer = source.addSourceBuffer(type)
    if (seconds > 0) source.duration = seconds
    for await (const bytes of grows ? growing(first) : arriving(first)) {
      for (let at = 0; at < bytes.length; at += PIECE) await append(buffer, bytes.subarray(at, at + PIECE))
    }
    source.endOfStream()
    onEnd()
  }
  async function* growing(first: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    let at = 0
    // From the last known byte on: a range that does not exist yet is an error to the browser's console.
    for (let answer = first, last = false; ; answer = await ask(at - 1)) {
      if (answer.status !== 206) throw new Error(`the engine answered ${answer.status}`)
      const bytes = new Uint8Array(await answer.arrayBuffer()).subarray(at === 0 ? 0 : 1)
      if (bytes.length > 0) {
        await onMore()
        yield bytes
      }
      at += bytes.length
      if (last) return
      if (!finished) await Promise.race([waited(ASK_EVERY_MS, signal), finishing.promise])
      last = finished
    }
  }
  const append = async (buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    for (;;) {
      signal.throwIfAborted()
      try {
        buffer.appendBuffer(bytes)
        return await happened(buffer, 'updateend', signal)
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error
      }
      await makeRoom(buffer)
    }
  }
  const makeRoom = async (buffer: SourceBuffer): Promise<void> => {
    const until = video.currentTime - KEPT_BEHIND_SECONDS
    if (buffer.buffered.length > 0 && until > buffer.buffered.start(0) + 1) {
      buffer.remove(0, until)
      return happened(buffer, 'updateend', signal)
    }
    await happened(video, 'timeupdate', signal)
  }

  run().catch(() => { if (!signal.aborted) onFail() })
  return {
    finish() {
      finished = true
      finishing.resolve()
    },
    stop: () => stopped.abort(),
  }
}

/** The engine names the codecs; one that does not cannot be fed from. */
const canFeed = (type: string): boolean => typeof MediaSource !== 'undefined' && type.includes('codecs=') && MediaSource.isTypeSupported(type)

async function* arriving(answer: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = answer.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value
}

/** Rejects when the feed is stopped before. */
function unlessStopped(signal: AbortSignal, begin: (resolve: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      undo()
      reject(signal.reason as Error)
    }
    const undo = begin(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}

const happened = (target: EventTarget, name: string, signal: AbortSignal): Promise<void> => unlessStopped(signal, (resolve) => {
  target.addEventListener(name, resolve, { once: true })
  return () => target.removeEventListener(name, resolve)
})

const waited = (ms: number, signal: AbortSignal): Promise<void> => unlessStopped(signal, (resolve) => {
  const timer = setTimeout(resolve, ms)
  return () => clearTimeout(timer)
})
