import { TIERS, type Tier } from './tiers.ts'

/** What the scheduler needs of the infer threads. */
export interface InferThreads<Request, Reply> {
  /** Threads that could start now. */
  free(): number
  infer(request: Request): Promise<Reply>
}

/** One frame that wants the detector, for one run or several. */
export interface InferenceJob<Request, Reply> {
  readonly cameraId: string
  readonly tier: Tier
  /** The camera's share where there is not enough for all; relative to the others'. */
  readonly weight: number
  /** Monotonic milliseconds at which its result is late: between cameras that are owed the same, the more urgent goes first. */
  readonly deadlineAt: number
  readonly request: Request
  /** Asked again right before the first run: false ends the job as stale. */
  stillWanted(): boolean
  /** The first run begins. */
  started(): void
  /** A run ended. Returns what else is to be run of the same frame; null = the frame is done. */
  ran(reply: Reply): Request | null
  failed(error: unknown): void
  /** A newer frame took the place, or the frame is too old by now, or its camera is closing. */
  dropped(reason: 'superseded' | 'stale' | 'shutdown'): void
}

interface Lane<Request, Reply> {
  readonly cameraId: string
  readonly waiting: { readonly job: InferenceJob<Request, Reply>; readonly since: number }[]
  /** The frame that has begun: its further runs come before any newer frame. */
  begun: { readonly job: InferenceJob<Request, Reply>; readonly request: Request; readonly since: number } | null
  running: boolean
  /** Runs it had so far, each divided by its weight (start-time fair queueing: Goyal, Vin and Cheng, 1996). */
  served: number
}

/** A lower tier that has waited this long goes first for once: live cameras come before files, but do not stop them. */
const PATIENCE_MS = 1000

/**
 * Shares the infer threads between cameras. A free thread takes the camera that has had the least so far for its weight, tier by tier; one frame
 * of a camera is in the detector at a time, which keeps its frames in order. What waits is bounded by its tier.
 */
export class InferenceScheduler<Request, Reply> {
  private readonly monotonic: () => number
  private threads: InferThreads<Request, Reply> | null = null
  private readonly lanes = new Map<string, Lane<Request, Reply>>()
  /** `served` of the lane that was dispatched last: who comes back after a pause has no claim on the time it did not ask for. */
  private virtualTime = 0

  constructor(monotonic: () => number) {
    this.monotonic = monotonic
  }

  /** null while there is no model: jobs must not be submitted then, the waiting ones are dropped. */
  setThreads(threads: InferThreads<Request, Reply> | null): void {
    this.threads = threads
    if (threads === null) for (const lane of this.lanes.values()) this.drop(lane, 0, 'shutdown')
    else this.dispatch()
  }

  get ready(): boolean {
    return this.threads !== null
  }

  /** Whoever comes now waits. */
  get busy(): boolean {
    return this.threads !== null && this.threads.free() === 0
  }

  /** Frames that wait, and frames between two of their runs. */
  get queueDepth(): number {
    let depth = 0
    for (const lane of this.lanes.values()) depth += lane.waiting.length + (lane.begun && !lane.running ? 1 : 0)
    return depth
  }

  hasWaiting(cameraId: string): boolean {
    return (this.lanes.get(cameraId)?.waiting.length ?? 0) > 0
  }

  submit(job: InferenceJob<Request, Reply>): void {
    const lane = this.laneOf(job.cameraId)
    if (!lane.running && !wants(lane)) lane.served = Math.max(lane.served, this.virtualTime)
    lane.waiting.push({ job, since: this.monotonic() })
    this.drop(lane, TIERS[job.tier].queue, 'superseded')
    this.dispatch()
  }

  /** The camera closes: what waits is dropped; a run under way still answers. */
  leave(cameraId: string): void {
    const lane = this.lanes.get(cameraId)
    if (!lane) return
    this.drop(lane, 0, 'shutdown')
    // What runs needs its lane no more than it needs its camera.
    this.lanes.delete(cameraId)
  }

  private laneOf(cameraId: string): Lane<Request, Reply> {
    let lane = this.lanes.get(cameraId)
    if (!lane) {
      lane = { cameraId, waiting: [], begun: null, running: false, served: this.virtualTime }
      this.lanes.set(cameraId, lane)
    }
    return lane
  }

  /** Drops the oldest until `keep` are left; with none to be kept, a frame between two of its runs goes too. What runs answers. */
  private drop(lane: Lane<Request, Reply>, keep: number, reason: 'superseded' | 'shutdown'): void {
    if (keep === 0 && lane.begun && !lane.running) {
      const { job } = lane.begun
      lane.begun = null
      job.dropped(reason)
    }
    while (lane.waiting.length > keep) lane.waiting.shift()?.job.dropped(reason)
  }

  private dispatch(): void {
    while (this.threads !== null && this.threads.free() > 0) {
      const lane = this.next()
      if (!lane) return
      if (lane.begun) {
        void this.run(lane, lane.begun.job, lane.begun.request, this.threads)
        continue
      }
      const job = lane.waiting.shift()?.job
      if (!job) return
      if (!job.stillWanted()) {
        job.dropped('stale')
        continue
      }
      job.started()
      void this.run(lane, job, job.request, this.threads)
    }
  }

  private next(): Lane<Request, Reply> | null {
    const now = this.monotonic()
    let best: { lane: Lane<Request, Reply>; rank: number; deadlineAt: number } | null = null
    for (const lane of this.lanes.values()) {
      if (lane.running || !wants(lane)) continue
      const { job, since } = lane.begun ?? lane.waiting[0] ?? fail()
      const rank = now - since > PATIENCE_MS ? 0 : TIERS[job.tier].rank
      const better = best === null || rank < best.rank
        || (rank === best.rank && (lane.served < best.lane.served || (lane.served === best.lane.served && job.deadlineAt < best.deadlineAt)))
      if (better) best = { lane, rank, deadlineAt: job.deadlineAt }
    }
    return best?.lane ?? null
  }

  private async run(lane: Lane<Request, Reply>, job: InferenceJob<Request, Reply>, request: Request, threads: InferThreads<Request, Reply>): Promise<void> {
    this.virtualTime = lane.served
    lane.served += 1 / job.weight
    lane.begun = null
    lane.running = true
    const failure = await threads.infer(request).then((reply) => {
      const more = job.ran(reply)
      lane.running = false
      if (more === null) return null
      if (this.threads === null || this.lanes.get(lane.cameraId) !== lane) job.dropped('shutdown')
      else lane.begun = { job, request: more, since: this.monotonic() }
      return null
    }, (error: unknown) => ({ error }))
    lane.running = false
    if (failure) job.failed(failure.error)
    this.dispatch()
  }
}

const wants = <Request, Reply>(lane: Lane<Request, Reply>): boolean => lane.begun !== null || lane.waiting.length > 0

function fail(): never {
  throw new Error('a lane that wants nothing was asked what it wants')
}
