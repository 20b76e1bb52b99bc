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

/** `images float32 1x3x416x416 -> output float32 1x3549x85` */
export function describeSignature({ inputs, outputs }: ModelSignature): string {
  const list = (tensors: readonly TensorSignature[]): string => tensors.map(describeTensor).join(', ') || 'nothing'
  return `${list(inputs)} -> ${list(outputs)}`
}

export const describeTensor = ({ name, type, shape }: TensorSignature): string => `${name} ${type} ${shape.join('x')}`

/** The sides after the batch, null where they are not fixed; null in place of all when the batch is fixed to more than one picture. */
export function sidesOf({ shape }: TensorSignature): readonly (number | null)[] | null {
  const [batch, ...sides] = shape
  if (batch !== 1 && typeof batch !== 'string') return null
  return sides.map((side) => (typeof side === 'number' ? side : null))
}
