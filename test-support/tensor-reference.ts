import type { TensorInput } from '../native-workers/kernels/tensor-input.ts'

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** As YOLOX is fed. */
export const yoloxInput = (width: number, height: number): TensorInput => ({ width, height, colour: 'bgr', normalise: null, fit: 'corner', pad: 114 })

export interface ReferenceArgs {
  readonly picture: Uint8Array
  readonly width: number
  readonly height: number
  readonly input: TensorInput
  /** Colours outside the cube are cut off before scaling, as image libraries do, or after it, as the kernel does. */
  readonly clampFirst: boolean
}

/** A model's input once more, as plainly as it can be written: colour (each pixel with its own chroma sample, BT.601 limited range), bilinear scaling, grey around it, normalisation. */
export function referenceTensor({ picture, width, height, input, clampFirst }: ReferenceArgs): Float32Array {
  const rgb = colours(picture, width, height, clampFirst)
  const scale = Math.min(input.width / width, input.height / height)
  let [w, h, left, top] = [Math.floor(width * scale), Math.floor(height * scale), 0, 0]
  if (input.fit === 'stretch') [w, h] = [input.width, input.height]
  if (input.fit === 'centre') {
    w = Math.round(width * scale)
    h = Math.round(height * scale)
    left = Math.floor((input.width - w) / 2)
    top = Math.floor((input.height - h) / 2)
  }
  const out = new Float32Array(3 * input.width * input.height)
  for (let channel = 0; channel < 3; channel++) {
    const plane = rgb[channel]!
    const [factor, offset] = [input.normalise?.factor[channel] ?? 1, input.normalise?.offset[channel] ?? 0]
    const first = (input.colour === 'rgb' ? channel : 2 - channel) * input.width * input.height
    for (let y = 0; y < input.height; y++) {
      for (let x = 0; x < input.width; x++) {
        const inside = x >= left && x < left + w && y >= top && y < top + h
        const value = inside ? sample(plane, width, height, (x - left + 0.5) * (width / w) - 0.5, (y - top + 0.5) * (height / h) - 0.5) : input.pad
        out[first + y * input.width + x] = clamp(value, 0, 255) * factor + offset
      }
    }
  }
  return out
}

function colours(picture: Uint8Array, width: number, height: number, clampFirst: boolean): Float64Array[] {
  const rgb = [0, 1, 2].map(() => new Float64Array(width * height))
  const colour = (value: number): number => (clampFirst ? clamp(value, 0, 255) : value)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const luma = (255 / 219) * (picture[at]! - 16)
      const chroma = (y >> 1) * (width / 2) + (x >> 1)
      const u = (255 / 224) * (picture[width * height + chroma]! - 128)
      const v = (255 / 224) * (picture[width * height * 1.25 + chroma]! - 128)
      rgb[0]![at] = colour(luma + 1.402 * v)
      rgb[1]![at] = colour(luma - 0.344136 * u - 0.714136 * v)
      rgb[2]![at] = colour(luma + 1.772 * u)
    }
  }
  return rgb
}

function sample(plane: Float64Array, width: number, height: number, x: number, y: number): number {
  const sx = clamp(x, 0, width - 1)
  const sy = clamp(y, 0, height - 1)
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)]
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)]
  const top = plane[y0 * width + x0]! * (1 - (sx - x0)) + plane[y0 * width + x1]! * (sx - x0)
  const bottom = plane[y1 * width + x0]! * (1 - (sx - x0)) + plane[y1 * width + x1]! * (sx - x0)
  return top * (1 - (sy - y0)) + bottom * (sy - y0)
}
