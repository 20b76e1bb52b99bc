import type { Point } from '../frame-result.ts'

/**
 * (to − from) × (p − from) in picture coordinates (y down): positive on side A, negative on side B, 0 on the line.
 * Its size is the distance from the line times the segment's length.
 */
export function crossProduct(from: Point, to: Point, p: Point): number {
  return (to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0])
}

export const segmentLength = (from: Point, to: Point): number => Math.hypot(to[0] - from[0], to[1] - from[1])

/** Is a point that lies on the segment's line within its ends (and their rectangle)? */
const withinEnds = (from: Point, to: Point, p: Point): boolean =>
  p[0] >= Math.min(from[0], to[0]) && p[0] <= Math.max(from[0], to[0]) && p[1] >= Math.min(from[1], to[1]) && p[1] <= Math.max(from[1], to[1])

/** Do two segments run through each other: has each the other's ends on both sides of it? */
export const segmentsCross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  Math.sign(crossProduct(c, d, a)) * Math.sign(crossProduct(c, d, b)) < 0 && Math.sign(crossProduct(a, b, c)) * Math.sign(crossProduct(a, b, d)) < 0

/** Do two segments share at least one point? Touching ends and overlapping collinear segments count. */
export function segmentsMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  const ac = Math.sign(crossProduct(c, d, a))
  const bc = Math.sign(crossProduct(c, d, b))
  const ca = Math.sign(crossProduct(a, b, c))
  const da = Math.sign(crossProduct(a, b, d))
  if (ac * bc < 0 && ca * da < 0) return true
  return (ac === 0 && withinEnds(c, d, a)) || (bc === 0 && withinEnds(c, d, b)) || (ca === 0 && withinEnds(a, b, c)) || (da === 0 && withinEnds(a, b, d))
}

/**
 * Where the way from `start` to `end` passes the segment's infinite line: `way` is the share of the way (0..1), `along` the share of the
 * segment (within 0..1 = between its ends). Null when both points are on the same side or on the line all the way.
 */
export function crossingPoint(args: { start: Point; end: Point; from: Point; to: Point }): { way: number; along: number } | null {
  const { start, end, from, to } = args
  const before = crossProduct(from, to, start)
  const after = crossProduct(from, to, end)
  if (before === after || Math.sign(before) * Math.sign(after) > 0) return null
  const way = before / (before - after)
  const x = start[0] + (end[0] - start[0]) * way
  const y = start[1] + (end[1] - start[1]) * way
  const dx = to[0] - from[0]
  const dy = to[1] - from[1]
  return { way, along: ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy) }
}
