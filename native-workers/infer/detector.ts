import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { Detection } from '../../common/frame-result.ts'
import { createTensorKernel } from '../kernels/tensor-kernel.ts'
import type { DetectorAdapter, OutputSpec, Values } from './adapter.ts'
import { checkCrop, uncrop, type Crop } from './crop.ts'
import { createDetectionReader } from './detections.ts'

export interface Picture {
  readonly buffer: SharedArrayBuffer | ArrayBuffer
  readonly offset: number
  readonly width: number
  readonly height: number
  /** The model sees this part only; what it finds is still told in fractions of the whole picture. */
  readonly crop?: Crop
}

export interface DetectionRun {
  readonly detections: Detection[]
  readonly preprocessMs: number
  readonly inferMs: number
  readonly postprocessMs: number
}

export interface DetectorSession {
  readonly adapter: DetectorAdapter
  detect(picture: Picture): Promise<DetectionRun>
  release(): Promise<void>
}

/** The detector over a session that is already there (benches compare it with the bare session). */
export function createDetector(session: InferenceSession, adapter: DetectorAdapter): DetectorSession {
  const kernel = createTensorKernel(adapter.input)
  const read = createDetectionReader(adapter)
  // Input tensors belong to the kernel's memory (one per picture size).
  const inputs = new WeakMap<Float32Array, Record<string, Tensor>>()
  const constants = constantsOf(adapter)
  const fetches = Object.fromEntries(adapter.outputs.map((output) => [output.name, emptyTensor(output)]))

  function feedsFor(data: Float32Array): Record<string, Tensor> {
    let feeds = inputs.get(data)
    if (!feeds) {
      feeds = { ...constants, [adapter.inputName]: new Tensor('float32', data, [1, 3, adapter.input.height, adapter.input.width]) }
      inputs.set(data, feeds)
    }
    return feeds
  }

  return {
    adapter,
    async detect(picture) {
      const { crop } = picture
      if (crop) checkCrop(crop, picture)
      const start = performance.now()
      const placement = kernel.load(picture)
      const feeds = feedsFor(kernel.tensor)
      const prepared = performance.now()
      const answer = await session.run(feeds, fetches)
      const ran = performance.now()
      const found = read(adapter.outputs.map(({ name }) => answer[name]?.data as Values), placement)
      for (const { name } of adapter.outputs) giveBack(answer[name]?.data, fetches[name]?.data)
      const detections = crop ? uncrop(found, crop, picture) : found
      return { detections, preprocessMs: prepared - start, inferMs: ran - prepared, postprocessMs: performance.now() - ran }
    },
    release: () => session.release(),
  }
}

/**
 * onnxruntime-node hands out a copy of every answer in memory of its own, 1.2 MB a run here, also where it was given memory to fill. Left to the
 * collector it costs a major collection of this thread every 50 runs, up to 10 ms in which a frame waits.
 */
export function giveBack(answer: Tensor.DataType | undefined, kept: Tensor.DataType | undefined): void {
  if (!ArrayBuffer.isView(answer) || !(answer.buffer instanceof ArrayBuffer) || (ArrayBuffer.isView(kept) && kept.buffer === answer.buffer)) return
  answer.buffer.transfer(0)
}

export const constantsOf = ({ constants }: DetectorAdapter): Record<string, Tensor> =>
  Object.fromEntries(constants.map(({ name, shape, values }) => [name, new Tensor('int64', BigInt64Array.from(values), shape)]))

/** The same memory for every run where its size is known; null lets onnxruntime make new memory. */
function emptyTensor({ type, shape }: OutputSpec): Tensor | null {
  if (shape.includes(null)) return null
  const dims = shape as readonly number[]
  const length = dims.reduce((product, side) => product * side, 1)
  switch (type) {
    case 'float32': return new Tensor(type, new Float32Array(length), dims)
    case 'int64': return new Tensor(type, new BigInt64Array(length), dims)
    case 'int32': return new Tensor(type, new Int32Array(length), dims)
  }
}
