import type { ModelFamily } from '../../common/contracts/model-sidecar.ts'
import type { TensorInput } from '../kernels/tensor-input.ts'
import type { CandidateList } from './candidates.ts'
import type { ModelFacts } from './model-facts.ts'
import type { ModelSignature, TensorSignature } from './signature.ts'

export type Values = Float32Array | BigInt64Array | Int32Array

export interface OutputSpec {
  readonly name: string
  readonly type: 'float32' | 'int64' | 'int32'
  /** Null: as many as the model likes, told by every run. */
  readonly shape: readonly (number | null)[]
}

/** An input beside the picture that never changes. */
export interface ConstantInput {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: readonly bigint[]
}

/** What one model needs, and how its answer is read. One instance belongs to one session: it may reuse memory. */
export interface DetectorAdapter {
  readonly family: ModelFamily
  readonly inputName: string
  readonly input: TensorInput
  readonly constants: readonly ConstantInput[]
  readonly outputs: readonly OutputSpec[]
  /** By class index; null: a class nobody names, which is never reported. */
  readonly labels: readonly (string | null)[]
  /** Intersection over union above which the weaker box of a class goes; 1 when the model has seen to that itself. */
  readonly overlap: number
  /** Share by which a frame may be later than one frame interval. */
  readonly deadlineTolerance: number
  /** `values` in the order of `outputs`. Boxes in pixels of the input; whatever the model answers, the list takes care of its bounds. */
  collect(values: readonly Values[], into: CandidateList): void
}

/** How well a model fits a family. */
export type Recognition =
  | { readonly fits: 'yes'; readonly adapter: DetectorAdapter; /** More wins where several families fit. */ readonly certainty: number; /** By what: one clause. */ readonly because: string }
  /** Of the family's form, but not usable as it is: one sentence. */
  | { readonly fits: 'refused'; readonly reason: string }
  | { readonly fits: 'no' }

/** A model as a family looks at it. */
export interface ModelSubject {
  readonly signature: ModelSignature
  /** The input that takes the picture: float32, 1x3xHxW. */
  readonly picture: TensorSignature
  readonly facts: ModelFacts
}

/** Models that are fed and read alike. */
export interface AdapterFamily {
  readonly name: ModelFamily
  /** One clause for error messages: names and shapes. */
  readonly expected: string
  recognise(model: ModelSubject): Recognition
}

export const NO: Recognition = { fits: 'no' }
export const refused = (reason: string): Recognition => ({ fits: 'refused', reason })

export const YOLO_TOLERANCE = 0.1
export const DETR_TOLERANCE = 0.2
