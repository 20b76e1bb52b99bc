import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareRates, type Wish } from './share-rates.ts'

const wish = (cameraId: string, wanted: number, weight = 2): Wish => ({ cameraId, wanted, weight })

describe('what each camera may have of the detector', () => {
  it.each<{ name: string; capacity: number; wishes: Wish[]; limits: [string, number][] }>([
    { name: 'enough for all: no limits', capacity: 30, wishes: [wish('a', 10), wish('b', 15)], limits: [] },
    { name: 'nobody wants anything', capacity: 30, wishes: [wish('a', 0), wish('b', 0)], limits: [] },
    { name: 'too little for equals: equal parts', capacity: 20, wishes: [wish('a', 30), wish('b', 30)], limits: [['a', 10], ['b', 10]] },
    { name: 'who wants little gets it, the others share the rest', capacity: 20, wishes: [wish('a', 30), wish('b', 4), wish('c', 30)], limits: [['a', 8], ['c', 8]] },
    { name: 'by weight', capacity: 21, wishes: [wish('a', 30, 4), wish('b', 30, 2), wish('c', 30, 1)], limits: [['a', 12], ['b', 6], ['c', 3]] },
    { name: 'in halves', capacity: 20, wishes: [wish('a', 30), wish('b', 30), wish('c', 30)], limits: [['a', 6.5], ['b', 6.5], ['c', 6.5]] },
    { name: 'never nothing', capacity: 0.5, wishes: [wish('a', 30), wish('b', 30)], limits: [['a', 0.5], ['b', 0.5]] },
  ])('$name', ({ capacity, wishes, limits }) => {
    expect(Object.fromEntries(shareRates(capacity, wishes))).toEqual(Object.fromEntries(limits))
  })
  it('spends what there is, on nobody more than they want, and by weight among those who are limited', () => {
    const camera = fc.record({ wanted: fc.double({ min: 0, max: 60, noNaN: true }), weight: fc.constantFrom(1, 2, 4) })
    fc.assert(fc.property(fc.double({ min: 1, max: 200, noNaN: true }), fc.array(camera, { minLength: 1, maxLength: 16 }), (capacity, cameras) => {
      const wishes = cameras.map(({ wanted, weight }, index) => wish(`${index}`, wanted, weight))
      const limits = shareRates(capacity, wishes)
      const given = wishes.map(({ cameraId, wanted }) => Math.min(wanted, limits.get(cameraId) ?? Infinity))
      const demand = wishes.reduce((sum, { wanted }) => sum + wanted, 0)
      const spent = given.reduce((sum, rate) => sum + rate, 0)
      if (demand <= capacity) expect(limits.size).toBe(0)
      // Half a frame a second is never taken from a camera, and the steps round down.
      else expect(spent).toBeLessThanOrEqual(capacity + 0.5 * wishes.length + 1e-9)
      if (demand > capacity) expect(spent).toBeGreaterThan(Math.min(demand, capacity) - 0.5 * wishes.length - 1e-9)
      const levels = wishes.flatMap(({ cameraId, weight }) => { const limit = limits.get(cameraId); return limit !== undefined && limit > 0.5 ? [{ low: limit / weight, high: (limit + 0.5) / weight }] : [] })
      for (const one of levels) for (const other of levels) expect(one.low).toBeLessThanOrEqual(other.high + 1e-9)
    }), { numRuns: 10_000 })
  })
})
