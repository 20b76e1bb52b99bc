import { expect, it } from 'vitest'
import type { Point } from '../../../common/frame-result.ts'
import { crossingArrow, crossingWords, sideA } from './line-arrow.ts'

const cases: { name: string; from: Point; to: Point; a: [number, number]; words: string }[] = [
  { name: 'drawn top to bottom: A is left, a-to-b is left to right', from: [50, 0], to: [50, 100], a: [-1, 0], words: 'left to right' },
  { name: 'drawn bottom to top: A is right', from: [50, 100], to: [50, 0], a: [1, 0], words: 'right to left' },
  { name: 'drawn left to right: A is below, a-to-b is upwards', from: [0, 50], to: [100, 50], a: [0, 1], words: 'upwards' },
  { name: 'drawn right to left: A is above', from: [100, 50], to: [0, 50], a: [0, -1], words: 'downwards' },
]

it.each(cases)('$name', ({ from, to, a, words }) => {
  expect(sideA(from, to)).toEqual(a)
  expect(crossingWords({ from, to }, 'a-to-b')).toBe(words)
})

it('agrees with the formula of the interface for a slanted line', () => {
  const from: Point = [10, 20]
  const to: Point = [70, 90]
  const { from: start, to: end } = crossingArrow({ from, to }, 'a-to-b', 12)
  const side = ([px, py]: readonly [number, number]): number => (to[0] - from[0]) * (py - from[1]) - (to[1] - from[1]) * (px - from[0])
  expect(side(start)).toBeGreaterThan(0)
  expect(side(end)).toBeLessThan(0)
})

it('b-to-a is the same arrow the other way round', () => {
  const line = { from: [0, 0] as Point, to: [30, 40] as Point }
  const there = crossingArrow(line, 'a-to-b', 5)
  expect(crossingArrow(line, 'b-to-a', 5)).toEqual({ from: there.to, to: there.from })
})
