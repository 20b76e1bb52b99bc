/**
 * One coordinate that moves with nearly constant velocity: value and velocity with their covariance. A box is four of these; the usual
 * eight-state filter has no terms between the coordinates either, so this is the same filter without the matrices.
 */
export interface Axis {
  value: number
  /** Per second. */
  velocity: number
  /** Covariance: value–value, value–velocity, velocity–velocity. */
  vv: number
  vd: number
  dd: number
}

export const createAxis = (value: number, valueStd: number, velocityStd: number): Axis => ({ value, velocity: 0, vv: valueStd ** 2, vd: 0, dd: velocityStd ** 2 })

/** Moves the axis on by `seconds`; `accelerationStd` per second² (white noise acceleration, discretised). */
export function predictAxis(axis: Axis, seconds: number, accelerationStd: number): void {
  const q = accelerationStd ** 2
  axis.value += axis.velocity * seconds
  axis.vv += 2 * seconds * axis.vd + seconds ** 2 * axis.dd + (q * seconds ** 4) / 4
  axis.vd += seconds * axis.dd + (q * seconds ** 3) / 2
  axis.dd += q * seconds ** 2
}

export function correctAxis(axis: Axis, measured: number, measuredStd: number): void {
  const total = axis.vv + measuredStd ** 2
  const gainValue = axis.vv / total
  const gainVelocity = axis.vd / total
  const surprise = measured - axis.value
  axis.value += gainValue * surprise
  axis.velocity += gainVelocity * surprise
  axis.dd -= gainVelocity * axis.vd
  axis.vd *= 1 - gainValue
  axis.vv *= 1 - gainValue
}
