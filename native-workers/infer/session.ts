import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Detection } from '../../common/frame-result.ts'
import { createTensorKernel } from '../kernels/tensor-kernel.ts'
import { describeSignature, type AdapterFamily, type DetectorAdapter, type ModelSignature, type TensorSignature } from './adapter.ts'
import { checkCrop, uncrop, type Crop } from './crop.ts'
import { checkModelFile, describeLoadFailure, ModelError } from './model-error.ts'

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

/** Loads a model for one thread and finds out what it is. Throws a ModelError. */
export async function openSession(args: { path: string; providers: readonly string[]; families: readonly AdapterFamily[] }): Promise<DetectorSession> {
  checkModelFile(args.path)
  const session = await InferenceSession.create(args.path, {
    // One session per infer thread, one core each: two threads gave 1.8 times the throughput, more inside one session less.
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
    executionProviders: [...args.providers],
  }).catch((error: unknown) => { throw describeLoadFailure(args.path, error) })
  const signature: ModelSignature = { inputs: session.inputMetadata.map(signatureOf), outputs: session.outputMetadata.map(signatureOf) }
  const adapter = args.families.map((family) => family.recognise(signature)).find((match) => match !== null)
  if (!adapter) {
    await session.release()
    const expected = args.families.map((family) => family.expected).join('; or ')
    throw new ModelError(`${args.path}: found a model with ${describeSignature(signature)}, expected ${expected}; export it in that form or choose another model`)
  }
  return createDetector(session, adapter)
}

/** The detector over a session that is already there (benches compare it with the bare session). */
export function createDetector(session: InferenceSession, adapter: DetectorAdapter): DetectorSession {
  const { inputWidth, inputHeight } = adapter
  const kernel = createTensorKernel({ inputWidth, inputHeight })
  // Input tensors belong to the kernel's memory (one per picture size), the output is the same memory for every run.
  const inputs = new WeakMap<Float32Array, Tensor>()
  const output = new Float32Array(adapter.outputShape.reduce((product, side) => product * side, 1))
  const fetches = { [adapter.outputName]: new Tensor('float32', output, adapter.outputShape) }

  function inputFor(data: Float32Array): Tensor {
    let tensor = inputs.get(data)
    if (!tensor) {
      tensor = new Tensor('float32', data, [1, 3, inputHeight, inputWidth])
      inputs.set(data, tensor)
    }
    return tensor
  }

  return {
    adapter,
    async detect(picture) {
      const { crop } = picture
      if (crop) checkCrop(crop, picture)
      const start = performance.now()
      const scale = kernel.load(picture)
      const input = inputFor(kernel.tensor)
      const prepared = performance.now()
      await session.run({ [adapter.inputName]: input }, fetches)
      const ran = performance.now()
      const { width, height } = crop ?? picture
      const found = adapter.decode(output, { width, height, scale })
      const detections = crop ? uncrop(found, crop, picture) : found
      return { detections, preprocessMs: prepared - start, inferMs: ran - prepared, postprocessMs: performance.now() - ran }
    },
    release: () => session.release(),
  }
}

export const signatureOf = (value: InferenceSession.ValueMetadata): TensorSignature =>
  value.isTensor ? { name: value.name, type: value.type, shape: value.shape } : { name: value.name, type: 'no tensor', shape: [] }
