import type { Detection } from '../../common/frame-result.ts'

/** A tensor as a model file declares it; a side that is only named is not fixed. */
export interface TensorSignature {
  readonly name: string
  readonly type: string
  readonly shape: readonly (number | string)[]
}

export interface ModelSignature {
  readonly inputs: readonly TensorSignature[]
  readonly outputs: readonly TensorSignature[]
}

/** What one model needs, and how its answer is read. One instance belongs to one session: it reuses its memory. */
export interface DetectorAdapter {
  readonly family: 'yolox'
  readonly inputName: string
  readonly outputName: string
  readonly inputWidth: number
  readonly inputHeight: number
  readonly outputShape: readonly number[]
  readonly labels: readonly string[]
  /** `scale`: model pixels per picture pixel; the picture lies at the left top corner of the input. */
  decode(output: Float32Array, picture: { readonly width: number; readonly height: number; readonly scale: number }): Detection[]
}

/** A family of models that are fed and read alike. The input is always BGR 0..255, letterboxed at the left top corner, so far. */
export interface AdapterFamily {
  /** One clause for error messages: names and shapes. */
  readonly expected: string
  /** Null when the model is none of the family. */
  recognise(signature: ModelSignature): DetectorAdapter | null
}

/** `images float32 1x3x416x416 -> output float32 1x3549x85` */
export function describeSignature({ inputs, outputs }: ModelSignature): string {
  const list = (tensors: readonly TensorSignature[]): string =>
    tensors.map(({ name, type, shape }) => `${name} ${type} ${shape.join('x')}`).join(', ') || 'nothing'
  return `${list(inputs)} -> ${list(outputs)}`
}
