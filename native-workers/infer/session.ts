import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { fillWithBorder } from '../kernels/tensor-plan.ts'
import type { AdapterFamily, DetectorAdapter } from './adapter.ts'
import { constantsOf, createDetector, type DetectorSession, giveBack } from './detector.ts'
import { checkAnswer } from './dry-run.ts'
import { FAMILIES } from './families/families.ts'
import type { Size } from './families/yolox.ts'
import { findSidecar } from './find-sidecar.ts'
import { fastestForm, type ModelForm } from './graph/fastest-form.ts'
import { COARSEST } from './graph/free-size.ts'
import { checkModelFile, describeRunFailure, ModelError } from './model-error.ts'
import { mergeFacts, type ModelFacts } from './model-facts.ts'
import { factsOfMetadata } from './metadata-facts.ts'
import { readMetadata } from './onnx-metadata.ts'
import { openOnProvider } from './providers.ts'
import { recognise, type Recognised } from './recognise.ts'
import { shapedDetector } from './shaped-detector.ts'
import type { ModelSignature, TensorSignature } from './signature.ts'

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
  return open({ path, providers, facts, families, anySize: facts.shape !== 'fixed' && facts.width === undefined && facts.height === undefined && providers.every((provider) => provider === 'cpu') })
}

interface Opening extends Pick<OpenArgs, 'path' | 'providers'> {
  readonly facts: ModelFacts
  readonly families: readonly AdapterFamily[]
  /** Pictures may be fed in their own shape. Only the CPU does not mind: others prepare themselves for every size anew. */
  readonly anySize: boolean
}

/** The fastest form first. Whatever a model may have against one, it is asked once more as its file has it: only that answer is told. */
async function open(opening: Opening): Promise<OpenedModel> {
  const { path, anySize } = opening
  for (const options of anySize ? [{ anySize }, { anySize: false }] : [{ anySize }]) {
    const form = fastestForm(path, options)
    if (form.model === path) break
    const opened = await openForm(opening, form).catch(() => null)
    if (opened) return opened
    // The same form again would say the same again.
    if (form.size === null) break
  }
  return openForm(opening, { model: path, size: null })
}

/** Throws when the model cannot be used in this form. Its bytes are not kept: what the detector remembers must not name them. */
async function openForm({ path, providers, facts, families }: Opening, { model, size: own }: ModelForm): Promise<OpenedModel> {
  const recognised = (session: InferenceSession, more: ModelFacts | null): Recognised => recognise({ path, signature: signatureOf(session), facts: { ...facts, ...more }, families })
  const { session, provider, note } = await openOnProvider({ path, model, providers, trial: (trial) => tryOut(path, trial, recognised(trial, own).adapter) })
  try {
    const { adapter, note: recognisedAs } = recognised(session, own)
    await tryOut(path, session, adapter)
    const opened = { recognisedAs, provider, providerNote: note, licence: facts.licence ?? null }
    const detector = createDetector(session, adapter)
    if (own === null) return { ...detector, ...opened }
    const at = (size: Size): DetectorAdapter => recognised(session, { ...size, family: adapter.family }).adapter
    await tryOtherSize(path, session, adapter, at)
    return { ...shapedDetector(detector, (size) => createDetector(session, at(size))), ...opened, recognisedAs: `${recognisedAs} It is fed pictures in their own shape.` }
  } catch (error) {
    await session.release()
    throw error
  }
}

/** A size that stands somewhere inside the model makes this run fail, or answer as many as before. Throws then. */
async function tryOtherSize(path: string, session: InferenceSession, { family, input }: DetectorAdapter, at: (size: Size) => DetectorAdapter): Promise<void> {
  if (family !== 'yolox') throw new ModelError(`${path}: of ${family} it is not known how it reads another size`)
  await tryOut(path, session, at({ width: input.width, height: input.height + (input.height > COARSEST ? -COARSEST : COARSEST) }))
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

export const signatureOf = ({ inputMetadata, outputMetadata }: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>): ModelSignature =>
  ({ inputs: inputMetadata.map(tensorOf), outputs: outputMetadata.map(tensorOf) })

const tensorOf = (value: InferenceSession.ValueMetadata): TensorSignature =>
  value.isTensor ? { name: value.name, type: value.type, shape: value.shape } : { name: value.name, type: 'no tensor', shape: [] }
