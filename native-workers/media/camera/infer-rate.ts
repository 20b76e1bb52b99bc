import { decideInference, type InferQuestion } from './infer-decision.ts'

export interface RateAnswer {
  readonly decision: 'infer' | 'sampled' | 'still'
  /** At the camera's own rate this frame would have been looked at, whatever the limit says. */
  readonly wanted: boolean
}

/** When one camera's frames are due for the detector: at its own rate, and at what it may have of it now. Time is the frames' own. */
export class InferRate {
  private lastPtsMs: number | null = null
  private lastWantedPtsMs: number | null = null

  /** `limit`: inferences a second at most; null = the camera's own rate. */
  decide(question: Omit<InferQuestion, 'lastInferPtsMs'>, limit: number | null): RateAnswer {
    const wanted = decideInference({ ...question, lastInferPtsMs: this.lastWantedPtsMs }) === 'infer'
    if (wanted) this.lastWantedPtsMs = question.ptsMs
    const inferFps = limit === null ? question.inferFps : Math.min(limit, question.inferFps)
    const decision = decideInference({ ...question, inferFps, lastInferPtsMs: this.lastPtsMs })
    if (decision === 'infer') this.lastPtsMs = question.ptsMs
    return { decision, wanted }
  }

  reset(): void {
    this.lastPtsMs = this.lastWantedPtsMs = null
  }
}
