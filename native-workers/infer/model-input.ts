import type { TensorInput } from '../kernels/tensor-input.ts'
import { normalisationOf, type ModelFacts } from './model-facts.ts'
import { describeTensor, sidesOf, type ModelSignature, type TensorSignature } from './signature.ts'

export type InputDefaults = Pick<TensorInput, 'colour' | 'fit' | 'pad'> & { readonly range: NonNullable<ModelFacts['range']> }

/** The input that takes the picture; a sentence when there is none that can be filled. */
export function pictureInput({ inputs }: ModelSignature): TensorSignature | string {
  const input = inputs.find(({ shape }) => shape.length === 4)
  if (!input) return 'it has no input for a picture (1x3xHxW)'
  const [, channels, , last] = input.shape
  if (input.type !== 'float32') return `its input ${describeTensor(input)} is not float32; export it with a float32 input`
  if (channels !== 3 && last === 3) return `its input ${describeTensor(input)} has the channels last (NHWC); export it with the channels first (1x3xHxW)`
  if (channels !== 3 || sidesOf(input) === null) return `its input ${describeTensor(input)} is not one picture of three channels (1x3xHxW)`
  return input
}

/** The input as the family and the facts have it; a sentence when they contradict the model. `usual` is the side of models that leave theirs open. */
export function planInput(picture: TensorSignature, facts: ModelFacts, { defaults, usual }: { defaults: InputDefaults; usual: number }): TensorInput | string {
  const [, height, width] = sidesOf(picture) as readonly (number | null)[]
  for (const [side, fixed, told] of [['width', width, facts.width], ['height', height, facts.height]] as const) {
    // What a sidecar asks of a model with a fixed input cannot be; metadata of a model with an open one is its advice.
    if (fixed != null && told !== undefined && fixed !== told) return `its input's ${side} is ${fixed}, but it is said to be ${told}; correct the sidecar`
  }
  const size = { width: width ?? facts.width ?? usual, height: height ?? facts.height ?? usual }
  if (size.width % 4 !== 0 || size.width < 32 || size.height < 32) return `its input is ${size.width}x${size.height}; expected at least 32x32 and a width that is a multiple of 4`
  if (size.width > 4096 || size.height > 4096) return `its input is ${size.width}x${size.height}; expected at most 4096x4096`
  return {
    ...size, colour: facts.colour ?? defaults.colour, fit: facts.fit ?? defaults.fit, pad: facts.pad ?? defaults.pad,
    normalise: normalisationOf(facts.range ?? defaults.range),
  }
}
