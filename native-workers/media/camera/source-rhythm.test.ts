import { describe, expect, it } from 'vitest'
import { SourceRhythm } from './source-rhythm.ts'
import { FrameWallClock } from './wall-clock.ts'

/** Frames missed in all, after ten regular ones at `everyMs`. */
function missed(everyMs: number, later: readonly number[]): number[] {
  const rhythm = new SourceRhythm()
  for (let frame = 0; frame < 10; frame++) rhythm.missingBefore(frame * everyMs)
  return later.map((ptsMs) => rhythm.missingBefore(ptsMs))
}

describe('frames that never came', () => {
  it.each([
    { name: 'none is missing', later: [1_000, 1_100, 1_200], gaps: [0, 0, 0] },
    { name: 'one is', later: [1_100, 1_200], gaps: [1, 0] },
    { name: 'a second\'s worth', later: [2_000], gaps: [10] },
    { name: 'stamps jitter', later: [1_030, 1_090, 1_210], gaps: [0, 0, 0] },
    { name: 'the clock jumps back', later: [200, 300], gaps: [0, 0] },
    { name: 'the same stamp twice', later: [900, 1_000], gaps: [0, 0] },
  ])('$name', ({ later, gaps }) => {
    expect(missed(100, later)).toEqual(gaps)
  })
  it('says nothing before the rhythm is known', () => {
    const rhythm = new SourceRhythm()
    expect([0, 100, 5_000, 5_100].map((ptsMs) => rhythm.missingBefore(ptsMs))).toEqual([0, 0, 0, 0])
  })
  it('takes a source that slowed down for good for what it is, in a few seconds', () => {
    const later = Array.from({ length: 40 }, (_, index) => 900 + (index + 1) * 400)
    const gaps = missed(100, later)
    expect(gaps[0]).toBe(3)
    expect(gaps.slice(-10)).toEqual(Array.from({ length: 10 }, () => 0))
  })
})

describe('wall time of a frame', () => {
  it('of a file that is analysed is 1970 and its stamp', () => {
    const clock = new FrameWallClock('pts')
    expect([clock.at(0.4, 9e12), clock.at(99.6, 9e12)]).toEqual([0, 100])
  })
  it('follows the source\'s stamps, not the jitter of their arrival', () => {
    const clock = new FrameWallClock('arrival')
    expect(clock.at(0, 1_000_000)).toBe(1_000_000)
    const times = Array.from({ length: 20 }, (_, index) => clock.at((index + 1) * 100, 1_000_000 + (index + 1) * 100 + (index % 2) * 60))
    const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(Math.max(...steps)).toBeLessThanOrEqual(102)
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(98)
  })
  it('is tied anew when a stall or a set clock moved it', () => {
    const clock = new FrameWallClock('arrival')
    clock.at(0, 1_000_000)
    expect(clock.at(100, 1_005_000)).toBe(1_005_000)
  })
})
