import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import type { Box } from '../../../common/frame-result.ts'
import { appearanceOf, blended, unlikeness, type Appearance } from './appearance.ts'

const SIZE = { width: 64, height: 96 }
type Colour = readonly [y: number, u: number, v: number]
const RED: Colour = [90, 100, 190]
const BLUE: Colour = [80, 180, 100]
const GREY: Colour = [120, 128, 128]
const BOX: Box = [0.25, 0.1, 0.5, 0.8]

/** A picture whose upper half and lower half have a colour each. */
function picture(upper: Colour, lower: Colour, noise = 0): Uint8Array {
  const { width, height } = SIZE
  const bytes = new Uint8Array((width * height * 3) / 2)
  let seed = 1
  const jitter = (): number => { seed = (seed * 1103515245 + 12345) % 2147483648; return noise === 0 ? 0 : (seed % (2 * noise + 1)) - noise }
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) bytes[y * width + x] = (y < height / 2 ? upper : lower)[0] + jitter()
  for (let y = 0; y < height / 2; y++) {
    for (let x = 0; x < width / 2; x++) {
      const [, u, v] = y < height / 4 ? upper : lower
      bytes[width * height + y * (width / 2) + x] = u + jitter()
      bytes[width * height * 1.25 + y * (width / 2) + x] = v + jitter()
    }
  }
  return bytes
}
const look = (upper: Colour, lower: Colour, noise?: number, box = BOX): Appearance => appearanceOf({ i420: picture(upper, lower, noise), ...SIZE }, box)!

describe('what an object looks like', () => {
  it.each([
    { name: 'the same', a: look(RED, BLUE), b: look(RED, BLUE), from: 0, to: 0.001 },
    { name: 'the same under noise', a: look(RED, BLUE), b: look(RED, BLUE, 8), from: 0, to: 0.25 },
    { name: 'a little darker', a: look(RED, BLUE), b: look([80, 100, 190], [70, 180, 100]), from: 0.01, to: 0.3 },
    { name: 'another jacket', a: look(RED, BLUE), b: look(GREY, BLUE), from: 0.4, to: 0.8 },
    { name: 'jacket and trousers changed over', a: look(RED, BLUE), b: look(BLUE, RED), from: 0.5, to: 1 },
  ])('is told apart by colours, above and below: $name', ({ a, b, from, to }) => {
    expect(unlikeness(a, b)).toBeGreaterThanOrEqual(from)
    expect(unlikeness(a, b)).toBeLessThanOrEqual(to)
    expect(unlikeness(b, a)).toBe(unlikeness(a, b))
  })
  it('is not told from a few pixels', () => {
    expect(appearanceOf({ i420: picture(RED, BLUE), ...SIZE }, [0.5, 0.5, 0.05, 0.5])).toBeNull()
    expect(appearanceOf({ i420: picture(RED, BLUE), ...SIZE }, [0.5, 0.5, NaN, 0.5])).toBeNull()
  })
  it('adds up to one per half, wherever the box lies', () => {
    const share = fc.double({ min: -0.5, max: 1.5, noNaN: true })
    const side = fc.double({ min: 0.1, max: 1, noNaN: true })
    const i420 = picture(RED, BLUE, 20)
    fc.assert(fc.property(share, share, side, side, (x, y, w, h) => {
      const seen = appearanceOf({ i420, ...SIZE }, [x, y, w, h])
      expect(seen?.every((value) => value >= 0)).toBe(true)
      for (const half of [seen!.subarray(0, 24), seen!.subarray(24)]) expect(half.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4)
    }), { numRuns: 1000 })
  })
  it('follows slowly', () => {
    expect(blended(null, look(RED, BLUE), 0.2)).toEqual(look(RED, BLUE))
    let known = look(RED, BLUE)
    for (let i = 0; i < 20; i++) known = blended(known, look(GREY, BLUE), 0.2)
    expect(unlikeness(known, look(GREY, BLUE))).toBeLessThan(0.1)
  })
})
