import type { Box, Detection } from '../../../common/frame-result.ts'
import type { AnalysisOutcome } from '../../../common/ledger.ts'
import type { StageTimes } from '../../../common/stages.ts'
import type { MotionResult } from '../motion/motion-detector.ts'
import type { Lease } from '../pool/frame-pool.ts'

/** One frame on its way through the analysis. Times are monotonic milliseconds unless the name says wall. */
export interface FrameJob {
  readonly epoch: number
  readonly sequence: number
  readonly ptsMs: number
  readonly capturedAt: number
  readonly capturedAtWallMs: number
  readonly lease: Lease
  motion: MotionResult
  /** null while it is not decided or the detector is still at it. */
  outcome: AnalysisOutcome | null
  decided: boolean
  detections: readonly Detection[] | null
  /** Would the detector have found an object in this box? Of what it was not shown, or too small, it says nothing. */
  wouldHaveSeen: (box: Box) => boolean
  /** The parts of the picture the detector was shown; fractions. */
  looks: readonly Box[]
  /** Inferences so far. */
  inferences: number
  readonly stages: StageTimes
}

export const NO_MOTION: MotionResult = { ratio: 0, active: false, calibrating: false, regions: [], tooSmall: [] }
