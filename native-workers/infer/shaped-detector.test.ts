import { describe, expect, it } from 'vitest'
import { yoloxInput } from '../../test-support/tensor-reference.ts'
import { sizeFor } from './shaped-detector.ts'

describe('the input that a picture is fed in', () => {
  it.each([
    { picture: { width: 640, height: 360 }, size: { width: 416, height: 256 } },
    { picture: { width: 640, height: 480 }, size: { width: 416, height: 320 } },
    { picture: { width: 1920, height: 1080 }, size: { width: 416, height: 256 } },
    { picture: { width: 1080, height: 1920 }, size: { width: 256, height: 416 } },
    { picture: { width: 320, height: 320 }, size: { width: 416, height: 416 } },
    { picture: { width: 416, height: 32 }, size: { width: 416, height: 32 } },
    { picture: { width: 2000, height: 34 }, size: { width: 416, height: 32 } },
  ])('of $picture is as small as can be: $size', ({ picture, size }) => {
    expect(sizeFor(picture, yoloxInput(416, 416))).toEqual(size)
  })

  it('is never larger than the file\'s, whose shape need not be square', () => {
    expect(sizeFor({ width: 640, height: 360 }, yoloxInput(640, 352))).toEqual({ width: 640, height: 352 })
    expect(sizeFor({ width: 640, height: 640 }, yoloxInput(640, 352))).toEqual({ width: 352, height: 352 })
  })
})
