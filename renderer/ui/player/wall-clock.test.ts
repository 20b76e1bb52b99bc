import { expect, it } from 'vitest'
import { positionIn, reset, steer, timeOf } from './wall-clock.ts'

it('runs, stands and runs on from where it stood', () => {
  let clock = { atMs: 1_000_000, sinceMs: 0, speed: 2 }
  expect(timeOf(clock, 500)).toBe(1_001_000)
  clock = reset(clock, 500, { speed: 0 })
  expect(timeOf(clock, 9_000)).toBe(1_001_000)
  clock = reset(clock, 9_000, { speed: 0.25 })
  expect(timeOf(clock, 13_000)).toBe(1_002_000)
  expect(timeOf(reset(clock, 13_000, { atMs: 5 }), 13_000)).toBe(5)
})

it.each([
  { name: 'before it', at: -1, is: null }, { name: 'at its beginning', at: 0, is: 0 }, { name: 'in it', at: 3, is: 3 }, { name: 'in a gap', at: 6, is: null }, { name: 'after the gap', at: 8, is: 8 },
  { name: 'at its very end', at: 20.05, is: 20 }, { name: 'after it', at: 21, is: null },
])('footage $name', ({ at, is }) => {
  expect(positionIn({ startedMs: 50_000, seconds: 20, gaps: [[5, 8]] }, 50_000 + at * 1000)).toBe(is)
})

it.each([
  { name: 'with the clock', wanted: 10, current: 10.01, speed: 1, seek: null, rate: 1 },
  { name: 'a little ahead', wanted: 10, current: 10.2, speed: 1, seek: null, rate: 0.92 },
  { name: 'a little behind', wanted: 10, current: 9.8, speed: 2, seek: null, rate: 2.16 },
  { name: 'far behind', wanted: 10, current: 2, speed: 1, seek: 10, rate: 1 },
  { name: 'not so far for its speed', wanted: 10, current: 8, speed: 8, seek: null, rate: 8.64 },
])('a video $name', ({ wanted, current, speed, seek, rate }) => {
  const found = steer({ wanted, current, speed })
  expect(found.seek).toBe(seek)
  expect(found.rate).toBeCloseTo(rate)
})
