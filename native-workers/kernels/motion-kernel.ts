import { BLOCK_SUMS, MAX_LABELS, type MotionPlan } from './motion-plan.ts'
import type { KernelExports } from './wasm-module.ts'

export interface MotionStep {
  readonly slot: number
  /** Grey levels, 1..255: a pixel has changed when it differs from the background by more, and is restless when from the recent past too. */
  readonly threshold: number
  readonly restlessThreshold: number
  /** Share by which the background follows, per frame, 0..1: where the picture is unchanged, and where it has changed. */
  readonly calmRate: number
  readonly movingRate: number
  /** Only what had changed in so many steps before too (0..2) makes components: rain and snow do not. */
  readonly lasting?: 0 | 1 | 2
}

/** Some pixels of the picture and of the background, spread evenly over what is not masked. Valid until the next call. */
export interface LightSample {
  readonly now: Uint8Array
  readonly back: Uint8Array
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
  /** The recent past goes half the way to this picture, and every pixel's unrest one step towards the usual distance between the two. */
  remember(slot: number): void
  sample(slot: number): LightSample
  /** Background and recent past as under another light: value · gain + offset (grey levels), rounded to 1/4096 and 1/128. Gain 0..8. */
  relight(light: { readonly gain: number; readonly offset: number }): void
  /** Blocks of 16x16 pixels in a row. */
  readonly blockColumns: number
  /** Per block six numbers: pixels, sums of now, back, now², back², now·back. Valid until the next call. */
  blocks(slot: number): Int32Array
  /** Learns the blocks that are marked (not 0), and leaves the others. */
  learnBlocks(slot: number, marks: Uint8Array): void
  /** Compares, updates the background and finds components; returns how many pixels changed. */
  step(step: MotionStep): number
  /** Of the last step: pixels that are restless, and how many of them had changed in the step before. */
  readonly restless: number
  readonly lasting: number
  /** Components of the last step, after two dilations: left, top, right, bottom (exclusive), area, restless pixels; six numbers per component. */
  readonly components: Int32Array
  readonly componentCount: number
}

const FIELDS = 6
/** What trembles more than this in every frame is seen all the same. */
const MOST_UNREST = 40

export function createMotionKernel(
  { plan: p, kernels, buffer, slotOffset }: { plan: MotionPlan; kernels: KernelExports; buffer: SharedArrayBuffer; slotOffset: (slot: number) => number },
): MotionKernel {
  const include = new Uint8Array(buffer, p.include, p.stride * p.height)
  const table = new Int32Array(buffer, p.table, MAX_LABELS * 7)
  const counts = new Int32Array(buffer, p.counts, 2)
  const sums = new Int32Array(buffer, p.sums, p.blocks * BLOCK_SUMS)
  const marked = new Uint8Array(buffer, p.marks, p.blocks)
  const components = new Int32Array(MAX_LABELS * FIELDS)
  let considered = 0
  let componentCount = 0
  /** Which of the two planes of changed pixels was written last. */
  let latest: 0 | 1 = 0
  /** Whether the other plane of kept pixels is of the step before. */
  let keptBefore = false

  function setInclude(pixels: Uint8Array): void {
    if (pixels.length !== p.width * p.height) throw new RangeError(`expected ${p.width * p.height} pixels, got ${pixels.length}`)
    considered = 0
    for (let y = 0; y < p.height; y++) {
      for (let x = 0; x < p.width; x++) {
        const wanted = pixels[y * p.width + x] !== 0
        include[y * p.stride + x] = wanted ? 255 : 0
        if (wanted) considered++
      }
    }
  }

  function step({ slot, threshold, restlessThreshold, calmRate, movingRate, lasting = 0 }: MotionStep): number {
    const previous = p.changed[latest]
    latest = latest === 0 ? 1 : 0
    const now = p.changed[latest]
    const changed = kernels.motionDifference(
      slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.background, p.recent, p.unrest, p.include, p.restless, p.stride,
      now, previous, p.planeStride, p.rows, p.counts, threshold, restlessThreshold, rateBits(calmRate), rateBits(movingRate))
    componentCount = 0
    const plane = lasting === 0 ? now : keep(now, previous, lasting)
    keptBefore = lasting > 0
    if (changed === 0) return 0
    kernels.motionDilate(p.width, p.height, plane, p.planeStride, p.rows, p.include, p.stride, p.scratch, p.scratchRows, p.grown, p.grownRows)
    componentCount = kernels.motionComponents(p.width, p.height, p.grown, p.planeStride, p.grownRows, plane, p.restless, p.stride, p.runs, p.table, MAX_LABELS)
    for (let i = 0; i < componentCount; i++) {
      for (let field = 0; field < FIELDS; field++) components[i * FIELDS + field] = table[i * 7 + 1 + field] ?? 0
    }
    return changed
  }

  /** The plane of what has changed in this step and the one or two before. */
  function keep(now: number, previous: number, steps: 1 | 2): number {
    const kept = p.kept[latest]
    kernels.motionLasting(p.width, p.height, now, previous, kept, p.planeStride, p.rows)
    // The first time nothing is known of two steps before.
    if (steps === 1 || !keptBefore) return kept
    kernels.motionLasting(p.width, p.height, kept, p.kept[latest === 0 ? 1 : 0], p.steady, p.planeStride, p.rows)
    return p.steady
  }

  setInclude(new Uint8Array(p.width * p.height).fill(1))
  return {
    width: p.width,
    height: p.height,
    get considered() { return considered },
    setInclude,
    learn(slot) {
      kernels.motionLearn(slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.background, p.recent, p.stride)
      componentCount = 0
    },
    remember(slot) {
      kernels.motionRemember(slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.recent, p.unrest, p.stride, MOST_UNREST)
    },
    sample(slot) {
      const count = kernels.motionSample(
        slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.background, p.include, p.stride, p.sampleStep, p.now, p.back)
      return { now: new Uint8Array(buffer, p.now, count), back: new Uint8Array(buffer, p.back, count) }
    },
    relight({ gain, offset }) {
      kernels.motionRelight(p.width, p.height, p.background, p.recent, p.stride, Math.round(gain * 4096), Math.round(offset * 128))
    },
    blockColumns: p.blockColumns,
    blocks(slot) {
      kernels.motionBlocks(slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.background, p.include, p.stride, p.sums)
      return sums
    },
    learnBlocks(slot, marks) {
      marked.set(marks)
      kernels.motionLearnBlocks(slotOffset(slot), p.sourceWidth, p.scale, p.width, p.height, p.background, p.recent, p.stride, p.marks)
    },
    step,
    get restless() { return counts[0] ?? 0 },
    get lasting() { return counts[1] ?? 0 },
    components,
    get componentCount() { return componentCount },
  }
}

const rateBits = (share: number): number => Math.max(0, Math.min(32_767, Math.round(share * 32_768)))
