/** What the scheduler needs of the infer threads. */
export interface InferThreads<Request, Reply> {
  /** Threads that could start now. */
  free(): number
  infer(request: Request): Promise<Reply>
}

export interface InferenceJob<Request, Reply> {
  readonly cameraId: string
  readonly request: Request
  /** Asked again right before the run: false ends the job as stale. */
  stillWanted(): boolean
  started(): void
  done(reply: Reply): void
  failed(error: unknown): void
  /** A newer frame took the place, or the frame is too old by now, or its camera is closing. */
  dropped(reason: 'superseded' | 'stale' | 'shutdown'): void
}

/**
 * Shares the infer threads between cameras: one waiting frame and one running frame per camera. A free thread takes the waiting
 * frame of the camera that was served longest ago, so that no camera starves.
 */
export class InferenceScheduler<Request, Reply> {
  private threads: InferThreads<Request, Reply> | null = null
  private readonly waiting = new Map<string, InferenceJob<Request, Reply>>()
  private readonly running = new Set<string>()
  private readonly served = new Map<string, number>()
  private turn = 0

  /** null while there is no model: jobs must not be submitted then, the waiting ones are dropped. */
  setThreads(threads: InferThreads<Request, Reply> | null): void {
    this.threads = threads
    if (threads === null) for (const cameraId of this.waiting.keys()) this.drop(cameraId, 'shutdown')
    else this.dispatch()
  }

  get ready(): boolean {
    return this.threads !== null
  }

  get queueDepth(): number {
    return this.waiting.size
  }

  hasWaiting(cameraId: string): boolean {
    return this.waiting.has(cameraId)
  }

  submit(job: InferenceJob<Request, Reply>): void {
    this.drop(job.cameraId, 'superseded')
    this.waiting.set(job.cameraId, job)
    this.dispatch()
  }

  /** The camera closes: its waiting frame is dropped; the running one still answers. */
  leave(cameraId: string): void {
    this.drop(cameraId, 'shutdown')
    this.served.delete(cameraId)
  }

  private drop(cameraId: string, reason: 'superseded' | 'shutdown'): void {
    const job = this.waiting.get(cameraId)
    if (!job) return
    this.waiting.delete(cameraId)
    job.dropped(reason)
  }

  private dispatch(): void {
    while (this.threads !== null && this.threads.free() > 0) {
      const job = this.next()
      if (!job) return
      this.waiting.delete(job.cameraId)
      if (!job.stillWanted()) {
        job.dropped('stale')
        continue
      }
      void this.run(job, this.threads)
    }
  }

  /** Order within a camera is kept by running one frame of it at a time. */
  private next(): InferenceJob<Request, Reply> | null {
    let best: InferenceJob<Request, Reply> | null = null
    let bestTurn = Infinity
    for (const [cameraId, job] of this.waiting) {
      const turn = this.served.get(cameraId) ?? -1
      if (this.running.has(cameraId) || turn >= bestTurn) continue
      best = job
      bestTurn = turn
    }
    return best
  }

  private async run(job: InferenceJob<Request, Reply>, threads: InferThreads<Request, Reply>): Promise<void> {
    this.running.add(job.cameraId)
    this.served.set(job.cameraId, this.turn++)
    job.started()
    try {
      const reply = await threads.infer(job.request)
      this.running.delete(job.cameraId)
      job.done(reply)
    } catch (error) {
      this.running.delete(job.cameraId)
      job.failed(error)
    }
    this.dispatch()
  }
}
