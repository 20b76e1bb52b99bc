import { expect, it } from 'vitest'
import type { Point } from '../../../../common/frame-result.ts'
import { crossedEdges } from '../../../../common/geometry/polygon.ts'
import { areaOf, edgeMiddles, moveAll } from './polygon.ts'

const square: Point[] = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]

it.each<{ name: string; points: Point[]; is: boolean }>([
  { name: 'a square', points: square, is: false },
  { name: 'a bow tie', points: [[0, 0], [1, 1], [1, 0], [0, 1]], is: true },
  { name: 'a triangle', points: [[0, 0], [1, 0], [0, 1]], is: false },
  { name: 'a hollow shape', points: [[0, 0], [1, 0], [1, 1], [0.5, 0.2], [0, 1]], is: false },
  { name: 'one corner dragged over the far edge', points: [[0, 0], [1, 0], [1, 1], [0.5, -0.2], [0, 1]], is: true },
])('$name crosses itself: $is', ({ points, is }) => {
  expect(crossedEdges(points) !== null).toBe(is)
})

it('has an area, whichever way round it is drawn', () => {
  expect(areaOf(square)).toBeCloseTo(0.16)
  expect(areaOf(square.toReversed())).toBeCloseTo(0.16)
})

it('offers a corner in the middle of every edge', () => {
  expect(edgeMiddles(square)).toEqual([[0.3, 0.1], [0.5, 0.3], [0.3, 0.5], [0.1, 0.3]])
})

it.each([
  { name: 'freely', by: [0.1, 0.2], first: [0.2, 0.3] },
  { name: 'to the right edge and no further', by: [0.9, 0], first: [0.6, 0.1] },
  { name: 'to the top left corner', by: [-1, -1], first: [0, 0] },
] as const)('moves $name', ({ by, first }) => {
  const moved = moveAll(square, by[0], by[1])
  expect(moved[0]).toEqual(first)
  expect(areaOf(moved)).toBeCloseTo(0.16)
})
