import { describe, expect, it } from 'vitest'
import { cutOut } from '../../test-support/cut-out.ts'
import { decodeI420, footagePath } from '../../test-support/footage.ts'
import { referenceTensor } from '../../test-support/kernel-reference.ts'
import { createTensorKernel } from './tensor-kernel.ts'

const ONE_BY_ONE = 'one-by-one-person-detection.mp4'

function compare(actual: Float32Array, expected: Float32Array): { largest: number; mean: number } {
  expect(actual.length).toBe(expected.length)
  let largest = 0
  let sum = 0
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(expected[i]! - actual[i]!)
    sum += off
    if (off > largest) largest = off
  }
  return { largest, mean: sum / expected.length }
}

describe('I420 to tensor', () => {
  it.each([
    { name: '16:9 into a square, smaller', file: ONE_BY_ONE, width: 640, height: 360, inputWidth: 416, inputHeight: 416 },
    { name: '4:3 into a square, smaller', file: 'vtest.avi', width: 768, height: 576, inputWidth: 416, inputHeight: 416 },
    { name: 'odd scaled width', file: 'vtest.avi', width: 486, height: 366, inputWidth: 416, inputHeight: 256 },
    { name: 'larger than the picture', file: ONE_BY_ONE, width: 320, height: 180, inputWidth: 640, inputHeight: 640 },
    { name: 'same size', file: ONE_BY_ONE, width: 416, height: 234, inputWidth: 416, inputHeight: 416 },
    { name: 'more than twice as wide', file: 'vtest.avi', width: 1280, height: 960, inputWidth: 416, inputHeight: 416 },
    { name: 'upright picture', file: ONE_BY_ONE, width: 180, height: 320, inputWidth: 416, inputHeight: 416 },
  ])('equals the reference within rounding: $name', async ({ file, width, height, inputWidth, inputHeight }) => {
    const kernel = createTensorKernel({ inputWidth, inputHeight })
    for await (const frame of decodeI420({ file: footagePath(file), width, height, startSeconds: 11, frames: 2 })) {
      const buffer = new SharedArrayBuffer(frame.length + 64)
      new Uint8Array(buffer, 64).set(frame)
      const scale = kernel.load({ buffer, offset: 64, width, height })
      expect(scale).toBeCloseTo(Math.min(inputWidth / width, inputHeight / height), 12)
      const size = { picture: frame, width, height, inputWidth, inputHeight }
      // The same order as the kernel (colours outside the cube are cut off after scaling): only the 1/256 steps between rows differ.
      expect(compare(kernel.tensor, referenceTensor({ ...size, clampFirst: false })).largest).toBeLessThan(0.6)
      // The order of image libraries: differs at hard edges of over-saturated pixels, nowhere else.
      expect(compare(kernel.tensor, referenceTensor({ ...size, clampFirst: true })).mean).toBeLessThan(0.1)
    }
  })
  it('keeps its grey border when cameras of different sizes take turns', () => {
    const kernel = createTensorKernel({ inputWidth: 64, inputHeight: 64 })
    const buffer = new SharedArrayBuffer(128 * 128 * 2)
    for (const [width, height] of [[128, 64], [64, 128], [126, 64], [128, 64]] as const) {
      kernel.load({ buffer, offset: 0, width, height })
      expect(kernel.tensor[64 * 64 - 1]).toBe(114)
      expect(kernel.tensor[0]).not.toBe(114)
    }
  })
  it.each([
    { name: 'inside', crop: { x: 122, y: 40, width: 300, height: 240 } },
    { name: 'left top corner, upright', crop: { x: 0, y: 0, width: 96, height: 320 } },
    { name: 'right bottom corner, smallest', crop: { x: 608, y: 328, width: 32, height: 32 } },
    { name: 'the whole picture', crop: { x: 0, y: 0, width: 640, height: 360 } },
  ])('a crop gives the tensor of the part cut out: $name', async ({ crop }) => {
    const size = { width: 640, height: 360 }
    const kernel = createTensorKernel({ inputWidth: 416, inputHeight: 416 })
    for await (const frame of decodeI420({ file: footagePath(ONE_BY_ONE), ...size, startSeconds: 11, frames: 2 })) {
      const buffer = new SharedArrayBuffer(frame.length + 64)
      new Uint8Array(buffer, 64).set(frame)
      const scale = kernel.load({ buffer, offset: 64, ...size, crop })
      expect(scale).toBeCloseTo(Math.min(416 / crop.width, 416 / crop.height), 12)
      const part = { picture: cutOut(frame, size, crop), width: crop.width, height: crop.height, inputWidth: 416, inputHeight: 416 }
      expect(compare(kernel.tensor, referenceTensor({ ...part, clampFirst: false })).largest).toBeLessThan(0.6)
    }
  })
  it('keeps as much memory for crops wherever they lie, and no more than a few sizes', () => {
    const kernel = createTensorKernel({ inputWidth: 64, inputHeight: 64 })
    const picture = { buffer: new SharedArrayBuffer(256 * 256 * 2), offset: 0, width: 256, height: 256 }
    const tensorOf = (crop: { x: number; y: number; width: number; height: number }): Float32Array => { kernel.load({ ...picture, crop }); return kernel.tensor }
    const first = tensorOf({ x: 0, y: 0, width: 64, height: 64 })
    expect(tensorOf({ x: 100, y: 30, width: 64, height: 64 })).toBe(first)
    for (let width = 34; width < 64; width += 2) tensorOf({ x: 0, y: 0, width, height: 64 })
    expect(tensorOf({ x: 8, y: 8, width: 64, height: 64 })).toBe(first)
    for (let width = 32; width < 64; width += 2) tensorOf({ x: 0, y: 0, width, height: 34 })
    expect(tensorOf({ x: 0, y: 0, width: 64, height: 64 })).not.toBe(first)
  })
  it('refuses an input it cannot fill row by row', () => {
    expect(() => createTensorKernel({ inputWidth: 415, inputHeight: 416 })).toThrow('multiple of 4, got 415')
  })
})
