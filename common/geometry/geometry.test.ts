import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box, Point } from '../frame-result.ts'
import { bottomCentre, clampBox, coverage, iou, unionBox } from './box.ts'
import { pointInPolygon, polygonArea, selfIntersection } from './polygon.ts'
import { crossingPoint, crossProduct, segmentsMeet } from './segment.ts'

const SQUARE: Point[] = [[0, 0], [1, 0], [1, 1], [0, 1]]
const HOOK: Point[] = [[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4]]

// A coarse grid makes the degenerate cases (shared corners, points on edges, collinear edges) common instead of impossible.
const gridPoint = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })) as fc.Arbitrary<Point>
const polygon = fc.array(gridPoint, { minLength: 3, maxLength: 7 })
const box = fc.tuple(fc.integer({ min: -4, max: 8 }), fc.integer({ min: -4, max: 8 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })) as unknown as fc.Arbitrary<Box>

describe('point in polygon', () => {
  it.each<{ name: string; p: Point; polygon: Point[]; inside: boolean }>([
    { name: 'in the middle', p: [0.5, 0.5], polygon: SQUARE, inside: true },
    { name: 'foot on the lower edge is inside', p: [0.5, 1], polygon: SQUARE, inside: true },
    { name: 'foot on the left edge is inside', p: [0, 0.3], polygon: SQUARE, inside: true },
    { name: 'on a corner is inside', p: [1, 1], polygon: SQUARE, inside: true },
    { name: 'beside', p: [1.001, 0.5], polygon: SQUARE, inside: false },
    { name: 'on the line of an edge, but beyond its end', p: [1.5, 1], polygon: SQUARE, inside: false },
    { name: 'level with a corner, outside', p: [-1, 0], polygon: SQUARE, inside: false },
    { name: 'in the notch of a hook', p: [2, 3], polygon: HOOK, inside: false },
    { name: 'in the leg of a hook, level with the inner corners', p: [0.5, 1], polygon: HOOK, inside: true },
    { name: 'two points have no inside', p: [0.5, 0], polygon: [[0, 0], [1, 0]], inside: false },
  ])('$name', ({ p, polygon, inside }) => {
    expect(pointInPolygon(p, polygon)).toBe(inside)
    expect(pointInPolygon(p, polygon.toReversed())).toBe(inside)
  })
  it('agrees with counting the crossings of a slanted ray, away from edges', () => {
    fc.assert(fc.property(polygon, gridPoint, (points, [x, y]) => {
      const p: Point = [x + 0.37, y + 0.41]
      // A direction that meets no corner of the grid from such a point.
      const far: Point = [p[0] + 1000, p[1] + 1000 * Math.SQRT2]
      const crossings = points.filter((a, i) => segmentsMeet(p, far, a, points[(i + 1) % points.length] as Point)).length
      const onEdge = points.some((a, i) => crossProduct(a, points[(i + 1) % points.length] as Point, p) === 0)
      fc.pre(!onEdge)
      expect(pointInPolygon(p, points)).toBe(crossings % 2 === 1)
    }), { numRuns: 300 })
  })
})

describe('polygon', () => {
  it.each([
    { name: 'square', polygon: SQUARE, area: 1 },
    { name: 'hook', polygon: HOOK, area: 10 },
    { name: 'nothing', polygon: [], area: 0 },
  ])('area of a $name', ({ polygon, area }) => {
    expect(polygonArea(polygon)).toBe(area)
    expect(polygonArea(polygon.toReversed())).toBe(area)
  })
  it.each<{ name: string; polygon: Point[]; edges: readonly [number, number] | null }>([
    { name: 'square', polygon: SQUARE, edges: null },
    { name: 'hook', polygon: HOOK, edges: null },
    { name: 'bow tie', polygon: [[0, 0], [1, 1], [1, 0], [0, 1]], edges: [0, 2] },
    { name: 'a corner on another edge', polygon: [[0, 0], [4, 0], [4, 2], [2, 0], [0, 2]], edges: [0, 2] },
    { name: 'back along the same way', polygon: [[0, 0], [2, 0], [1, 0], [1, 2]], edges: [0, 1] },
    { name: 'straight on', polygon: [[0, 0], [1, 0], [2, 0], [2, 2]], edges: null },
    { name: 'triangle', polygon: [[0, 0], [1, 0], [0, 1]], edges: null },
  ])('self-intersection of a $name', ({ polygon, edges }) => {
    expect(selfIntersection(polygon)).toEqual(edges)
  })
  it('finds self-intersection wherever the points begin', () => {
    fc.assert(fc.property(polygon, fc.nat(6), (points, by) => {
      const shift = by % points.length
      const turned = [...points.slice(shift), ...points.slice(0, shift)]
      expect(selfIntersection(turned) === null).toBe(selfIntersection(points) === null)
      expect(selfIntersection(points.toReversed()) === null).toBe(selfIntersection(points) === null)
    }), { numRuns: 300 })
  })
})

describe('segments', () => {
  it('has side A on the left of a line drawn downwards, and below one drawn to the right', () => {
    expect(crossProduct([0.75, 0], [0.75, 1], [0.2, 0.5])).toBeGreaterThan(0)
    expect(crossProduct([0, 0.5], [1, 0.5], [0.5, 0.9])).toBeGreaterThan(0)
  })
  it.each<{ name: string; start: Point; end: Point; expected: { way: number; along: number } | null }>([
    { name: 'through the middle', start: [0, 2], end: [4, 2], expected: { way: 0.5, along: 0.5 } },
    { name: 'below the end', start: [1, 8], end: [5, 8], expected: { way: 0.25, along: 2 } },
    { name: 'to the line', start: [0, 1], end: [2, 1], expected: { way: 1, along: 0.25 } },
    { name: 'not as far as the line', start: [0, 1], end: [1, 1], expected: null },
    { name: 'along the line', start: [2, 1], end: [2, 3], expected: null },
  ])('crossing point: $name', ({ start, end, expected }) => {
    expect(crossingPoint({ start, end, from: [2, 0], to: [2, 4] })).toEqual(expected)
  })
  it('meets exactly when the crossing point lies on both', () => {
    fc.assert(fc.property(gridPoint, gridPoint, gridPoint, gridPoint, (a, b, c, d) => {
      fc.pre(crossProduct(c, d, a) !== crossProduct(c, d, b))
      const crossing = crossingPoint({ start: a, end: b, from: c, to: d })
      // On the grid a share is a fraction of small numbers: this close to 0 or 1 is 0 or 1.
      expect(segmentsMeet(a, b, c, d)).toBe(crossing !== null && crossing.along > -1e-9 && crossing.along < 1 + 1e-9)
    }), { numRuns: 500 })
  })
})

describe('boxes', () => {
  it('counts cells of the grid', () => {
    const cells = ([x, y, w, h]: Box): Set<string> => {
      const set = new Set<string>()
      for (let i = 0; i < w; i++) for (let j = 0; j < h; j++) set.add(`${x + i},${y + j}`)
      return set
    }
    fc.assert(fc.property(box, box, (a, b) => {
      const [ca, cb] = [cells(a), cells(b)]
      const shared = [...ca].filter((cell) => cb.has(cell)).length
      expect(iou(a, b)).toBeCloseTo(shared === 0 ? 0 : shared / (ca.size + cb.size - shared), 12)
      expect(iou(b, a)).toBe(iou(a, b))
      expect(coverage(a, b)).toBeCloseTo(ca.size === 0 ? 0 : shared / ca.size, 12)
      const around = unionBox(a, b)
      expect(coverage(a, around)).toBe(ca.size === 0 ? 0 : 1)
    }), { numRuns: 300 })
  })
  it.each<{ name: string; box: Box; clamped: Box }>([
    { name: 'inside', box: [0.25, 0.25, 0.5, 0.5], clamped: [0.25, 0.25, 0.5, 0.5] },
    { name: 'over the left top corner', box: [-0.5, -0.25, 1, 0.5], clamped: [0, 0, 0.5, 0.25] },
    { name: 'over the right lower corner', box: [0.75, 0.5, 1, 1], clamped: [0.75, 0.5, 0.25, 0.5] },
    { name: 'outside', box: [1.5, 0.5, 0.5, 0.25], clamped: [1, 0.5, 0, 0.25] },
  ])('clamps a box $name', ({ box, clamped }) => { expect(clampBox(box)).toEqual(clamped) })
  it('stands on the middle of its lower edge', () => { expect(bottomCentre([0.25, 0.5, 0.5, 0.25])).toEqual([0.5, 0.75]) })
})
