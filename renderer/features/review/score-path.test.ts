import { expect, it } from 'vitest'
import { scorePath } from './score-path.ts'

it.each([
  { name: 'nothing', scores: [], path: '' },
  { name: 'two hits', scores: [[0, 0.5], [1, 1]], path: 'M0.0 50.0L0.0 50.0L100.0 0.0' },
  { name: 'a long time without', scores: [[0, 1], [5, 0], [6, 2]], path: 'M0.0 0.0L0.0 0.0M500.0 100.0L500.0 100.0L600.0 0.0' },
])('draws $name', ({ scores, path }) => {
  expect(scorePath(scores.map(([seconds = 0, score = 0]) => ({ seconds, score })), 10)).toBe(path)
})
