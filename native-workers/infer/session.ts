import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { Detection } from '../../common/frame-result.ts'
import { createTensorKernel } from '../kernels/tensor-kernel.ts'
import { fillWithBorder } from '../kernels/tensor-plan.ts'
import type { AdapterFamily, DetectorAdapter, OutputSpec, Values } from './adapter.ts'
import { checkCrop, uncrop, type Crop } from './crop.ts'
import { createDetectionReader } from './detections.ts'
import { checkAnswer } from './dry-run.ts'
import { FAMILIES } from './families/families.ts'
import { findSidecar } from './find-sidecar.ts'
import { checkModelFile, describeRunFailure } from './model-error.ts'
import { mergeFacts, type ModelFacts } from './model-facts.ts'
import { factsOfMetadata } from './metadata-facts.ts'
import { readMetadata } from './onnx-metadata.ts'
import { openOnProvider } from './providers.ts'
import { recognise, type Recognised } from './recognise.ts'
import type { ModelSignature, TensorSignature } from './signature.ts'

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

export interface OpenedModel extends DetectorSession {
  readonly recognisedAs: string
  readonly provider: string
  readonly providerNote: string | null
  readonly licence: string | null
}

export interface OpenArgs {
  readonly path: string
  /** In order; the CPU follows whatever is asked for. */
  readonly providers: readonly string[]
  /** What the catalogue knows of this very file. */
  readonly known?: ModelFacts | undefined
  readonly families?: readonly AdapterFamily[]
}

/** Loads a model for one thread, finds out what it is and has it look at a grey picture. Throws a ModelError. */
export async function openSession({ path, providers, known = {}, families = FAMILIES }: OpenArgs): Promise<OpenedModel> {
  checkModelFile(path)
  const sidecar = findSidecar(path)
  // Read by what is loaded only then: YAML and its checks cost every infer thread start-up time that most can do without.
  const told = sidecar === null ? {} : (await import('./sidecar.ts')).readSidecar(sidecar)
  const facts = mergeFacts([told, factsOfMetadata(readMetadata(path), path), known])
  const recognised = (session: InferenceSession): Recognised => recognise({ path, signature: signatureOf(session), facts, families })
  const { session, provider, note } = await openOnProvider({ path, providers, trial: (session) => tryOut(path, session, recognised(session).adapter) })
  try {
    const { adapter, note: recognisedAs } = recognised(session)
    await tryOut(path, session, adapter)
    return { ...createDetector(session, adapter), recognisedAs, provider, providerNote: note, licence: facts.licence ?? null }
  } catch (error) {
    await session.release()
    throw error
  }
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
function giveBack(answer: Tensor.DataType | undefined, kept: Tensor.DataType | undefined): void {
  if (!ArrayBuffer.isView(answer) || !(answer.buffer instanceof ArrayBuffer) || (ArrayBuffer.isView(kept) && kept.buffer === answer.buffer)) return
  answer.buffer.transfer(0)
}

/** One run on a grey picture, the grey of the input's own borders: what the model answers must have the promised form. */
async function tryOut(path: string, session: InferenceSession, adapter: DetectorAdapter): Promise<void> {
  const { inputName, input } = adapter
  const grey = fillWithBorder(new Float32Array(3 * input.width * input.height), input)
  const feeds = { ...constantsOf(adapter), [inputName]: new Tensor('float32', grey, [1, 3, input.height, input.width]) }
  const answer = await session.run(feeds, adapter.outputs.map(({ name }) => name)).catch((error: unknown) => { throw describeRunFailure(path, error) })
  checkAnswer(path, adapter, answer)
  for (const { name } of adapter.outputs) giveBack(answer[name]?.data, undefined)
}

const constantsOf = ({ constants }: DetectorAdapter): Record<string, Tensor> =>
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

export const signatureOf = ({ inputMetadata, outputMetadata }: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>): ModelSignature =>
  ({ inputs: inputMetadata.map(tensorOf), outputs: outputMetadata.map(tensorOf) })

const tensorOf = (value: InferenceSession.ValueMetadata): TensorSignature =>
  value.isTensor ? { name: value.name, type: value.type, shape: value.shape } : { name: value.name, type: 'no tensor', shape: [] }
