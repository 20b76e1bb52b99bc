import type { Line } from '../contracts/regions.ts'
import type { Box, LineCrossing, Point } from '../frame-result.ts'
import { bottomCentre } from '../geometry/box.ts'
import { crossingPoint, crossProduct, segmentLength } from '../geometry/segment.ts'

/** What is known about one object and one line. */
export interface LinePassage {
  /** The side it was last clearly seen on; null before. */
  readonly side: 'a' | 'b' | null
  readonly point: Point
  readonly ptsMs: number
  /** When its foot last was on the line, and whether between the line's ends. */
  readonly onLine: { readonly ptsMs: number; readonly withinEnds: boolean } | null
}

/** How far beyond the line the foot must be to be clearly over: this share of the box, measured across the line. */
const CLEAR_SHARE = 0.06

/**
 * Hysteresis: a crossing is complete when an object that was clearly on one side is clearly on the other; it is dated to the moment its foot
 * was on the line. Sides are taken from frames in which the object was found; predicted places only help to date it, so nothing crosses
 * a line by prediction alone.
 */
export function stepPassage(passage: LinePassage | null, args: { line: Line; box: Box; predicted: boolean; ptsMs: number }): readonly [LinePassage, LineCrossing | null] {
  const { line, box, predicted, ptsMs } = args
  const point = bottomCentre(box)
  const seenSide = predicted ? null : clearSide(line, point, box)
  if (!passage) return [{ side: seenSide, point, ptsMs, onLine: null }, null]

  const met = crossingPoint({ start: passage.point, end: point, from: line.from, to: line.to })
  const onLine = met ? { ptsMs: passage.ptsMs + (ptsMs - passage.ptsMs) * met.way, withinEnds: met.along >= 0 && met.along <= 1 } : passage.onLine
  if (seenSide === null || seenSide === passage.side) return [{ side: passage.side, point, ptsMs, onLine }, null]

  const crossed = passage.side !== null && onLine?.withinEnds === true
  const direction = seenSide === 'b' ? 'a-to-b' : 'b-to-a'
  const crossing = crossed && (line.direction === 'any' || line.direction === direction) ? { lineId: line.id, direction, ptsMs: onLine.ptsMs } as const : null
  return [{ side: seenSide, point, ptsMs, onLine: null }, crossing]
}

function clearSide(line: Line, point: Point, box: Box): 'a' | 'b' | null {
  const length = segmentLength(line.from, line.to)
  if (length === 0) return null
  const distance = crossProduct(line.from, line.to, point) / length
  // The box's extent across the line: all of its width for an upright line, all of its height for a level one.
  const extent = (Math.abs(line.to[1] - line.from[1]) * box[2] + Math.abs(line.to[0] - line.from[0]) * box[3]) / length
  if (Math.abs(distance) <= extent * CLEAR_SHARE) return null
  return distance > 0 ? 'a' : 'b'
}
