import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign } from './assignment.ts'

/** All ways there are, one after the other. */
function cheapest(costs: readonly number[][], columns: number, limit: number, row = 0, taken = 0): number {
  if (row === costs.length) return 0
  let best = limit + cheapest(costs, columns, limit, row + 1, taken)
  for (let column = 0; column < columns; column++) {
    const cost = costs[row]![column]!
    if ((taken >> column) & 1 || cost >= limit) continue
    best = Math.min(best, cost + cheapest(costs, columns, limit, row + 1, taken | (1 << column)))
  }
  return best
}

const solve = (costs: readonly number[][], columns: number, limit: number): number[] =>
  [...assign({ rows: costs.length, columns, limit, cost: (row, column) => costs[row]![column]! })]

describe('optimal assignment', () => {
  it.each([
    { name: 'nothing', costs: [], columns: 0, limit: 1, expected: [] },
    { name: 'rows without columns', costs: [[], []], columns: 0, limit: 1, expected: [-1, -1] },
    { name: 'the greedy choice is not the best', costs: [[1, 2], [1.1, 9]], columns: 2, limit: 10, expected: [1, 0] },
    { name: 'more rows than columns', costs: [[3], [1], [2]], columns: 1, limit: 10, expected: [-1, 0, -1] },
    { name: 'more columns than rows', costs: [[3, 1, 2]], columns: 3, limit: 10, expected: [1] },
    { name: 'nothing below the limit', costs: [[5, 5], [5, 5]], columns: 2, limit: 5, expected: [-1, -1] },
    { name: 'impossible pairs', costs: [[Infinity, 1], [Infinity, 0.5]], columns: 2, limit: 2, expected: [-1, 1] },
    { name: 'one good pair beats two bad ones', costs: [[0, 0.9], [0.9, Infinity]], columns: 2, limit: 1, expected: [0, -1] },
  ])('$name', ({ costs, columns, limit, expected }) => { expect(solve(costs, columns, limit)).toEqual(expected) })

  it('costs as little as the best of all ways', () => {
    const cost = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, { weight: 1, arbitrary: fc.constant(Infinity) })
    const matrix = fc.integer({ min: 1, max: 5 }).chain((columns) =>
      fc.tuple(fc.constant(columns), fc.array(fc.array(cost, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 5 })))
    fc.assert(fc.property(matrix, fc.integer({ min: 1, max: 22 }), ([columns, costs], limit) => {
      const result = solve(costs, columns, limit)
      const used = result.filter((column) => column !== -1)
      expect(new Set(used).size).toBe(used.length)
      const total = result.reduce((sum, column, row) => sum + (column === -1 ? limit : costs[row]![column]!), 0)
      expect(total).toBe(cheapest(costs, columns, limit))
    }), { numRuns: 10_000 })
  })
})
