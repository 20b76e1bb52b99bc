import { refused, type ConstantInput, type DetectorAdapter, type ModelSubject, type OutputSpec, type Recognition } from '../adapter.ts'
import type { TensorInput } from '../../kernels/tensor-input.ts'
import { planInput, type InputDefaults } from '../model-input.ts'
import { sidesOf, type TensorSignature } from '../signature.ts'

/** What pictures look like to a YOLO of the ultralytics kind. */
export const ULTRALYTICS_INPUT: InputDefaults = { colour: 'rgb', range: '0-1', fit: 'centre', pad: 114 }
/** Side of a square input that the model leaves open and nobody tells. */
export const USUAL_SIDE = 640

interface Fitting {
  readonly family: DetectorAdapter['family']
  readonly defaults: InputDefaults
  readonly labels: readonly (string | null)[] | string
  readonly outputs: readonly OutputSpec[]
  readonly overlap: number
  readonly deadlineTolerance: number
  readonly certainty: number
  readonly because: string
  readonly constants?: (input: TensorInput) => readonly ConstantInput[]
  /** Called once, when the size of the input is known. */
  collector(input: TensorInput): DetectorAdapter['collect'] | string
}

/** A model that fits: its adapter, or why it cannot be used although it has the form. */
export function fitting({ picture, facts }: ModelSubject, { defaults, labels, collector, constants, certainty, because, ...rest }: Fitting): Recognition {
  if (typeof labels === 'string') return refused(labels)
  const input = planInput(picture, facts, { defaults, usual: USUAL_SIDE })
  if (typeof input === 'string') return refused(input)
  const collect = collector(input)
  if (typeof collect === 'string') return refused(collect)
  return { fits: 'yes', certainty, because, adapter: { ...rest, inputName: picture.name, input, constants: constants?.(input) ?? [], labels, collect } }
}

/** An output as it is promised: the batch is one, sides that are only named stay open. Null when its type is none we read. */
export function outputOf(output: TensorSignature): OutputSpec | null {
  const sides = sidesOf(output)
  const { name, type } = output
  if (sides === null || (type !== 'float32' && type !== 'int64' && type !== 'int32')) return null
  return { name, type, shape: [1, ...sides] }
}

/** Models that take nothing but the picture. */
export const takesPictureOnly = ({ signature }: ModelSubject): boolean => signature.inputs.length === 1
