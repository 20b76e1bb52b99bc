import type { Box, Detection } from '../../../common/frame-result.ts'
import { iou } from '../../../common/geometry/box.ts'
import { unlikeness } from './appearance.ts'
import { assign } from './assignment.ts'
import { predictedBox, visibleShare, type ObjectTrack } from './object-track.ts'

export interface Matches {
  readonly pairs: readonly (readonly [track: ObjectTrack, detection: Detection])[]
  readonly tracks: readonly ObjectTrack[]
  readonly detections: readonly Detection[]
}

/** Colours of one and the same object differ by about this much from sight to sight; by more than the second it is another one. */
const USUAL_CHANGE = 0.2
const SOMEBODY_ELSE = 0.32
/** How much an unlike look takes off an overlap. */
const LIKENESS_WEIGHT = 3

const unlikenessTo = (track: ObjectTrack, { appearance }: Detection): number => (track.appearance && appearance ? unlikeness(track.appearance, appearance) : USUAL_CHANGE)

const likeness = (track: ObjectTrack, detection: Detection): number => Math.max(0, 1 - LIKENESS_WEIGHT * Math.max(0, unlikenessTo(track, detection) - USUAL_CHANGE))

type Price = (track: ObjectTrack, detection: Detection) => number

/** Overlap a strong detection needs with the predicted box (ByteTrack: 0.2, score included), and a weak one. */
const STRONG_OVERLAP = 0.2
const WEAK_OVERLAP = 0.4
/** How far a lost object may be from where it should be, in box sizes: at once, and per second more. */
const REACH = 0.5
const REACH_PER_SECOND = 0.4
const LONGEST_REACH = 1.2
/** What was on its way out of the picture may come back where it left, not anywhere else. */
const REACH_OF_LEAVER = 0.5
const LEAVER_SHARE = 0.6
/** An object does not change its size by more than this while it is hidden. */
const SIZE_RATIO = 2

/**
 * By overlap, weighed with the score as ByteTrack does, so that of two boxes on one object the better one is taken; and with the likeness, so
 * that two who cross do not change names.
 */
export const matchStrong = (tracks: readonly ObjectTrack[], detections: readonly Detection[]): Matches =>
  match(tracks, detections, 1 - STRONG_OVERLAP, (track, detection) => 1 - iou(predictedBox(track), detection.box) * detection.score * likeness(track, detection))

/** By overlap alone: the score says nothing here, which is the idea of the second round. */
export const matchWeak = (tracks: readonly ObjectTrack[], detections: readonly Detection[]): Matches =>
  match(tracks, detections, 1 - WEAK_OVERLAP, (track, { box }) => 1 - iou(predictedBox(track), box))

/** By distance, for what has come out from behind something or moved by more than its own width between two inferences. */
export const matchNear = (tracks: readonly ObjectTrack[], detections: readonly Detection[], ptsMs: number, aspect: number): Matches =>
  match(tracks, detections, 1, (track, detection) => {
    const { box } = detection
    const lostSeconds = (ptsMs - track.lastHitPtsMs) / 1000
    const reach = visibleShare(track) < LEAVER_SHARE ? REACH_OF_LEAVER : Math.min(LONGEST_REACH, REACH + REACH_PER_SECOND * lostSeconds)
    const ratio = Math.sqrt((box[2] * box[3]) / (track.lastHitBox[2] * track.lastHitBox[3]))
    if (ratio > SIZE_RATIO || ratio < 1 / SIZE_RATIO) return Infinity
    const unlike = unlikenessTo(track, detection)
    if (unlike > SOMEBODY_ELSE) return Infinity
    return Math.min(distance(predictedBox(track), box, aspect), distance(track.lastHitBox, box, aspect)) / reach + unlike - USUAL_CHANGE
  })

/** Between centres, in units of the boxes' mean side. */
function distance(a: Box, b: Box, aspect: number): number {
  const dx = (a[0] + a[2] / 2 - b[0] - b[2] / 2) * aspect
  const dy = a[1] + a[3] / 2 - b[1] - b[3] / 2
  const side = (Math.sqrt(a[2] * a[3] * aspect) + Math.sqrt(b[2] * b[3] * aspect)) / 2
  return Math.hypot(dx, dy) / side
}

function match(tracks: readonly ObjectTrack[], detections: readonly Detection[], limit: number, price: Price): Matches {
  if (tracks.length === 0 || detections.length === 0) return { pairs: [], tracks, detections }
  const columns = assign({
    rows: tracks.length, columns: detections.length, limit,
    cost(row, column) {
      const track = tracks[row] as ObjectTrack
      const detection = detections[column] as Detection
      return track.label === detection.label ? price(track, detection) : Infinity
    },
  })
  const pairs: (readonly [ObjectTrack, Detection])[] = []
  const taken = new Set<number>()
  columns.forEach((column, row) => {
    if (column === -1) return
    taken.add(column)
    pairs.push([tracks[row] as ObjectTrack, detections[column] as Detection])
  })
  return { pairs, tracks: tracks.filter((_, row) => columns[row] === -1), detections: detections.filter((_, column) => !taken.has(column)) }
}
