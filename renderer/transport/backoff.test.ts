import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it.each([
  { name: 'first try comes soon', attempt: 1, chance: 1, ms: 500 },
  { name: 'chance halves at most', attempt: 1, chance: 0, ms: 250 },
  { name: 'doubles', attempt: 4, chance: 1, ms: 4_000 },
  { name: 'is bounded', attempt: 40, chance: 1, ms: 8_000 },
  { name: 'never below the first', attempt: 0, chance: 1, ms: 500 },
])('$name', ({ attempt, chance, ms }) => {
  expect(backoffMs({ attempt, chance })).toBe(ms)
})
