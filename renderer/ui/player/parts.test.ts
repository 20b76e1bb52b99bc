import { describe, expect, it } from 'vitest'
import { afterGap, gapsOfPart, lengthOf, partAt, partAtWall, partsOf, reachOf } from './parts.ts'

const parts = partsOf({ seconds: 90, parts: [{ seconds: 40, bytes: 1 }, { seconds: 30, bytes: 1 }, { seconds: 20, bytes: 1 }] }, 0)

it('is one part where none are named', () => {
  expect(partsOf({ seconds: 12, startedAt: '2026-11-25T10:00:00Z' }, 0)).toEqual([{ number: 1, offset: 0, seconds: 12, beginMs: Date.UTC(2026, 10, 25, 10) }])
  expect(partsOf({ seconds: 12, parts: [] }, 5_000)).toEqual([{ number: 1, offset: 0, seconds: 12, beginMs: 5_000 }])
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
  expect(gapsOfPart(gaps, parts[part] ?? { number: 1, offset: 0, seconds: 0, beginMs: 0 })).toEqual(own)
})

it.each([
  { name: 'before it', at: 4.9, to: null }, { name: 'as it begins', at: 5.1, to: null }, { name: 'in it', at: 5.5, to: 8 }, { name: 'at its end', at: 7.99, to: null },
  { name: 'in one that leads to the end', at: 19.5, to: null },
])('goes on after a gap: $name', ({ at, to }) => {
  expect(afterGap([[5, 8], [19, 20]], at, 20)).toBe(to)
})

describe('by the wall clock', () => {
  const at = (seconds: number): string => new Date(seconds * 1_000).toISOString()
  /** The second part begins a little before the end of the first, the third after a pause. */
  const walled = partsOf({ seconds: 90, startedAt: at(100), parts: [{ seconds: 40, bytes: 1, startedAt: at(100) }, { seconds: 30, bytes: 1, startedAt: at(139) }, { seconds: 20, bytes: 1, startedAt: at(200) }] }, 0)

  it.each([
    { name: 'its beginning', ms: 100_000, number: 1, seconds: 0 }, { name: 'a moment of the first', ms: 110_500, number: 1, seconds: 10.5 }, { name: 'where two overlap, the later', ms: 139_500, number: 2, seconds: 0.5 },
    { name: 'in the pause, near its beginning', ms: 171_000, number: 2, seconds: 30 }, { name: 'in the pause, near its end', ms: 199_000, number: 3, seconds: 0 },
    { name: 'before it', ms: 1_000, number: 1, seconds: 0 }, { name: 'after it', ms: 900_000, number: 3, seconds: 20 },
  ])('finds $name', ({ ms, number, seconds }) => {
    const found = partAtWall(walled, ms)
    expect(found.part.number).toBe(number)
    expect(found.seconds).toBeCloseTo(seconds)
  })

  it('reaches from the first to the last', () => {
    expect(reachOf(walled)).toEqual({ fromMs: 100_000, toMs: 220_000 })
    expect(reachOf([])).toBeNull()
    expect(reachOf(partsOf({ seconds: 0 }, 7))).toBeNull()
  })
})
