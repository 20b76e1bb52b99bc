import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactCrossing, exactSegmentsMeet, windingNumber, type GridPoint } from '../../test-support/exact-geometry.ts'
import type { Point } from '../frame-result.ts'
import { GRAIN } from '../grain.ts'
import { crossedEdges, pointInPolygon, polygonArea } from './polygon.ts'
import { crossingPoint, crossProduct, segmentsCross, segmentsMeet } from './segment.ts'

const RUNS = { numRuns: 10_000 }
/** Fractions of the picture as the analysis gives them. */
const share = ([x, y]: GridPoint): Point => [x / GRAIN, y / GRAIN]

// Small numbers make shared corners and points on edges common; large ones are what pictures hold.
const within = (max: number): fc.Arbitrary<GridPoint> => fc.tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max }))
const size = fc.constantFrom(4, 12, GRAIN)
const scene = (count: number, max: number): fc.Arbitrary<{ p: GridPoint; corners: GridPoint[] }> => fc.record({ p: within(max), corners: fc.array(within(max), { minLength: 3, maxLength: count }) })
const anyPolygon = size.chain((max) => scene(12, max))
/** Corners in the order of their angle around the middle: such a polygon never crosses itself. */
const simplePolygon = anyPolygon.map(({ p, corners }) => {
  const [mx, my] = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + (corner[axis] ?? 0), 0) / corners.length) as [number, number]
  return { p, corners: corners.toSorted((a, b) => Math.atan2(a[1] - my, a[0] - mx) - Math.atan2(b[1] - my, b[0] - mx)) }
})
const four = size.chain((max) => fc.tuple(within(max), within(max), within(max), within(max)))

describe('10,000 random scenes', () => {
  it('a point is in a polygon, crossing itself or not, when it is on an edge or wound around an odd number of times', () => {
    fc.assert(fc.property(fc.oneof(anyPolygon, simplePolygon), ({ p, corners }) => {
      const turns = windingNumber(p, corners)
      expect(pointInPolygon(share(p), corners.map(share))).toBe(turns === null || turns % 2 !== 0)
    }), RUNS)
  })

  it('a simple polygon is wound around once or not at all, and crosses itself nowhere', () => {
    fc.assert(fc.property(simplePolygon, ({ p, corners }) => {
      if (crossedEdges(corners.map(share)) !== null) return
      const turns = windingNumber(p, corners)
      expect(pointInPolygon(share(p), corners.map(share))).toBe(turns !== 0)
    }), RUNS)
  })

  it('where it begins and which way round it goes does not matter', () => {
    fc.assert(fc.property(anyPolygon, fc.nat(11), ({ p, corners }, by) => {
      const points = corners.map(share)
      const turned = [...points.slice(by % points.length), ...points.slice(0, by % points.length)]
      expect(pointInPolygon(share(p), turned)).toBe(pointInPolygon(share(p), points))
      expect(pointInPolygon(share(p), points.toReversed())).toBe(pointInPolygon(share(p), points))
      expect(polygonArea(turned)).toBeCloseTo(polygonArea(points), 12)
      expect(crossedEdges(turned) === null).toBe(crossedEdges(points) === null)
    }), RUNS)
  })

  it('segments meet when their equations, solved in fractions, say so', () => {
    fc.assert(fc.property(four, ([a, b, c, d]) => {
      expect(segmentsMeet(share(a), share(b), share(c), share(d))).toBe(exactSegmentsMeet(a, b, c, d))
      if (segmentsCross(share(a), share(b), share(c), share(d))) expect(exactSegmentsMeet(a, b, c, d)).toBe(true)
    }), RUNS)
  })

  it('a way passes a line where the same fractions say', () => {
    fc.assert(fc.property(four, ([start, end, from, to]) => {
      fc.pre(from[0] !== to[0] || from[1] !== to[1])
      const found = crossingPoint({ start: share(start), end: share(end), from: share(from), to: share(to) })
      const wanted = exactCrossing({ start, end, from, to })
      expect(found === null).toBe(wanted === null)
      if (!found || !wanted) return
      expect(found.way).toBeCloseTo(wanted.way, 9)
      expect(Math.abs(found.along - wanted.along)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted.along)))
      expect(found.way >= 0 && found.way <= 1).toBe(true)
    }), RUNS)
  })

  it('a line of no length has no sides: nothing is a number that is none', () => {
    fc.assert(fc.property(four, ([a, b, dot]) => {
      expect(Math.abs(crossProduct(share(dot), share(dot), share(a)))).toBe(0)
      expect(crossingPoint({ start: share(a), end: share(b), from: share(dot), to: share(dot) })).toBeNull()
    }), RUNS)
  })
})
