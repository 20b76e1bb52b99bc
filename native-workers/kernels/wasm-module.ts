import { kernelsBase64 } from './kernels.generated.ts'

/** What native-workers/kernels/assembly exports; the comments there say what each argument means. Addresses are byte offsets. */
export interface KernelExports {
  motionLearn(source: number, sourceWidth: number, scale: number, width: number, height: number, background: number, recent: number, stride: number): void
  motionRemember(
    source: number, sourceWidth: number, scale: number, width: number, height: number, recent: number, unrest: number, stride: number, mostUnrest: number,
  ): void
  motionDifference(
    source: number, sourceWidth: number, scale: number, width: number, height: number,
    background: number, recent: number, unrest: number, include: number, restless: number, stride: number,
    changed: number, previous: number, changedStride: number, rows: number, counts: number,
    threshold: number, restlessThreshold: number, calmRate: number, movingRate: number,
  ): number
  motionLasting(width: number, height: number, changed: number, previous: number, kept: number, planeStride: number, rows: number): void
  motionSample(
    source: number, sourceWidth: number, scale: number, width: number, height: number, background: number, include: number, stride: number,
    step: number, now: number, back: number,
  ): number
  motionRelight(width: number, height: number, background: number, recent: number, stride: number, gain: number, offset: number): void
  motionBlocks(
    source: number, sourceWidth: number, scale: number, width: number, height: number, background: number, include: number, stride: number, sums: number,
  ): void
  motionLearnBlocks(
    source: number, sourceWidth: number, scale: number, width: number, height: number, background: number, recent: number, stride: number, marks: number,
  ): void
  motionDilate(
    width: number, height: number, changed: number, planeStride: number, rows: number,
    include: number, stride: number, scratch: number, scratchRows: number, grown: number, grownRows: number,
  ): void
  motionComponents(
    width: number, height: number, plane: number, planeStride: number, rows: number, changed: number, restless: number, stride: number,
    runs: number, table: number, capacity: number,
  ): number
  i420ToTensor(
    picture: number, width: number, height: number, scaledWidth: number, scaledHeight: number, rowsAt: number,
    lumaAt: number, lumaWeights: number, lumaPattern: number, chromaAt: number, chromaWeights: number, chromaPattern: number,
    scratch: number, blue: number, green: number, red: number, outWidth: number, norm: number,
  ): void
}

const PAGE_BYTES = 65_536

let compiled: WebAssembly.Module | undefined

/** A shared memory of at least `bytes`, and the kernels over it. Compiling takes about a millisecond, once per thread. */
export function instantiateKernels(bytes: number): { buffer: SharedArrayBuffer; kernels: KernelExports } {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelsBase64, 'base64'))
  const pages = Math.ceil(bytes / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const instance = new WebAssembly.Instance(compiled, { env: { memory } })
  return { buffer: memory.buffer, kernels: instance.exports as KernelExports }
}

/** Hands out addresses one after the other, each at a multiple of 64 bytes (a cache line). */
export function createLayout(): { place(bytes: number): number; readonly end: number } {
  // Address 0 stays free; reading one vector before or after an area stays inside the memory.
  let end = 64
  return {
    place(bytes) {
      const at = end
      end = (end + bytes + 63) & ~63
      return at
    },
    get end() { return end + 64 },
  }
}
