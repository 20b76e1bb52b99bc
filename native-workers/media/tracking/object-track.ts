import type { Box, Detection, TrackBirth, TrackState } from '../../../common/frame-result.ts'
import { boxArea, clampBox, iou } from '../../../common/geometry/box.ts'
import { correctBox, createBoxMotion, dampBox, motionBox, predictBox, type BoxMotion } from './box-motion.ts'
import { blended, type Appearance } from './appearance.ts'
import type { Thresholds } from '../../../common/rules/thresholds.ts'
import { addScore, NO_SCORES, type TrackScores } from '../../../common/rules/track-scores.ts'

/** One object through time. Changed in place: it is the tracker's own. */
export interface ObjectTrack {
  readonly label: string
  readonly motion: BoxMotion
  /** Null until it exists: enough hits. Ids are dense and never come back. */
  id: number | null
  scores: TrackScores
  lastScore: number
  /** Inferred frames until it is reported, for `birthOf`. */
  past: [ptsMs: number, score: number][]
  /** Hits with at least the label's minScore. */
  hits: number
  /** Inferred frames in a row without a hit, and the time they stand for. */
  misses: number
  missedMs: number
  startPtsMs: number | null
  lastHitPtsMs: number
  /** When it was last hit or missed. */
  lastLookPtsMs: number
  lastHitBox: Box
  /** Its colours, as last seen with nobody in front of it. */
  appearance: Appearance | null
  /** Hit in the frame of the last step. */
  seen: boolean
  /** Where it has been since when, for "stationary". */
  anchorBox: Box
  anchorPtsMs: number
}

/** Of a track that takes very long to exist, the oldest are let go. */
const LONGEST_PAST = 64
/** Share of the box in the picture below which an object has left it. */
const LEFT_PICTURE_SHARE = 0.2
const LEFT_MISSES = 3
const EDGE = 0.01
export const STATIONARY_MS = 10_000
export const GONE_MS = 5000
/** Overlap with the place where it stood; less and it has moved. Half, because boxes of small objects breathe. */
const STILL_OVERLAP = 0.5
/** Speed left after one second without a hit: an object behind a pillar goes on for a moment, then we know nothing. */
const LOST_SPEED_PER_SECOND = 0.3

/** Of a new sight in what a track is known to look like. */
const APPEARANCE_SHARE = 0.2

export function createObjectTrack(detection: Detection, ptsMs: number, aspect: number, thresholds: Thresholds): ObjectTrack {
  const track: ObjectTrack = {
    label: detection.label, motion: createBoxMotion(detection.box, aspect), id: null, scores: NO_SCORES, lastScore: 0, past: [], hits: 0, misses: 0, missedMs: 0,
    startPtsMs: null, lastHitPtsMs: ptsMs, lastLookPtsMs: ptsMs, lastHitBox: detection.box, appearance: detection.appearance ?? null, seen: false, anchorBox: detection.box, anchorPtsMs: ptsMs,
  }
  noteHit(track, detection, ptsMs, thresholds)
  return track
}

export function hit(track: ObjectTrack, detection: Detection, ptsMs: number, thresholds: Thresholds): void {
  correctBox(track.motion, detection.box)
  noteHit(track, detection, ptsMs, thresholds)
}

function noteHit(track: ObjectTrack, { score, box }: Detection, ptsMs: number, thresholds: Thresholds): void {
  track.scores = addScore(track.scores, score, thresholds)
  track.lastScore = score
  remember(track, ptsMs, score)
  track.misses = 0
  track.missedMs = 0
  track.seen = true
  track.lastHitPtsMs = ptsMs
  track.lastLookPtsMs = ptsMs
  track.lastHitBox = box
  if (score >= thresholds.minScore) {
    track.hits++
    track.startPtsMs ??= ptsMs
  }
  const smooth = motionBox(track.motion)
  if (iou(smooth, track.anchorBox) < STILL_OVERLAP) {
    track.anchorBox = smooth
    track.anchorPtsMs = ptsMs
  }
}

/** Taken over only when nobody else is in the box: two people in one box look like neither. */
export function noteAppearance(track: ObjectTrack, { appearance }: Detection): void {
  if (appearance) track.appearance = blended(track.appearance, appearance, APPEARANCE_SHARE)
}

function remember(track: ObjectTrack, ptsMs: number, score: number): void {
  if (track.id !== null) return
  track.past.push([ptsMs, score])
  if (track.past.length > LONGEST_PAST) track.past.shift()
}

/** Of a track that is about to be reported for the first time, with a hit. Its past is handed over. */
export function birthOf(track: ObjectTrack, id: number): TrackBirth {
  const past = track.past.slice(0, -1)
  track.past = []
  return { trackId: id, hits: track.hits, past }
}

/** The detector looked and did not find it. `opportunityMs`: what the look stands for, the time since it was last looked for. */
export function miss(track: ObjectTrack, { ptsMs, opportunityMs }: { ptsMs: number; opportunityMs: number }, thresholds: Thresholds): void {
  remember(track, ptsMs, 0)
  track.scores = addScore(track.scores, 0, thresholds)
  track.misses++
  track.missedMs += opportunityMs
  track.lastLookPtsMs = ptsMs
}

export function advance(track: ObjectTrack, elapsedMs: number): void {
  track.seen = false
  const seconds = elapsedMs / 1000
  predictBox(track.motion, seconds)
  if (track.misses > 0) dampBox(track.motion, LOST_SPEED_PER_SECOND ** seconds)
}

/** Nothing moves where it is: it stands, whatever speed the last boxes suggested. */
export const standStill = (track: ObjectTrack): void => dampBox(track.motion, 0.5)

export const predictedBox = (track: ObjectTrack): Box => motionBox(track.motion)

/** Share of the predicted box that lies in the picture. */
export function visibleShare(track: ObjectTrack): number {
  const box = predictedBox(track)
  return boxArea(clampBox(box)) / boxArea(box)
}

/** Hardly any of it is in the picture by now; or it was last seen at the picture's edge, and several looks have not found it there. */
export const hasLeft = (track: ObjectTrack): boolean =>
  visibleShare(track) < LEFT_PICTURE_SHARE || (track.misses >= LEFT_MISSES && touchesEdge(track.lastHitBox))

const touchesEdge = ([x, y, w, h]: Box): boolean => x < EDGE || y < EDGE || x + w > 1 - EDGE || y + h > 1 - EDGE

/** Null once it has left the picture, though it is not yet given up. Zones and crossings are filled in by the regions. */
export function stateOf(track: ObjectTrack, id: number, ptsMs: number): TrackState | null {
  // A hit is reported as the detector found it; the motion model's box lags a little behind.
  const box = clampBox(track.seen ? track.lastHitBox : predictedBox(track))
  if (!track.seen && hasLeft(track)) return null
  return {
    trackId: id, label: track.label, score: track.lastScore, medianScore: track.scores.median, confirmed: track.scores.confirmed,
    box, predicted: !track.seen, stationary: ptsMs - track.anchorPtsMs >= STATIONARY_MS,
    startPtsMs: track.startPtsMs ?? track.lastHitPtsMs, zones: [], crossings: [],
  }
}
