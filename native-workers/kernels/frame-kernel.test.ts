import { describe, expect, it } from 'vitest'
import { decodeI420, footagePath } from '../../test-support/footage.ts'
import { referenceMotion } from '../../test-support/motion-reference.ts'
import { createFrameKernel } from './frame-kernel.ts'
import type { MotionKernel } from './motion-kernel.ts'

const found = (motion: MotionKernel): number[][] =>
  Array.from({ length: motion.componentCount }, (_, i) => [...motion.components.subarray(i * 6, i * 6 + 6)])

describe('motion kernel', () => {
  it.each([
    { name: 'halved', file: 'one-by-one-person-detection.mp4', startSeconds: 7, width: 640, height: 360, scale: 2 },
    { name: 'full size, a width that is no multiple of 16', file: 'one-by-one-person-detection.mp4', startSeconds: 43, width: 362, height: 204, scale: 1 },
    { name: 'halved, odd small sides', file: 'vtest.avi', startSeconds: 0, width: 486, height: 366, scale: 2 },
    { name: 'full size', file: 'vtest.avi', startSeconds: 20, width: 320, height: 240, scale: 1 },
  ])('equals the reference bit by bit on real frames: $name', async ({ file, startSeconds, width, height, scale }) => {
    const kernel = createFrameKernel({ width, height, slots: 2 })
    const { motion } = kernel
    expect([motion.width, motion.height]).toEqual([Math.floor(width / scale), Math.floor(height / scale)])
    const include = new Uint8Array(motion.width * motion.height).fill(1)
    // A masked corner, and one masked pixel inside.
    for (let y = 0; y < 30; y++) include.fill(0, y * motion.width, y * motion.width + 41)
    include[Math.floor(include.length / 2)] = 0
    motion.setInclude(include)
    const reference = referenceMotion({ width, height, scale, include })
    const every = Math.max(4, Math.round(Math.sqrt((motion.width * motion.height) / 400)))
    const actual: unknown[] = []
    const expected: unknown[] = []
    let slot = 0
    for await (const frame of decodeI420({ file: footagePath(file), width, height, startSeconds, frames: 45 })) {
      const number = actual.length
      kernel.slot(slot).set(frame)
      if (number === 0) {
        motion.learn(slot)
        reference.learn(frame)
      }
      if (number % 10 === 4) {
        // A lamp, the same dimmed again, and light that clips at both ends.
        const [gainBits, offsetBits] = ([[4301, -640], [2867, 384], [32_000, -9000], [4096, 0]] as const)[Math.floor(number / 10) % 4]!
        motion.relight({ gain: gainBits / 4096, offset: offsetBits / 128 })
        reference.relight(gainBits, offsetBits)
      }
      const { now, back } = motion.sample(slot)
      const marks = Uint8Array.from({ length: motion.blockColumns * Math.ceil(motion.height / 16) }, (_, block) => (block % 7 === 3 ? 1 : 0))
      const light = { now: [...now], back: [...back], blocks: [...motion.blocks(slot)] }
      const expectedLight = { ...reference.sample(frame, every), blocks: reference.blocks(frame) }
      if (number % 10 === 7) {
        motion.learnBlocks(slot, marks)
        reference.learnBlocks(frame, marks)
      }
      const limits = { threshold: number % 3 === 0 ? 8 : number % 3 === 1 ? 30 : 250, restlessThreshold: 12 }
      const lasting = ([0, 0, 1, 2, 2, 2, 0, 2] as const)[Math.floor(number / 3) % 8]!
      const changed = motion.step({ slot, ...limits, calmRate: 1000 / 32_768, movingRate: 333 / 32_768, lasting })
      actual.push({ changed, restless: motion.restless, lasting: motion.lasting, components: found(motion), light })
      expected.push({ ...reference.step(frame, { ...limits, calmBits: 1000, movingBits: 333, lasting }), light: expectedLight })
      if (number % 2 === 0) {
        motion.remember(slot)
        reference.remember(frame)
      }
      slot = 1 - slot
    }
    expect(actual).toEqual(expected)
    expect(actual).toHaveLength(45)
    expect(expected.some((step) => (step as { components: unknown[] }).components.length > 3)).toBe(true)
    expect(expected.some((step) => (step as { lasting: number }).lasting > 50)).toBe(true)
  })

  it('joins what does not fit into its table instead of growing', () => {
    const kernel = createFrameKernel({ width: 1024, height: 512, slots: 2, halve: false })
    kernel.slot(0).fill(0)
    kernel.slot(1).fill(0)
    for (let y = 0; y < 512; y += 6) for (let x = 0; x < 1024; x += 6) kernel.slot(1)[y * 1024 + x] = 200
    kernel.motion.learn(0)
    kernel.motion.step({ slot: 1, threshold: 30, restlessThreshold: 15, calmRate: 0.01, movingRate: 0.01 })
    expect(kernel.motion.componentCount).toBe(4096)
  })
})

describe('frame memory', () => {
  it('keeps slots apart and shares them', () => {
    const kernel = createFrameKernel({ width: 64, height: 32, slots: 3 })
    for (let slot = 0; slot < 3; slot++) kernel.slot(slot).fill(slot + 1)
    for (let slot = 0; slot < 3; slot++) {
      const view = new Uint8Array(kernel.buffer, kernel.slotOffset(slot), kernel.bytes)
      expect(view.every((value) => value === slot + 1)).toBe(true)
    }
    expect(kernel.buffer).toBeInstanceOf(SharedArrayBuffer)
  })
  it.each([[641, 360], [640, 361], [30, 16]])('refuses %ix%i', (width, height) => {
    expect(() => createFrameKernel({ width, height, slots: 2 })).toThrow(/even sides of at least 32x16 pixels, got/)
  })
  it('refuses a slot that is not there', () => {
    expect(() => createFrameKernel({ width: 64, height: 32, slots: 2 }).slot(2)).toThrow('slot 2 of 2')
  })
})
