import type { Point } from '../frame-result.ts'
import { crossProduct, segmentsCross, segmentsMeet } from './segment.ts'

/**
 * Even-odd rule, and everything on an edge or a corner is inside, so that a foot on the border of a zone counts.
 * A polygon of fewer than three points has no inside.
 */
export function pointInPolygon(p: Point, polygon: readonly Point[]): boolean {
  if (polygon.length < 3) return false
  let inside = false
  let a = polygon[polygon.length - 1] as Point
  for (const b of polygon) {
    if (onSegment(p, a, b)) return true
    // Half open in y, so that a ray through a corner meets one of the two edges only.
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < a[0] + ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1])) inside = !inside
    a = b
  }
  return inside
}

const onSegment = (p: Point, a: Point, b: Point): boolean =>
  crossProduct(a, b, p) === 0
  && p[0] >= Math.min(a[0], b[0]) && p[0] <= Math.max(a[0], b[0]) && p[1] >= Math.min(a[1], b[1]) && p[1] <= Math.max(a[1], b[1])

/** Area by the shoelace formula, as a fraction of the picture when the points are fractions; independent of the order of the points. */
export function polygonArea(polygon: readonly Point[]): number {
  let twice = 0
  let a = polygon[polygon.length - 1]
  if (!a) return 0
  for (const b of polygon) {
    twice += a[0] * b[1] - b[0] * a[1]
    a = b
  }
  return Math.abs(twice) / 2
}

/** The first pair of edges that cross or touch although they are not neighbours (edge i goes from point i to i + 1), or null. */
export function selfIntersection(polygon: readonly Point[]): readonly [number, number] | null {
  const count = polygon.length
  const at = (i: number): Point => polygon[i % count] as Point
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const neighbours = j === i + 1 || (i === 0 && j === count - 1)
      if (!neighbours && segmentsMeet(at(i), at(i + 1), at(j), at(j + 1))) return [i, j]
      // Neighbours share one corner; they overlap only when the way turns back onto itself.
      if (neighbours && count > 2 && turnsBack(at(j === i + 1 ? i : j), at(j === i + 1 ? j : i), at(j === i + 1 ? j + 1 : i + 1))) return [i, j]
    }
  }
  return null
}

/** The first pair of edges that run through each other, each with its ends on both sides of the other; touching ones do not. Or null. */
export function crossedEdges(polygon: readonly Point[]): readonly [number, number] | null {
  const count = polygon.length
  const at = (i: number): Point => polygon[i % count] as Point
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      if (segmentsCross(at(i), at(i + 1), at(j), at(j + 1))) return [i, j]
    }
  }
  return null
}

const turnsBack = (a: Point, corner: Point, b: Point): boolean =>
  crossProduct(a, corner, b) === 0 && (corner[0] - a[0]) * (b[0] - corner[0]) + (corner[1] - a[1]) * (b[1] - corner[1]) < 0
