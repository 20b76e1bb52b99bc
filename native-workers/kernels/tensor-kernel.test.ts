import { describe, expect, it } from 'vitest'
import { cutOut } from '../../test-support/cut-out.ts'
import { decodeI420, footagePath } from '../../test-support/footage.ts'
import { referenceTensor, yoloxInput } from '../../test-support/tensor-reference.ts'
import type { TensorInput } from './tensor-input.ts'
import { createTensorKernel } from './tensor-kernel.ts'

const UNIT = { factor: [1 / 255, 1 / 255, 1 / 255], offset: [0, 0, 0] } as const
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
    const input = yoloxInput(inputWidth, inputHeight)
    const kernel = createTensorKernel(input)
    for await (const frame of decodeI420({ file: footagePath(file), width, height, startSeconds: 11, frames: 2 })) {
      const buffer = new SharedArrayBuffer(frame.length + 64)
      new Uint8Array(buffer, 64).set(frame)
      const scale = Math.min(inputWidth / width, inputHeight / height)
      expect(kernel.load({ buffer, offset: 64, width, height })).toMatchObject({ left: 0, top: 0, width: width * scale, height: height * scale })
      const size = { picture: frame, width, height, input }
      // The same order as the kernel (colours outside the cube are cut off after scaling): only the 1/256 steps between rows differ.
      expect(compare(kernel.tensor, referenceTensor({ ...size, clampFirst: false })).largest).toBeLessThan(0.6)
      // The order of image libraries: differs at hard edges of over-saturated pixels, nowhere else.
      expect(compare(kernel.tensor, referenceTensor({ ...size, clampFirst: true })).mean).toBeLessThan(0.1)
    }
  })
  it.each<{ name: string; input: Partial<TensorInput>; width: number; height: number; side: [number, number] }>([
    { name: 'RGB 0..1 in the middle, wide', input: { colour: 'rgb', normalise: UNIT, fit: 'centre' }, width: 640, height: 360, side: [416, 416] },
    { name: 'RGB 0..1 in the middle, upright, an odd border', input: { colour: 'rgb', normalise: UNIT, fit: 'centre' }, width: 182, height: 320, side: [416, 416] },
    { name: 'one free column on each side', input: { colour: 'rgb', normalise: null, fit: 'centre' }, width: 318, height: 320, side: [320, 320] },
    { name: 'one free column on the right', input: { colour: 'bgr', normalise: UNIT, fit: 'centre' }, width: 638, height: 640, side: [320, 320] },
    { name: 'stretched, BGR 0..1', input: { fit: 'stretch', normalise: UNIT }, width: 640, height: 360, side: [352, 352] },
    { name: 'stretched, mean and std', input: { fit: 'stretch', colour: 'rgb', normalise: { factor: [0.017, 0.0175, 0.0174], offset: [-2.1, -2.03, -1.8] } }, width: 640, height: 360, side: [320, 192] },
    { name: 'at the corner, mean and std, another grey', input: { normalise: { factor: [0.02, 0.01, 0.03], offset: [1, 2, 3] }, pad: 200 }, width: 320, height: 180, side: [128, 128] },
  ])('feeds every kind of model as the reference does: $name', async ({ input: kind, width, height, side }) => {
    const input = { ...yoloxInput(...side), ...kind }
    const kernel = createTensorKernel(input)
    for await (const frame of decodeI420({ file: footagePath(ONE_BY_ONE), width, height, startSeconds: 11, frames: 1 })) {
      // Twice: what a run leaves behind must not show in the next.
      for (let turn = 0; turn < 2; turn++) kernel.load({ buffer: frame.buffer, offset: 0, width, height })
      const step = Math.max(...(input.normalise?.factor ?? [1]))
      const { largest, mean } = compare(kernel.tensor, referenceTensor({ picture: frame, width, height, input, clampFirst: false }))
      expect(largest).toBeLessThan(0.6 * step)
      expect(mean).toBeLessThan(0.1 * step)
    }
  })
  it('keeps its grey border when cameras of different sizes take turns', () => {
    const kernel = createTensorKernel(yoloxInput(64, 64))
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
    const kernel = createTensorKernel(yoloxInput(416, 416))
    for await (const frame of decodeI420({ file: footagePath(ONE_BY_ONE), ...size, startSeconds: 11, frames: 2 })) {
      const buffer = new SharedArrayBuffer(frame.length + 64)
      new Uint8Array(buffer, 64).set(frame)
      kernel.load({ buffer, offset: 64, ...size, crop })
      const part = { picture: cutOut(frame, size, crop), width: crop.width, height: crop.height, input: yoloxInput(416, 416) }
      expect(compare(kernel.tensor, referenceTensor({ ...part, clampFirst: false })).largest).toBeLessThan(0.6)
    }
  })
  it('keeps as much memory for crops wherever they lie, and no more than a few sizes', () => {
    const kernel = createTensorKernel(yoloxInput(64, 64))
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
    expect(() => createTensorKernel(yoloxInput(415, 416))).toThrow('multiple of 4, got 415')
  })
})
