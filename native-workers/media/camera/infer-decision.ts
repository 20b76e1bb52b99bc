import type { TrackState } from '../../../common/frame-result.ts'

/** Stationary things are looked at again this often (PRODUCT.md, "Stationary"). */
const STATIONARY_RECHECK_MS = 10_000
/** A live track in a still picture: nobody moves, but it must be noticed when it leaves. */
const STILL_RECHECK_MS = 1_000

export interface InferQuestion {
  readonly ptsMs: number
  /** When this camera last sent a frame to the detector; null = never. */
  readonly lastInferPtsMs: number | null
  readonly inferFps: number
  readonly fps: number
  readonly detectorReady: boolean
  readonly motionEnabled: boolean
  readonly motionActive: boolean
  readonly tracks: readonly Pick<TrackState, 'label' | 'stationary'>[]
  /** Objects that live, those included that have too few hits to be reported. */
  readonly liveTracks: number
}

/**
 * `infer`: the detector should see this frame. `sampled`: something is going on, but the inference rate is used up.
 * `still`: nothing needs looking at.
 */
export function decideInference(question: InferQuestion): 'infer' | 'sampled' | 'still' {
  if (!question.detectorReady) return 'still'
  const since = question.lastInferPtsMs === null ? Infinity : question.ptsMs - question.lastInferPtsMs
  // A clock that jumped back must not silence the detector.
  const elapsed = since < 0 ? Infinity : since
  const wantedEvery = wantedIntervalMs(question)
  if (wantedEvery === null) return 'still'
  // Half a frame of tolerance: at 10 fps and 5 inferences a second every second frame is due, jitter or not.
  const tolerance = 500 / question.fps
  if (elapsed + tolerance >= wantedEvery) return 'infer'
  return question.motionActive || !question.motionEnabled ? 'sampled' : 'still'
}

function wantedIntervalMs(question: InferQuestion): number | null {
  const everyMs = 1000 / question.inferFps
  if (!question.motionEnabled || question.motionActive) return everyMs
  const objects = question.tracks.filter((track) => track.label !== 'motion')
  if (objects.length === 0 && question.liveTracks === 0) return null
  const parked = objects.length >= question.liveTracks && objects.every((track) => track.stationary)
  return Math.max(everyMs, parked ? STATIONARY_RECHECK_MS : STILL_RECHECK_MS)
}
