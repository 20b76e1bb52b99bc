import { Worker } from 'node:worker_threads'
import { assertNever } from '../../../common/assert-never.ts'
import type { ModelFile } from '../../../common/wire/media-messages.ts'
import type { Crop } from '../../infer/crop.ts'
import type { InferCommand, InferReply, InferReport, LoadedModel } from '../../infer/thread-messages.ts'
import { InferRunFailed, InferThreadLost, InferTimeout } from './infer-errors.ts'

export interface InferPicture {
  readonly buffer: SharedArrayBuffer
  readonly offset: number
  readonly width: number
  readonly height: number
  /** The detector sees this part only; detections come back as fractions of the whole picture. Sizes from a small set: each has its own memory. */
  readonly crop?: Crop
}

export type After = (delayMs: number, callback: () => void) => () => void

export interface InferThread {
  readonly state: 'starting' | 'free' | 'busy' | 'dead'
  load(model: ModelFile): Promise<LoadedModel>
  /** Only when `free`. */
  infer(picture: InferPicture): Promise<InferReply>
  /** Fault tests only. */
  abortInRun(): void
  /** Resolves when the thread has ended, or after STOP_LIMIT_MS, when it is left behind. */
  stop(): Promise<void>
}

interface Pending<T> {
  readonly id: number
  resolve(value: T): void
  reject(error: Error): void
}

export interface InferThreadOptions {
  readonly entry: URL | string
  readonly providers: readonly string[]
  readonly loadTimeoutMs: number
  readonly runTimeoutMs: number
  readonly after: After
  /** Called once, when the thread is gone without having been stopped. */
  readonly onDeath: (reason: string) => void
  /** Called once, when the thread has really ended. */
  readonly onExit: () => void
}

export const STOP_LIMIT_MS = 2000

/** One worker thread with one session, from this side. */
export function startInferThread(options: InferThreadOptions): InferThread {
  const worker = new Worker(options.entry)
  let lastId = 0
  let state: InferThread['state'] = 'starting'
  let loading: Pending<LoadedModel> | null = null
  let running: Pending<InferReply> | null = null
  let exited = false
  let stopping = false

  const send = (command: InferCommand): void => worker.postMessage(command)

  function die(error: Error): void {
    if (state === 'dead') return
    state = 'dead'
    loading?.reject(error)
    running?.reject(error)
    loading = running = null
    // Not terminated: ending a worker inside onnxruntime's run aborts the whole process (seen on 1.30). It finishes its run, then stops by itself.
    if (!exited) send({ type: 'stop' })
    if (!stopping) options.onDeath(error.message)
  }

  /** Rejects what hangs; a thread inside onnxruntime cannot be called back, only left alone. */
  function withLimit<T>(limitMs: number, what: string, start: (pending: Pending<T>) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cancel = options.after(limitMs, () => die(new InferTimeout(`${what} took longer than ${limitMs} ms`)))
      start({
        id: ++lastId,
        resolve(value) { cancel(); resolve(value) },
        reject(error) { cancel(); reject(error) },
      })
    })
  }

  function receive(report: InferReport): void {
    switch (report.type) {
      case 'loaded': {
        state = 'free'
        loading?.resolve(report.model)
        loading = null
        return
      }
      case 'load-failed': {
        loading?.reject(new Error(report.message))
        loading = null
        return
      }
      case 'done':
      case 'failed': {
        if (running?.id !== report.id) return
        const pending = running
        running = null
        state = loading ? 'starting' : 'free'
        if (report.type === 'done') pending.resolve(report.reply)
        else pending.reject(new InferRunFailed(report.message))
        return
      }
      default: assertNever(report)
    }
  }

  worker.on('message', receive)
  worker.on('error', (error: Error) => die(new InferThreadLost(`the infer thread failed: ${error.message}`)))
  worker.on('exit', (code) => {
    exited = true
    die(new InferThreadLost(`the infer thread ended with code ${code}`))
    options.onExit()
  })

  return {
    get state() { return state },
    load(model) {
      if (state === 'dead' || loading) return Promise.reject(new Error(`an infer thread that is ${loading ? 'loading' : state} cannot load a model`))
      // A run under way ends first; the thread takes one thing after the other.
      state = 'starting'
      return withLimit<LoadedModel>(options.loadTimeoutMs, `loading ${model.path}`, (pending) => {
        loading = pending
        send({ type: 'load', path: model.path, providers: options.providers, known: model.known })
      })
    },
    infer(picture) {
      if (state !== 'free') return Promise.reject(new Error(`an infer thread that is ${state} cannot take a frame`))
      state = 'busy'
      return withLimit<InferReply>(options.runTimeoutMs, 'an inference', (pending) => {
        running = pending
        send({ type: 'job', id: pending.id, ...picture })
      })
    },
    abortInRun: () => send({ type: 'abort-in-run' }),
    async stop() {
      stopping = true
      if (exited) return
      // A run under way ends first. One that hangs holds nothing up and is left to itself, never terminated: that aborts the process.
      await new Promise<void>((resolve) => {
        const cancel = options.after(STOP_LIMIT_MS, () => {
          worker.unref()
          die(new InferThreadLost(`the infer thread did not end within ${STOP_LIMIT_MS} ms`))
          resolve()
        })
        worker.once('exit', () => { cancel(); resolve() })
        send({ type: 'stop' })
      })
    },
  }
}
