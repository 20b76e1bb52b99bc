import type { Box, Point } from '../frame-result.ts'

export const boxArea = (box: Box): number => box[2] * box[3]

/** Where an object stands. */
export const bottomCentre = (box: Box): Point => [box[0] + box[2] / 2, box[1] + box[3]]

export function intersectionArea(a: Box, b: Box): number {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return w > 0 && h > 0 ? w * h : 0
}

/** Intersection over union, 0..1; 0 when either box is empty. */
export function iou(a: Box, b: Box): number {
  const shared = intersectionArea(a, b)
  return shared === 0 ? 0 : shared / (boxArea(a) + boxArea(b) - shared)
}

/** Share of `inner` that lies in `outer`, 0..1. */
export const coverage = (inner: Box, outer: Box): number => (boxArea(inner) === 0 ? 0 : intersectionArea(inner, outer) / boxArea(inner))

/** The smallest box around both. */
export function unionBox(a: Box, b: Box): Box {
  const x = Math.min(a[0], b[0])
  const y = Math.min(a[1], b[1])
  return [x, y, Math.max(a[0] + a[2], b[0] + b[2]) - x, Math.max(a[1] + a[3], b[1] + b[3]) - y]
}

/** What of the box lies in the picture; width or height 0 when nothing does. */
export function clampBox(box: Box): Box {
  const x = Math.min(1, Math.max(0, box[0]))
  const y = Math.min(1, Math.max(0, box[1]))
  return [x, y, Math.max(0, Math.min(1, box[0] + box[2]) - x), Math.max(0, Math.min(1, box[1] + box[3]) - y)]
}
