import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MotionConfig } from '../../../common/contracts/camera-config.ts'
import type { Box } from '../../../common/frame-result.ts'
import { iou } from '../../../common/geometry/box.ts'
import { createFrameKernel } from '../../kernels/frame-kernel.ts'
import { rasteriseInclude } from './include-mask.ts'
import { mergeRegions } from './merge-regions.ts'
import { createMotionDetector } from './motion-detector.ts'

const SIZE = { width: 640, height: 360 }

/** Draws pictures and shows them at ten frames a second. */
function scene(config: object = {}) {
  const kernel = createFrameKernel({ ...SIZE, slots: 1 })
  const detector = createMotionDetector({ kernel, config: MotionConfig.parse(config) })
  let ptsMs = 0
  function show(background: number, ...things: readonly { box: Box; grey: number }[]) {
    const luma = kernel.slot(0).subarray(0, SIZE.width * SIZE.height).fill(background)
    for (const { box: [x, y, w, h], grey } of things) {
      for (let row = Math.round(y * SIZE.height); row < Math.round((y + h) * SIZE.height); row++) {
        luma.fill(grey, row * SIZE.width + Math.round(x * SIZE.width), row * SIZE.width + Math.round((x + w) * SIZE.width))
      }
    }
    const result = detector.detect(0, ptsMs)
    ptsMs += 100
    return result
  }
  const settle = (background = 100, ...things: readonly { box: Box; grey: number }[]): void => { for (let i = 0; i < 6; i++) show(background, ...things) }
  return { show, settle, detector }
}
const THING: Box = [0.4, 0.3, 0.1, 0.4]

describe('motion', () => {
  it('only learns from the first frames, then sees what moves and where', () => {
    const { show } = scene()
    const first = [0, 1, 2, 3].map(() => show(100))
    expect(first.map(({ calibrating }) => calibrating)).toEqual([true, true, true, true])
    expect(show(100)).toEqual({ ratio: 0, active: false, calibrating: false, regions: [], tooSmall: [] })
    const { active, ratio, regions } = show(100, { box: THING, grey: 180 })
    expect(active).toBe(true)
    expect(ratio).toBeCloseTo(0.04, 3)
    expect(regions).toHaveLength(1)
    expect(iou(regions[0] as Box, THING)).toBeGreaterThan(0.99)
  })
  it.each([
    { name: 'at the threshold', config: { improveContrast: false }, box: THING, grey: 130, active: false },
    { name: 'above the threshold', config: { improveContrast: false }, box: THING, grey: 131, active: true },
    { name: 'below the threshold of a picture without contrast', config: {}, box: THING, grey: 110, active: false },
    { name: 'above the threshold of a picture without contrast, a third', config: {}, box: THING, grey: 111, active: true },
    { name: 'darker', config: {}, box: THING, grey: 69, active: true },
    { name: 'with a lower threshold', config: { threshold: 10 }, box: THING, grey: 111, active: true },
    { name: 'smaller than minArea', config: { minArea: 0.01 }, box: [0.5, 0.5, 0.05, 0.1] as Box, grey: 200, active: false },
    { name: 'larger than minArea', config: { minArea: 0.01 }, box: [0.5, 0.5, 0.1, 0.2] as Box, grey: 200, active: true },
    { name: 'one bright pixel', config: {}, box: [0.5, 0.5, 0.0016, 0.0028] as Box, grey: 255, active: false },
    { name: 'under a mask', config: { masks: [{ id: 'm', points: [[0.3, 0.2], [0.6, 0.2], [0.6, 0.8], [0.3, 0.8]] }] }, box: THING, grey: 200, active: false },
    { name: 'beside a mask', config: { masks: [{ id: 'm', points: [[0.6, 0.2], [0.9, 0.2], [0.9, 0.8]] }] }, box: THING, grey: 200, active: true },
    { name: 'switched off', config: { enabled: false }, box: THING, grey: 200, active: false },
  ])('$name: $active', ({ config, box, grey, active }) => {
    const { show, settle } = scene(config)
    settle()
    expect(show(100, { box, grey }).active).toBe(active)
  })
  it('learns anew when the light changes, and reports no motion for it', () => {
    const { show, settle } = scene()
    settle(60)
    const flash = show(200)
    expect(flash).toMatchObject({ active: false, calibrating: true, regions: [] })
    settle(200)
    expect(show(200)).toMatchObject({ active: false, calibrating: false, ratio: 0 })
    expect(show(200, { box: THING, grey: 100 }).active).toBe(true)
  })
  it('takes a change of most of the picture at once for the light, and the same change little by little for a lorry', () => {
    const wall = (share: number): { box: Box; grey: number }[] =>
      Array.from({ length: 14 }, (_, i): { box: Box; grey: number } => ({ box: [share * i / 14, 0, share / 14, 1], grey: i % 2 ? 30 : 190 }))
    const atOnce = scene()
    atOnce.settle()
    expect(atOnce.show(100, ...wall(0.7))).toMatchObject({ active: false, calibrating: true, regions: [] })
    const slowly = scene()
    slowly.settle()
    for (let share = 0.05; share <= 0.7; share += 0.05) expect(slowly.show(100, ...wall(share)), `${share}`).toMatchObject({ active: true, calibrating: false })
  })
  it('follows daylight without motion', () => {
    const { show, settle } = scene()
    settle(60)
    for (let i = 0; i < 600; i++) expect(show(60 + Math.floor(i / 10)).active).toBe(false)
  })
  it('lets what stands still be, long before the background has taken it over', () => {
    const { show, settle } = scene()
    settle()
    const activeFrames = Array.from({ length: 100 }, () => show(100, { box: THING, grey: 200 })).filter(({ active }) => active).length
    expect(activeFrames).toBeGreaterThan(5)
    expect(activeFrames).toBeLessThan(25)
    expect(show(100, { box: THING, grey: 200 }).ratio).toBeGreaterThan(0.03)
    // It moves again: seen at once.
    expect(show(100, { box: [0.43, 0.3, 0.1, 0.4], grey: 200 }).active).toBe(true)
  })
  it('gives up an empty place in a moment', () => {
    const { show, settle } = scene()
    settle(100, { box: THING, grey: 250 })
    const left = Array.from({ length: 30 }, () => show(100))
    expect(left[0]?.active).toBe(true)
    expect(left.at(-1)?.active).toBe(false)
  })
  it('applies a new mask at once', () => {
    const { show, settle, detector } = scene()
    settle()
    expect(show(100, { box: THING, grey: 200 }).active).toBe(true)
    detector.setConfig(MotionConfig.parse({ masks: [{ id: 'm', points: [[0.3, 0.2], [0.6, 0.2], [0.6, 0.8], [0.3, 0.8]] }] }))
    expect(show(100, { box: THING, grey: 200 })).toMatchObject({ active: false, ratio: 0 })
  })
  it('keeps two things apart, and joins the parts of one', () => {
    const { show, settle } = scene()
    settle()
    expect(show(100, { box: [0.1, 0.3, 0.1, 0.3], grey: 200 }, { box: [0.6, 0.3, 0.1, 0.3], grey: 200 }).regions).toHaveLength(2)
    expect(show(100, { box: [0.1, 0.3, 0.1, 0.1], grey: 10 }, { box: [0.1, 0.415, 0.1, 0.2], grey: 10 }).regions).toHaveLength(1)
  })
})

describe('merging regions', () => {
  it('leaves nothing near to another, covers all, and does not depend on the order', () => {
    const side = fc.integer({ min: 1, max: 6 })
    const box = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), side, side) as unknown as fc.Arbitrary<Box>
    fc.assert(fc.property(fc.array(box, { maxLength: 12 }), (boxes) => {
      const merged = mergeRegions(boxes, 1)
      expect(mergeRegions(boxes.toReversed(), 1)).toEqual(merged)
      expect(mergeRegions(merged, 1)).toEqual(merged)
      for (const [x, y, w, h] of boxes) {
        expect(merged.some(([mx, my, mw, mh]) => mx <= x && my <= y && mx + mw >= x + w && my + mh >= y + h)).toBe(true)
      }
    }), { numRuns: 200 })
  })
})

it('rasterises a mask by the centres of pixels', () => {
  const pixels = rasteriseInclude({ width: 4, height: 4, masks: [{ id: 'm', points: [[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]] }] })
  expect([...pixels]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
})
