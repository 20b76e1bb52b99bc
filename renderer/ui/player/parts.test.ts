import { expect, it } from 'vitest'
import { afterGap, gapsOfPart, lengthOf, partAt, partsOf } from './parts.ts'

const parts = partsOf({ seconds: 90, parts: [{ seconds: 40, bytes: 1 }, { seconds: 30, bytes: 1 }, { seconds: 20, bytes: 1 }] })

it('is one part where none are named', () => {
  expect(partsOf({ seconds: 12 })).toEqual([{ number: 1, offset: 0, seconds: 12 }])
  expect(partsOf({ seconds: 12, parts: [] })).toHaveLength(1)
  expect(lengthOf(parts)).toBe(90)
})

it.each([
  { at: 0, number: 1, seconds: 0 }, { at: 39.9, number: 1, seconds: 39.9 }, { at: 40, number: 2, seconds: 0 }, { at: 75, number: 3, seconds: 5 }, { at: 999, number: 3, seconds: 929 }, { at: -3, number: 1, seconds: 0 },
])('second $at is in part $number', ({ at, number, seconds }) => {
  const found = partAt(parts, at)
  expect(found.part.number).toBe(number)
  expect(found.seconds).toBeCloseTo(seconds)
})

it.each([
  { name: 'inside the first', gaps: [[5, 8]] as const, part: 0, own: [[5, 8]] },
  { name: 'inside another', gaps: [[5, 8]] as const, part: 1, own: [] },
  { name: 'across two, in the first', gaps: [[35, 45]] as const, part: 0, own: [[35, 40]] },
  { name: 'across two, in the second', gaps: [[35, 45]] as const, part: 1, own: [[0, 5]] },
])('a gap $name', ({ gaps, part, own }) => {
  expect(gapsOfPart(gaps, parts[part] ?? { number: 1, offset: 0, seconds: 0 })).toEqual(own)
})

it.each([
  { name: 'before it', at: 4.9, to: null }, { name: 'as it begins', at: 5.1, to: null }, { name: 'in it', at: 5.5, to: 8 }, { name: 'at its end', at: 7.99, to: null },
  { name: 'in one that leads to the end', at: 19.5, to: null },
])('goes on after a gap: $name', ({ at, to }) => {
  expect(afterGap([[5, 8], [19, 20]], at, 20)).toBe(to)
})
