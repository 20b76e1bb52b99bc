import { i420Size } from '../../common/wire/viewer-frame.ts'
import type { Placement, TensorInput } from './tensor-input.ts'
import { createPlan, type TensorPlan } from './tensor-plan.ts'

/** Pictures of as many cameras, and the sizes of crops of them. One takes some 3 MB. */
const MAX_PLANS = 16

export interface TensorKernel {
  /** Three planes as the input wants them; the same memory for every picture of a size. */
  readonly tensor: Float32Array
  /** Writes the picture, or the crop of it, into the tensor. Returns where it lies. */
  load(source: TensorSource): Placement
}

export interface TensorSource {
  readonly buffer: SharedArrayBuffer | ArrayBuffer
  readonly offset: number
  readonly width: number
  readonly height: number
  /** Even pixels inside the picture. */
  readonly crop?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

/**
 * For one thread and one model. All memory is taken when the first picture of a size comes; a new size takes new memory (cameras of
 * different sizes share a thread, so plans are kept per size). A crop is a picture of its own size, wherever it lies.
 */
export function createTensorKernel(input: TensorInput): TensorKernel {
  if (input.width % 4 !== 0) throw new RangeError(`a model's input width must be a multiple of 4, got ${input.width}`)
  const plans = new Map<number, TensorPlan>()
  let current: TensorPlan | undefined
  return {
    get tensor() { return current?.tensor ?? new Float32Array(0) },
    load(source) {
      const { width, height } = source.crop ?? source
      const key = width * 65_536 + height
      const plan = plans.get(key) ?? createPlan({ width, height }, input)
      // The one that was not used for the longest time goes: a map keeps the order in which keys were set.
      plans.delete(key)
      if (plans.size === MAX_PLANS) plans.delete(plans.keys().next().value ?? 0)
      plans.set(key, plan)
      current = plan
      // Copy: a module sees one memory only, and 345 KB cost 0.03 ms; the slot is free again after this.
      copyPicture(source, plan.picture)
      plan.run()
      return plan.placement
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
