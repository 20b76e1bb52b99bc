import { i420Size } from '../../common/wire/viewer-frame.ts'
import { createLayout, instantiateKernels } from './wasm-module.ts'

/** Grey that fills what a letterboxed picture leaves free, as the models were trained with. */
const PAD = 114
const COLUMN_STEPS = 16_384
const ROW_STEPS = 256
/** Pictures of as many cameras, and the sizes of crops of them. One takes some 3 MB. */
const MAX_PLANS = 16

export interface TensorKernel {
  /** BGR planes, 0..255, `inputHeight` × `inputWidth` each; the same memory for every frame. */
  readonly tensor: Float32Array
  /** Writes the picture, or the crop of it, into the tensor: scaled to fit, at the left top corner. Returns by how much it was scaled. */
  load(source: TensorSource): number
}

export interface TensorSource {
  readonly buffer: SharedArrayBuffer | ArrayBuffer
  readonly offset: number
  readonly width: number
  readonly height: number
  /** Even pixels inside the picture. */
  readonly crop?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

interface Plan {
  readonly scale: number
  readonly picture: Buffer
  readonly tensor: Float32Array
  readonly run: () => void
}

/**
 * For one thread and one model. All memory is taken when the first picture of a size comes; a new size takes new memory (cameras of
 * different sizes share a thread, so plans are kept per size). A crop is a picture of its own size, wherever it lies.
 */
export function createTensorKernel({ inputWidth, inputHeight }: { inputWidth: number; inputHeight: number }): TensorKernel {
  if (inputWidth % 4 !== 0) throw new RangeError(`a model's input width must be a multiple of 4, got ${inputWidth}`)
  const plans = new Map<number, Plan>()
  let current: Plan | undefined
  return {
    get tensor() { return current?.tensor ?? new Float32Array(0) },
    load(source) {
      const { width, height } = source.crop ?? source
      const key = width * 65_536 + height
      const plan = plans.get(key) ?? createPlan({ width, height, inputWidth, inputHeight })
      // The one that was not used for the longest time goes: a map keeps the order in which keys were set.
      plans.delete(key)
      if (plans.size === MAX_PLANS) plans.delete(plans.keys().next().value ?? 0)
      plans.set(key, plan)
      current = plan
      // Copy: a module sees one memory only, and 345 KB cost 0.03 ms; the slot is free again after this.
      copyPicture(source, plan.picture)
      plan.run()
      return current.scale
    },
  }
}

function copyPicture({ buffer, offset, width, height, crop }: TensorSource, out: Buffer): void {
  if (!crop || (crop.width === width && crop.height === height)) {
    out.set(new Uint8Array(buffer, offset, out.length))
    return
  }
  const picture = Buffer.from(buffer as ArrayBuffer, offset, i420Size(width, height))
  let from = 0
  let to = 0
  for (const half of [1, 2, 2]) {
    const length = crop.width / half
    for (let row = 0; row < crop.height / half; row++, to += length) {
      const at = from + (crop.y / half + row) * (width / half) + crop.x / half
      picture.copy(out, to, at, at + length)
    }
    from += (width / half) * (height / half)
  }
}

function createPlan({ width, height, inputWidth, inputHeight }: { width: number; height: number; inputWidth: number; inputHeight: number }): Plan {
  const scale = Math.min(inputWidth / width, inputHeight / height)
  const scaledWidth = Math.max(1, Math.floor(width * scale))
  const scaledHeight = Math.max(1, Math.floor(height * scale))
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
    tensor: layout.place(inputWidth * inputHeight * 3 * 4),
  }
  const { buffer, kernels } = instantiateKernels(layout.end)
  const tensor = new Float32Array(buffer, at.tensor, inputWidth * inputHeight * 3).fill(PAD)

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
  // A last group of four writes up to three values past the scaled width: grey again, then.
  const spill = columns - scaledWidth
  const run = (): void => {
    kernels.i420ToTensor(at.picture, width, height, scaledWidth, scaledHeight, at.rows,
      at.lumaAt, at.lumaWeights, near ? at.lumaPattern : 0, at.chromaAt, at.chromaWeights, near ? at.chromaPattern : 0, at.scratch, at.tensor, inputWidth, inputHeight)
    if (spill <= 0) return
    for (let row = 0; row < scaledHeight; row++) {
      for (let plane = 0; plane < 3; plane++) {
        const from = (plane * inputHeight + row) * inputWidth + scaledWidth
        tensor.fill(PAD, from, from + spill)
      }
    }
  }
  return { scale, picture: Buffer.from(buffer, at.picture, i420Size(width, height)), tensor, run }
}

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
