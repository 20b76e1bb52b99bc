import { addScore, NO_SCORES, type TrackScores } from '../rules/track-scores.ts'
import type { Thresholds } from '../rules/thresholds.ts'
import type { LoggedIdentity } from '../track-log/log-frame.ts'

/**
 * When a logged object exists and is confirmed under other scores than those it was found with: the tracker's own counting, over the logged
 * scores. With the scores it was found with, it gives what the tracker gave.
 */
export interface TrackGate {
  readonly scores: TrackScores
  /** Hits of at least `minScore`. */
  readonly hits: number
  /** As many as the tracker asked for. */
  readonly needed: number
  /** Misses in a row. */
  readonly misses: number
  readonly exists: boolean
  readonly startPtsMs: number | null
  /** The motion that became this object began earlier than its first hit. */
  readonly motionStartPtsMs: number | null
}

/** As in the tracker: what does not exist yet is dropped after so many misses in a row. */
const TENTATIVE_MISSES = 3

/** `nowPtsMs`: of the frame that reports it. */
export function openGate({ birth, startPtsMs, medianScore, confirmed }: LoggedIdentity, nowPtsMs: number, thresholds: Thresholds): TrackGate {
  if (birth === null) {
    // Its story lies in chunks that are not there: what the rules of that time knew is all there is.
    return { scores: { last: [], median: medianScore, confirmed: confirmed || medianScore >= thresholds.threshold }, hits: 1, needed: 1, misses: 0, exists: true, startPtsMs, motionStartPtsMs: null }
  }
  const firstPtsMs = birth.past[0]?.[0] ?? nowPtsMs
  let gate: TrackGate = { ...CLOSED, needed: birth.hits, motionStartPtsMs: startPtsMs < firstPtsMs ? startPtsMs : null }
  // A miss is logged as 0: what the detector reports is above.
  for (const [ptsMs, score] of birth.past) gate = score > 0 ? passHit(gate, ptsMs, score, thresholds) : passMiss(gate, thresholds)
  return gate
}

const CLOSED = { scores: NO_SCORES, hits: 0, needed: 1, misses: 0, exists: false, startPtsMs: null, motionStartPtsMs: null } satisfies TrackGate

/** An inferred frame in which the object was found. */
export function passHit(gate: TrackGate, ptsMs: number, score: number, thresholds: Thresholds): TrackGate {
  const strong = score >= thresholds.minScore
  // Only a strong hit begins a track; a weak one goes on with it.
  if (gate.startPtsMs === null && !strong) return gate
  const hits = gate.hits + Number(strong)
  return {
    ...gate, hits, misses: 0, scores: addScore(gate.scores, score, thresholds), startPtsMs: gate.startPtsMs ?? ptsMs, exists: gate.exists || hits >= gate.needed,
  }
}

/** An inferred frame in which it was not. */
export function passMiss(gate: TrackGate, thresholds: Thresholds): TrackGate {
  if (gate.startPtsMs === null) return gate
  const misses = gate.misses + 1
  if (!gate.exists && misses >= TENTATIVE_MISSES) return { ...gate, ...CLOSED, needed: gate.needed, motionStartPtsMs: gate.motionStartPtsMs }
  return { ...gate, misses, scores: addScore(gate.scores, 0, thresholds) }
}
