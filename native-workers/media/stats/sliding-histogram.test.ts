import { describe, expect, it } from 'vitest'
import { SlidingCount } from './sliding-count.ts'
import { bucketOf, DurationCounts } from './duration-counts.ts'
import { SlidingHistogram } from './sliding-histogram.ts'

const histogram = (): SlidingHistogram => new SlidingHistogram({ parts: 10, partMs: 1_000 })

describe('durations of the last ten seconds', () => {
  it('are none at first', () => {
    expect(histogram().percentiles(0)).toBeNull()
  })
  it('are told as percentiles, to one percent', () => {
    const durations = histogram()
    for (let ms = 1; ms <= 1_000; ms++) durations.record(ms, 500)
    const told = durations.percentiles(500)
    expect(told?.count).toBe(1_000)
    for (const [name, expected] of [['p50', 500], ['p95', 950], ['p99', 990], ['max', 1_000]] as const) expect(Math.abs((told?.[name] ?? 0) / expected - 1)).toBeLessThan(0.011)
  })
  it('are forgotten part by part, the largest too', () => {
    const durations = histogram()
    durations.record(900, 0)
    for (let second = 1; second < 15; second++) durations.record(10, second * 1_000)
    const told = durations.percentiles(14_500)
    expect(told?.count).toBe(10)
    expect(told?.max).toBeLessThan(11)
  })
  it('are all forgotten after a long silence', () => {
    const durations = histogram()
    durations.record(900, 0)
    expect(durations.percentiles(60_000)).toBeNull()
    durations.record(10, 60_001)
    expect(durations.percentiles(60_002)?.count).toBe(1)
  })
  it.each([{ ms: -1 }, { ms: 0 }, { ms: 1e9 }])('$ms ms is taken for the nearest that can be', ({ ms }) => {
    const durations = histogram()
    durations.record(ms, 0)
    expect(durations.percentiles(0)?.count).toBe(1)
  })
})

describe('buckets', () => {
  it.each([0, 0.01, 2.55, 2.56, 2.57, 5.11, 5.12, 20, 333.33, 4_999, 59_999, 60_000])('hold %d ms to one percent, and never tell less', (ms) => {
    const counts = new DurationCounts()
    counts.add(bucketOf(ms))
    expect(counts.percentileMs(50)).toBeGreaterThanOrEqual(ms - 1e-6)
    expect(counts.percentileMs(50)).toBeLessThanOrEqual(ms * 1.008 + 1e-6)
    expect(counts.longestMs).toBe(counts.percentileMs(99))
  })
  it('follow one another without a gap', () => {
    let last = -1
    for (let value = 0; value < 100_000; value++) {
      const bucket = bucketOf(value / 100)
      expect(bucket === last || bucket === last + 1).toBe(true)
      last = bucket
    }
  })
  it('are empty again when what was added is taken away', () => {
    const [all, part] = [new DurationCounts(), new DurationCounts()]
    for (const ms of [1, 20, 300]) { all.add(bucketOf(ms)); part.add(bucketOf(ms)) }
    all.add(bucketOf(5))
    all.subtract(part)
    expect([all.total, Math.round(all.percentileMs(99))]).toEqual([1, 5])
    part.clear()
    expect([part.total, part.longestMs, part.percentileMs(99)]).toEqual([0, 0, 0])
  })
})

describe('how often, in the last ten seconds', () => {
  it.each([
    { name: 'a steady ten a second', times: Array.from({ length: 200 }, (_, index) => index * 100), atMs: 19_950, sum: 100, rate: 10 },
    { name: 'nothing for long', times: [0, 100, 200], atMs: 60_000, sum: 0, rate: 0 },
    { name: 'too short to say', times: [0, 100], atMs: 200, sum: 2, rate: 0 },
    { name: 'a second\'s worth', times: Array.from({ length: 10 }, (_, index) => index * 100), atMs: 999, sum: 10, rate: 10 },
  ])('$name', ({ times, atMs, sum, rate }) => {
    const count = new SlidingCount(10)
    for (const time of times) count.add(1, time)
    expect(count.sum(atMs)).toBe(sum)
    expect(count.rate(atMs)).toBeCloseTo(rate, 0)
  })
})
