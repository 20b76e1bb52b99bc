import { describe, expect, it } from 'vitest'
import { parseRange } from './byte-range.ts'

describe('Range', () => {
  it.each<[string | undefined, number, unknown]>([
    [undefined, 100, 'whole'],
    ['bytes=0-', 100, { from: 0, to: 100 }],
    ['bytes=10-19', 100, { from: 10, to: 20 }],
    ['bytes=90-200', 100, { from: 90, to: 100 }],
    ['bytes=-10', 100, { from: 90, to: 100 }],
    ['bytes=-500', 100, { from: 0, to: 100 }],
    ['bytes=100-', 100, 'unsatisfiable'],
    ['bytes=-0', 100, 'unsatisfiable'],
    ['bytes=20-10', 100, 'unsatisfiable'],
    ['bytes=0-1,5-6', 100, 'whole'],
    ['items=0-1', 100, 'whole'],
  ])('%s of %i', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected)
  })
})
