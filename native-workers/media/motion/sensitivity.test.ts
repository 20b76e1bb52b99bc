import { describe, expect, it } from 'vitest'
import { limits, nextSensitivity, underNewLight, UNKNOWN } from './sensitivity.ts'

const config = { threshold: 30, improveContrast: true }

describe('limits', () => {
  it.each([
    { name: 'a picture with contrast', config, range: 160, noise: 1, threshold: 30, restlessThreshold: 15 },
    { name: 'a dull one', config, range: 64, noise: 1, threshold: 15, restlessThreshold: 8 },
    { name: 'a dark one, no more than three times', config, range: 10, noise: 1, threshold: 10, restlessThreshold: 5 },
    { name: 'a dull one, left as it is', config: { ...config, improveContrast: false }, range: 64, noise: 1, threshold: 30, restlessThreshold: 15 },
    { name: 'a dark and noisy one', config, range: 10, noise: 4, threshold: 18, restlessThreshold: 18 },
    { name: 'a very noisy one', config, range: 160, noise: 8, threshold: 36, restlessThreshold: 36 },
    { name: 'nothing but noise', config, range: 255, noise: 100, threshold: 255, restlessThreshold: 255 },
    { name: 'the most sensitive threshold', config: { ...config, threshold: 1 }, range: 10, noise: 0, threshold: 1, restlessThreshold: 1 },
  ])('$name', ({ config: given, range, noise, threshold, restlessThreshold }) => {
    expect(limits(given, { frames: 50, range, noise })).toEqual({ threshold, restlessThreshold })
  })
})

describe('what is known of a picture', () => {
  const ramp = Uint8Array.from({ length: 200 }, (_, i) => 20 + (i % 101))
  it('is its range between dark and bright, at once, and then the mean of some fifty pictures', () => {
    const first = nextSensitivity(UNKNOWN, { now: ramp, back: ramp })
    expect(first).toMatchObject({ frames: 1, range: 92 })
    let known = first
    for (let i = 0; i < 100; i++) known = nextSensitivity(known, { now: ramp, back: ramp })
    const dark = nextSensitivity(known, { now: new Uint8Array(200).fill(20), back: ramp })
    expect(dark.range).toBeCloseTo(92 * 0.98, 5)
    expect(nextSensitivity(underNewLight(known), { now: new Uint8Array(200).fill(20), back: ramp }).range).toBe(0)
  })
  it('is its noise, whatever moves in less than half of it', () => {
    const noisy = ramp.map((value, i) => (i < 80 ? 255 : value + [-4, -2, 2, 4][i % 4]!))
    let known = UNKNOWN
    for (let i = 0; i < 60; i++) known = nextSensitivity(known, { now: noisy, back: ramp })
    expect(known.noise).toBeGreaterThan(3)
    expect(known.noise).toBeLessThan(8)
  })
  it('is nothing when all is masked', () => {
    expect(nextSensitivity({ frames: 9, range: 50, noise: 3 }, { now: new Uint8Array(0), back: new Uint8Array(0) })).toEqual(UNKNOWN)
  })
})
