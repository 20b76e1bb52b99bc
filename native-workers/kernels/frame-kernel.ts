import { i420Size } from '../../common/wire/viewer-frame.ts'
import { createMotionKernel, type MotionKernel } from './motion-kernel.ts'
import { planMotion } from './motion-plan.ts'
import { createLayout, instantiateKernels } from './wasm-module.ts'

/** Memory of one camera: its frame slots, and the motion kernel over them. */
export interface FrameKernel {
  readonly width: number
  readonly height: number
  readonly slots: number
  /** Bytes of one I420 picture: Y (w·h), U and V (w/2 · h/2), no padding. */
  readonly bytes: number
  /** All slots live here, so a frame is read from any thread without a copy. */
  readonly buffer: SharedArrayBuffer
  slotOffset(slot: number): number
  slot(slot: number): Uint8Array
  readonly motion: MotionKernel
}

/** Wider pictures are halved first: a quarter of the work, less noise, and a person far away still is several pixels. */
const HALVE_FROM_WIDTH = 480

/** Throws a RangeError on odd or tiny sizes: I420 halves both. `halve` is for benches; the default is by width. */
export function createFrameKernel(args: { width: number; height: number; slots: number; halve?: boolean }): FrameKernel {
  const { width, height, slots } = args
  if (width % 2 !== 0 || height % 2 !== 0 || width < 32 || height < 16) {
    throw new RangeError(`a frame must have even sides of at least 32x16 pixels, got ${width}x${height}`)
  }
  const bytes = i420Size(width, height)
  const layout = createLayout()
  const first = layout.place(bytes)
  const pitch = layout.end - 64 - first
  for (let slot = 1; slot < slots; slot++) layout.place(bytes)
  const plan = planMotion({ width, height, scale: (args.halve ?? width >= HALVE_FROM_WIDTH) ? 2 : 1, place: layout.place })
  const { buffer, kernels } = instantiateKernels(layout.end)
  const slotOffset = (slot: number): number => {
    if (!(slot >= 0 && slot < slots)) throw new RangeError(`slot ${slot} of ${slots}`)
    return first + slot * pitch
  }
  const views = Array.from({ length: slots }, (_, slot) => new Uint8Array(buffer, slotOffset(slot), bytes))
  return {
    width, height, slots, bytes, buffer, slotOffset,
    slot(slot) {
      const view = views[slot]
      if (!view) throw new RangeError(`slot ${slot} of ${slots}`)
      return view
    },
    motion: createMotionKernel({ plan, kernels, buffer, slotOffset }),
  }
}
