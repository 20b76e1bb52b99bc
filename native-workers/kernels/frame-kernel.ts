import { i420Size } from '../../common/wire/viewer-frame.ts'
import { createLayout, instantiateKernels, type KernelExports } from './wasm-module.ts'

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

export interface MotionStep {
  readonly slot: number
  /** Grey levels, 1..255: a pixel has changed when it differs from the background by more, and is restless when from the recent past too. */
  readonly threshold: number
  readonly restlessThreshold: number
  /** Share by which the background follows, per frame, 0..1: where the picture is unchanged, and where it has changed. */
  readonly calmRate: number
  readonly movingRate: number
}

export interface MotionKernel {
  /** The small picture motion works on. */
  readonly width: number
  readonly height: number
  /** Pixels that are not masked out. */
  readonly considered: number
  /** Per pixel of the small picture: 0 = ignore. */
  setInclude(pixels: Uint8Array): void
  /** The background and the recent past become this picture. */
  learn(slot: number): void
  /** The recent past goes half the way to this picture. */
  remember(slot: number): void
  /** Compares, updates the background and finds components; returns how many pixels changed. */
  step(step: MotionStep): number
  /** Components of the last step, after two dilations: left, top, right, bottom (exclusive), area, restless pixels; six numbers per component. */
  readonly components: Int32Array
  readonly componentCount: number
}

/** Wider pictures are halved first: a quarter of the work, less noise, and a person far away still is several pixels. */
const HALVE_FROM_WIDTH = 480
/** Before they are joined; more would be noise all over the picture. 28 bytes each. */
const MAX_LABELS = 4096
const FIELDS = 6

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

type MotionPlan = ReturnType<typeof planMotion>

function planMotion({ width, height, scale, place }: { width: number; height: number; scale: 1 | 2; place: (bytes: number) => number }) {
  const smallWidth = Math.floor(width / scale)
  const smallHeight = Math.floor(height / scale)
  // Whole vectors per row; a border of one vector on either side of planes that are read shifted.
  const stride = (smallWidth + 15) & ~15
  const planeStride = stride + 32
  return {
    sourceWidth: width, scale, width: smallWidth, height: smallHeight, stride, planeStride,
    background: place(stride * smallHeight * 2),
    recent: place(stride * smallHeight),
    include: place(stride * smallHeight),
    restless: place(stride * smallHeight),
    changed: place(planeStride * smallHeight) + 16,
    // Two empty rows above and below.
    scratch: place(planeStride * (smallHeight + 4)) + 2 * planeStride + 16,
    scratchRows: place(smallHeight),
    grown: place(planeStride * smallHeight) + 16,
    rows: place(smallHeight),
    grownRows: place(smallHeight),
    runs: place((Math.floor(smallWidth / 2) + 2) * 12 * 2),
    table: place(MAX_LABELS * 28),
  }
}

function createMotionKernel(
  { plan, kernels, buffer, slotOffset }: { plan: MotionPlan; kernels: KernelExports; buffer: SharedArrayBuffer; slotOffset: (slot: number) => number },
): MotionKernel {
  const include = new Uint8Array(buffer, plan.include, plan.stride * plan.height)
  const table = new Int32Array(buffer, plan.table, MAX_LABELS * 7)
  const components = new Int32Array(MAX_LABELS * FIELDS)
  let considered = 0
  let componentCount = 0

  function setInclude(pixels: Uint8Array): void {
    if (pixels.length !== plan.width * plan.height) throw new RangeError(`expected ${plan.width * plan.height} pixels, got ${pixels.length}`)
    considered = 0
    for (let y = 0; y < plan.height; y++) {
      for (let x = 0; x < plan.width; x++) {
        const wanted = pixels[y * plan.width + x] !== 0
        include[y * plan.stride + x] = wanted ? 255 : 0
        if (wanted) considered++
      }
    }
  }

  function step({ slot, threshold, restlessThreshold, calmRate, movingRate }: MotionStep): number {
    const p = plan
    const changed = kernels.motionDifference(
      slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.background, p.recent, p.include, p.restless, p.stride,
      p.changed, p.planeStride, p.rows, threshold, restlessThreshold, rateBits(calmRate), rateBits(movingRate))
    componentCount = 0
    if (changed === 0) return 0
    kernels.motionDilate(p.width, p.height, p.changed, p.planeStride, p.rows, p.include, p.stride, p.scratch, p.scratchRows, p.grown, p.grownRows)
    componentCount = kernels.motionComponents(p.width, p.height, p.grown, p.planeStride, p.grownRows, p.changed, p.restless, p.stride, p.runs, p.table, MAX_LABELS)
    for (let i = 0; i < componentCount; i++) {
      for (let field = 0; field < FIELDS; field++) components[i * FIELDS + field] = table[i * 7 + 1 + field] ?? 0
    }
    return changed
  }

  setInclude(new Uint8Array(plan.width * plan.height).fill(1))
  return {
    width: plan.width,
    height: plan.height,
    get considered() { return considered },
    setInclude,
    learn(slot) {
      kernels.motionLearn(slotOffset(slot), plan.sourceWidth, plan.scale, plan.width, plan.height, plan.background, plan.recent, plan.stride)
      componentCount = 0
    },
    remember(slot) {
      kernels.motionRemember(slotOffset(slot), plan.sourceWidth, plan.scale, plan.width, plan.height, plan.recent, plan.stride)
    },
    step,
    components,
    get componentCount() { return componentCount },
  }
}

const rateBits = (share: number): number => Math.max(0, Math.min(32_767, Math.round(share * 32_768)))
