import { describe, expect, it } from 'vitest'
import { InferRate } from './infer-rate.ts'

const question = (ptsMs: number) => ({ ptsMs, inferFps: 10, fps: 10, detectorReady: true, motionEnabled: true, motionActive: true, tracks: [], liveTracks: 0 })

it.each([
  { name: 'at its own rate', limit: null, inferred: 10, wanted: 10 },
  { name: 'at a limited rate, while it is still known what it would want', limit: 5, inferred: 5, wanted: 10 },
  { name: 'a limit above its own rate changes nothing', limit: 50, inferred: 10, wanted: 10 },
])('$name', ({ limit, inferred, wanted }) => {
  const rate = new InferRate()
  const answers = Array.from({ length: 10 }, (_, frame) => rate.decide(question(frame * 100), { fps: limit, busy: false }))
  expect(answers.filter(({ decision }) => decision === 'infer').length).toBe(inferred)
  expect(answers.filter(({ decision }) => decision === 'sampled').length).toBe(10 - inferred)
  expect(answers.filter((answer) => answer.wanted).length).toBe(wanted)
  rate.reset()
  expect(rate.decide(question(0), { fps: limit, busy: false }).decision).toBe('infer')
})

describe('turns that fall together with another camera\'s', () => {
  interface Case { name: string; fps: number; seconds: number; busy: (ptsMs: number) => boolean; met: [number, number]; inferred: [number, number] }
  // 5 looks a second wanted; `busy` tells when the other one is in the detector.
  it.each<Case>([
    { name: 'the first ones wait, then a frame passes and no turn meets again', fps: 15, seconds: 20, busy: (ptsMs) => Math.round(ptsMs) % 200 < 16, met: [1, 2], inferred: [99, 100] },
    { name: 'with another at the next frame too, two frames pass', fps: 15, seconds: 20, busy: (ptsMs) => Math.round(ptsMs) % 200 < 80, met: [1, 6], inferred: [98, 100] },
    { name: 'no room at all: it waits, and the rate holds', fps: 15, seconds: 60, busy: () => true, met: [290, 300], inferred: [290, 300] },
    { name: 'a source without frames to spare waits', fps: 5, seconds: 20, busy: () => true, met: [100, 100], inferred: [100, 100] },
    { name: 'nobody else: nothing passes', fps: 15, seconds: 20, busy: () => false, met: [0, 0], inferred: [100, 100] },
  ])('$name', ({ fps, seconds, busy, met, inferred }) => {
    const rate = new InferRate()
    const times = Array.from({ length: fps * seconds }, (_, frame) => (frame * 1000) / fps)
    const looked = times.filter((ptsMs) => rate.decide({ ...question(ptsMs), fps, inferFps: 5 }, { fps: null, busy: busy(ptsMs) }).decision === 'infer')
    const waited = looked.filter(busy).length
    for (const [count, [least, most]] of [[waited, met], [looked.length, inferred]] as const) {
      expect(count).toBeGreaterThanOrEqual(least)
      expect(count).toBeLessThanOrEqual(most)
    }
  })
  it('passes nothing while the rates are limited', () => {
    const rate = new InferRate()
    const looked = Array.from({ length: 300 }, (_, frame) => rate.decide({ ...question((frame * 1000) / 15), fps: 15, inferFps: 5 }, { fps: 3, busy: true })).filter(({ decision }) => decision === 'infer')
    expect(looked.length).toBe(60)
  })
  it('never postpones a first look after quiet', () => {
    const rate = new InferRate()
    const still = (ptsMs: number) => ({ ...question(ptsMs), fps: 15, inferFps: 5, motionActive: false })
    expect(rate.decide(question(0), { fps: null, busy: true }).decision).toBe('infer')
    for (let ptsMs = 66; ptsMs < 2_000; ptsMs += 66) expect(rate.decide(still(ptsMs), { fps: null, busy: true }).decision).toBe('still')
    expect(rate.decide({ ...still(2_000), motionActive: true }, { fps: null, busy: true }).decision).toBe('infer')
  })
})
