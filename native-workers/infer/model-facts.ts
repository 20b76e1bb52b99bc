import type { ModelFamily, ModelSidecar } from '../../common/contracts/model-sidecar.ts'
import type { TensorInput } from '../kernels/tensor-input.ts'

/** What is known of a model beside its tensors, from wherever; undefined = not told. */
export interface ModelFacts {
  readonly family?: ModelFamily | undefined
  /** Who named the family; told together with it. */
  readonly familyFrom?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly colour?: TensorInput['colour'] | undefined
  readonly range?: ModelSidecar['input']['range']
  readonly fit?: TensorInput['fit'] | undefined
  readonly pad?: number | undefined
  /** `fixed`: every picture is fed in the size of the file. */
  readonly shape?: ModelSidecar['input']['shape']
  readonly names?: { readonly list: readonly (string | null)[]; /** For messages: who says so. */ readonly from: string } | undefined
  readonly activation?: ModelSidecar['activation']
  readonly firstClass?: 0 | 1 | undefined
  readonly licence?: string | undefined
}

const FITS = { 'letterbox-corner': 'corner', 'letterbox-centre': 'centre', stretch: 'stretch' } as const

export function factsOfSidecar({ family, input, names, activation, firstClass, licence }: ModelSidecar, file: string): ModelFacts {
  return {
    family, familyFrom: family && file, width: input.width, height: input.height, colour: input.colour, range: input.range, fit: input.fit && FITS[input.fit], pad: input.pad, shape: input.shape,
    activation, firstClass, licence, names: names && { list: Array.isArray(names) ? names : listOf(names), from: file },
  }
}

/** `{ 0: person, 2: car }` as a list; numbers left out are classes without a name. */
export function listOf(names: Readonly<Record<string, string>>): (string | null)[] {
  const length = Math.max(-1, ...Object.keys(names).map(Number)) + 1
  return Array.from({ length }, (_, index) => names[index] ?? null)
}

/** The first source that tells something wins. */
export function mergeFacts(sources: readonly ModelFacts[]): ModelFacts {
  const merged: Record<string, unknown> = {}
  for (const source of sources) {
    for (const [key, value] of Object.entries(source)) merged[key] ??= value
  }
  return merged
}

/** `(pixel / 255 - mean) / std` as one factor and offset per channel. */
export function normalisationOf(range: NonNullable<ModelFacts['range']>): TensorInput['normalise'] {
  if (range === '0-255') return null
  const { mean, std } = range === '0-1' ? { mean: [0, 0, 0] as const, std: [1, 1, 1] as const } : range
  return { factor: [1 / (255 * std[0]), 1 / (255 * std[1]), 1 / (255 * std[2])], offset: [-mean[0] / std[0], -mean[1] / std[1], -mean[2] / std[2]] }
}

/** The statistics of ImageNet, which most backbones were trained with. */
export const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } satisfies ModelFacts['range']
