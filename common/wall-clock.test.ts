import { expect, it } from 'vitest'
import { createWallClock } from './wall-clock.ts'

it('goes as finely as the monotonic clock, and follows a clock that is set', () => {
  let monotonic = 100.25
  let set = 0
  const now = createWallClock({ wall: () => Math.floor(1_000_000 + monotonic + set), monotonic: () => monotonic })
  const first = now()
  monotonic += 0.5
  expect(now() - first).toBeCloseTo(0.5, 6)
  for (const step of [3_600_000, -7_200_000, 20]) {
    set += step
    monotonic += 1
    expect(Math.abs(now() - (1_000_000 + monotonic + set))).toBeLessThanOrEqual(1)
  }
})
