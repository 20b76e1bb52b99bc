import { decideInference, type InferQuestion } from './infer-decision.ts'
import { TurnTaking } from './turn-taking.ts'

export interface RateAnswer {
  readonly decision: 'infer' | 'sampled' | 'still'
  /** At the camera's own rate this frame would have been looked at, whatever the limit says. */
  readonly wanted: boolean
}

export interface RateLimits {
  /** Inferences a second at most; null = the camera's own rate. */
  readonly fps: number | null
  /** The detector is at work: a frame that is sent to it now waits. Files do not care. */
  readonly busy: boolean
}

/** When one camera's frames are due for the detector: at its own rate, and at what it may have of it now. Time is the frames' own. */
export class InferRate {
  private lastPtsMs: number | null = null
  private lastWantedPtsMs: number | null = null
  private lastFramePtsMs: number | null = null
  private readonly turns = new TurnTaking()

  decide(question: Omit<InferQuestion, 'lastInferPtsMs'>, { fps, busy }: RateLimits): RateAnswer {
    const { ptsMs } = question
    const wanted = decideInference({ ...question, lastInferPtsMs: this.lastWantedPtsMs }) === 'infer'
    if (wanted) this.lastWantedPtsMs = ptsMs
    const inferFps = fps === null ? question.inferFps : Math.min(fps, question.inferFps)
    const decision = decideInference({ ...question, inferFps, lastInferPtsMs: this.lastPtsMs })
    // Where the detector is short for all, everybody waits anyway, and the rates that were declared are to hold.
    const passes = decision === 'infer' && busy && fps === null
      && this.turns.letPass({ ptsMs, lastInferPtsMs: this.lastPtsMs, lastFramePtsMs: this.lastFramePtsMs, everyMs: 1000 / inferFps })
    this.lastFramePtsMs = ptsMs
    if (passes) return { decision: 'sampled', wanted }
    if (decision === 'infer') this.lastPtsMs = ptsMs
    return { decision, wanted }
  }

  reset(): void {
    this.lastPtsMs = this.lastWantedPtsMs = this.lastFramePtsMs = null
    this.turns.reset()
  }
}
