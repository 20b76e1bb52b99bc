import type { ModelFile } from '../../../common/wire/media-messages.ts'
import type { InferReply, LoadedModel } from '../../infer/thread-messages.ts'
import { InferThreadLost } from './infer-errors.ts'
import { startInferThread, type After, type InferPicture, type InferThread } from './infer-thread.ts'

export interface InferPoolOptions {
  /** The built entry of native-workers/infer/thread. */
  readonly threadEntry: URL | string
  readonly threads: number
  readonly providers?: readonly string[]
  /** Calls back once after a delay; the returned function cancels. */
  readonly after: After
  readonly loadTimeoutMs?: number
  readonly runTimeoutMs?: number
  readonly onReport?: (report: InferPoolReport) => void
}

/** A thread died: it was replaced (once, until the replacement has proven itself), or given up. One sentence for the log. */
export interface InferPoolReport {
  readonly kind: 'restarted' | 'lost'
  readonly reason: string
}

export interface InferPool {
  /** All threads load the model (in place of the one before). Rejects with one clear line when it cannot be used; then none is free. */
  load(model: ModelFile): Promise<LoadedModel>
  /** How many frames can be submitted right now. Never submit more: there is no queue. */
  free(): number
  /** Rejects with InferTimeout, InferThreadLost or InferRunFailed. */
  infer(picture: InferPicture): Promise<InferReply>
  /** Runs under way. */
  readonly queueDepth: number
  readonly idle: boolean
  /** Threads that are able to work, now or after loading. */
  readonly threads: number
  /** Fault tests only: the next run of every thread takes the process with it. */
  abortInRun(): void
  /** Resolves with false when a thread hangs in a run and had to be left behind. */
  stop(): Promise<boolean>
}

const LOAD_TIMEOUT_MS = 60_000
const RUN_TIMEOUT_MS = 5000
/** So many good runs after a restart and the thread may be restarted again: a crash a week is no crash loop. */
const RUNS_UNTIL_TRUSTED = 1000

interface Seat {
  thread: InferThread
  restarted: boolean
  runs: number
}

/** Infer threads of the media process. They are started by the first `load` and kept: starting workers again and again has aborted Electron. */
export function createInferPool(options: InferPoolOptions): InferPool {
  let seats: Seat[] = []
  // Everything that runs, replaced threads too until they end.
  const running = new Set<InferThread>()
  let model: ModelFile | null = null
  let stopped = false

  function start(seat: () => Seat | undefined): InferThread {
    const thread: InferThread = startInferThread({
      entry: options.threadEntry,
      providers: options.providers ?? ['cpu'],
      loadTimeoutMs: options.loadTimeoutMs ?? LOAD_TIMEOUT_MS,
      runTimeoutMs: options.runTimeoutMs ?? RUN_TIMEOUT_MS,
      after: options.after,
      onDeath: (reason) => { const own = seat(); if (own) replace(own, reason) },
      onExit: () => { running.delete(thread) },
    })
    running.add(thread)
    return thread
  }

  function takeSeat(): Seat {
    // The thread needs to name its seat when it dies, the seat holds the thread.
    const seat: Seat = { thread: start(() => seat), restarted: false, runs: 0 }
    return seat
  }

  function replace(seat: Seat, reason: string): void {
    if (stopped || !seats.includes(seat)) return
    if (seat.restarted || !model) {
      seats = seats.filter((other) => other !== seat)
      options.onReport?.({ kind: 'lost', reason: `${reason}; the thread is given up, ${seats.length} left` })
      return
    }
    seat.restarted = true
    seat.runs = 0
    seat.thread = start(() => seat)
    options.onReport?.({ kind: 'restarted', reason: `${reason}; the thread is started again` })
    seat.thread.load(model).catch((error: Error) => {
      // A death while loading was reported by the thread itself.
      if (seat.thread.state !== 'dead') options.onReport?.({ kind: 'lost', reason: error.message })
    })
  }

  const counted = (state: InferThread['state']): number => seats.reduce((sum, seat) => sum + (seat.thread.state === state ? 1 : 0), 0)

  return {
    async load(next) {
      if (stopped) throw new Error('the infer pool is stopped')
      model = next
      while (seats.length < options.threads) seats.push(takeSeat())
      const [first] = await Promise.all(seats.map((seat) => seat.thread.load(next)))
      if (!first) throw new Error('an infer pool needs at least one thread')
      return first
    },
    free: () => (stopped ? 0 : counted('free')),
    async infer(picture) {
      const seat = seats.find((candidate) => candidate.thread.state === 'free')
      if (!seat || stopped) throw new InferThreadLost('no infer thread is free: ask free() before submitting')
      const reply = await seat.thread.infer(picture)
      if (++seat.runs >= RUNS_UNTIL_TRUSTED) seat.restarted = false
      return reply
    },
    get queueDepth() { return counted('busy') },
    get idle() { return counted('busy') === 0 },
    get threads() { return seats.length },
    abortInRun() { for (const { thread } of seats) thread.abortInRun() },
    async stop() {
      stopped = true
      await Promise.all([...running].map((thread) => thread.stop()))
      seats = []
      return running.size === 0
    },
  }
}
