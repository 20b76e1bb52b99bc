import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addScore, medianOf, NO_SCORES } from './track-scores.ts'

const RULES = { minScore: 0.5, threshold: 0.7 }
const after = (scores: readonly number[]) => scores.reduce((history, score) => addScore(history, score, RULES), NO_SCORES)

describe('score history', () => {
  it.each([
    { name: 'one hit is padded with two zeros', scores: [0.9], median: 0, confirmed: false },
    { name: 'two hits: the median of 0, 0.8, 0.9', scores: [0.8, 0.9], median: 0.8, confirmed: true },
    { name: 'below minScore counts 0', scores: [0.49, 0.9, 0.49], median: 0, confirmed: false },
    { name: 'exactly minScore counts', scores: [0.5, 0.5, 0.5], median: 0.5, confirmed: false },
    { name: 'exactly the threshold is enough', scores: [0.7, 0.7, 0.7], median: 0.7, confirmed: true },
    { name: 'just below is not', scores: [0.69, 0.69, 0.69], median: 0.69, confirmed: false },
    { name: 'a miss adds 0', scores: [0.9, 0, 0], median: 0, confirmed: false },
    { name: 'an even number: between the middle two', scores: [0.5, 0.6, 0.7, 0.8], median: 0.65, confirmed: false },
    { name: 'only the last ten count', scores: [...Array<number>(20).fill(0), ...Array<number>(10).fill(0.8)], median: 0.8, confirmed: true },
    { name: 'true for good', scores: [0.9, 0.9, 0.9, ...Array<number>(10).fill(0)], median: 0, confirmed: true },
  ])('$name', ({ scores, median, confirmed }) => {
    const history = after(scores)
    expect(history.median).toBeCloseTo(median, 12)
    expect(history.confirmed).toBe(confirmed)
    expect(history.last.length).toBeLessThanOrEqual(10)
  })
  it('has as many values above the median as below', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 10 }), (values) => {
      const median = medianOf(values)
      const half = values.length / 2
      expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(half)
      expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(half)
    }), { numRuns: 200 })
  })
})
