import { i420Size } from '../../common/wire/viewer-frame.ts'
import { placePicture, type Placement, type TensorInput } from './tensor-input.ts'
import { createLayout, instantiateKernels } from './wasm-module.ts'

const COLUMN_STEPS = 16_384
const ROW_STEPS = 256

/** Order of the kernel's planes; red, green, blue are 0, 1, 2. */
const CHANNELS = [2, 1, 0] as const

export interface TensorPlan {
  readonly placement: Placement
  /** I420, to be filled before a run. */
  readonly picture: Buffer
  readonly tensor: Float32Array
  readonly run: () => void
}

/** Memory and tables for pictures of one size; `run` turns what lies in `picture` into the tensor. */
export function createPlan({ width, height }: { width: number; height: number }, input: TensorInput): TensorPlan {
  const placement = placePicture({ width, height }, input)
  const { columns: scaledWidth, rows: scaledHeight } = placement
  const columns = (scaledWidth + 3) & ~3
  const layout = createLayout()
  const at = {
    picture: layout.place(i420Size(width, height)),
    rows: layout.place(scaledHeight * 12),
    lumaAt: layout.place(columns * 4),
    lumaWeights: layout.place(columns * 4),
    lumaPattern: layout.place(columns * 4),
    chromaAt: layout.place(columns * 4),
    chromaWeights: layout.place(columns * 4),
    chromaPattern: layout.place(columns * 4),
    scratch: layout.place((width + 32) * 2 * 3),
    norm: layout.place(6 * 4),
    tensor: layout.place(input.width * input.height * 3 * 4),
  }
  const { buffer, kernels } = instantiateKernels(layout.end)
  const area = input.width * input.height
  const tensor = fillWithBorder(new Float32Array(buffer, at.tensor, area * 3), input)
  if (input.normalise) {
    const { factor, offset } = input.normalise
    new Float32Array(buffer, at.norm, 6).set(CHANNELS.flatMap((channel) => [factor[channel], offset[channel]]))
  }

  const rows = new Int32Array(buffer, at.rows, scaledHeight * 3)
  for (let y = 0; y < scaledHeight; y++) {
    const { low, high, share } = taps(y, height / scaledHeight, height)
    rows.set([low, high, Math.round(share * ROW_STEPS)], y * 3)
  }
  const lumaAt = new Int32Array(buffer, at.lumaAt, columns)
  const lumaWeights = new Int16Array(buffer, at.lumaWeights, columns * 2)
  const chromaAt = new Int32Array(buffer, at.chromaAt, columns)
  const chromaWeights = new Int16Array(buffer, at.chromaWeights, columns * 2)
  for (let x = 0; x < scaledWidth; x++) {
    const { low, high, share } = taps(x, width / scaledWidth, width)
    const right = high > low ? Math.round(share * COLUMN_STEPS) : 0
    lumaAt[x] = low * 2
    lumaWeights.set([COLUMN_STEPS - right, right], x * 2)
    // The two pixels share one chroma sample when the left one is even.
    const sharedChroma = high >> 1 === low >> 1
    chromaAt[x] = (low >> 1) * 2
    chromaWeights.set(sharedChroma ? [COLUMN_STEPS, 0] : [COLUMN_STEPS - right, right], x * 2)
  }
  const patterns = [
    shufflePattern(lumaAt, new Uint8Array(buffer, at.lumaPattern, columns * 4)),
    shufflePattern(chromaAt, new Uint8Array(buffer, at.chromaPattern, columns * 4)),
  ]
  const near = patterns.every(Boolean)
  const first = placement.top * input.width + placement.left
  const [blue, green, red] = CHANNELS.map((channel) => at.tensor + (planeOf(input, channel) * area + first) * 4) as [number, number, number]
  const norm = input.normalise ? at.norm : 0
  // A last group of four writes up to three values past the scaled width: grey again, then. In the middle they may fall on the next
  // row's border, never on its picture: what does not fit on the right of a row of a multiple of four fits on the left.
  const spill = columns - scaledWidth
  const run = (): void => {
    kernels.i420ToTensor(at.picture, width, height, scaledWidth, scaledHeight, at.rows,
      at.lumaAt, at.lumaWeights, near ? at.lumaPattern : 0, at.chromaAt, at.chromaWeights, near ? at.chromaPattern : 0, at.scratch, blue, green, red, input.width, norm)
    if (spill <= 0) return
    for (const channel of CHANNELS) {
      for (let row = 0; row < scaledHeight; row++) {
        const from = planeOf(input, channel) * area + first + row * input.width + scaledWidth
        tensor.fill(padOf(input, channel), from, from + spill)
      }
    }
  }
  return { placement, picture: Buffer.from(buffer, at.picture, i420Size(width, height)), tensor, run }
}

/** Every value that of the border around a picture. */
export function fillWithBorder(tensor: Float32Array, input: TensorInput): Float32Array {
  const area = input.width * input.height
  for (const channel of CHANNELS) tensor.fill(padOf(input, channel), planeOf(input, channel) * area, (planeOf(input, channel) + 1) * area)
  return tensor
}

const planeOf = ({ colour }: TensorInput, channel: number): number => (colour === 'rgb' ? channel : 2 - channel)

const padOf = ({ pad, normalise }: TensorInput, channel: 0 | 1 | 2): number => (normalise ? pad * normalise.factor[channel] + normalise.offset[channel] : pad)

/**
 * For every four columns: which bytes of the 16 that begin at the first column's pair make up the four pairs. False when one lies beyond
 * (pictures more than about twice as wide as the tensor). Also brings the unused last columns into reach.
 */
function shufflePattern(offsets: Int32Array, pattern: Uint8Array): boolean {
  for (let column = 0; column < offsets.length; column++) {
    const first = offsets[column & ~3] as number
    const distance = (offsets[column] as number) === 0 ? 0 : (offsets[column] as number) - first
    if (distance < 0 || distance > 12) return false
    pattern.set([distance, distance + 1, distance + 2, distance + 3], column * 4)
  }
  return true
}

/** Which two samples a scaled position lies between; centres of pixels are at .5, as every image library has it. */
function taps(index: number, step: number, length: number): { low: number; high: number; share: number } {
  const position = Math.min(length - 1, Math.max(0, (index + 0.5) * step - 0.5))
  const low = Math.floor(position)
  return { low, high: Math.min(length - 1, low + 1), share: position - low }
}
