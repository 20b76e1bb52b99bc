export interface Wish {
  readonly cameraId: string
  /** Inferences a second it would have now. */
  readonly wanted: number
  readonly weight: number
}

/** Rates are declared to people: halves of a frame a second, and never nothing. */
const STEP = 0.5

/**
 * Weighted max-min fair rates: the highest level L with Σ min(wanted, L · weight) ≤ capacity (water filling; Bertsekas and Gallager,
 * Data Networks, 6.5.2). Who wants less than L · weight is not limited and absent from the answer. `capacity`: inferences a second.
 */
export function shareRates(capacity: number, wishes: readonly Wish[]): Map<string, number> {
  const open = [...wishes].sort((a, b) => a.wanted / a.weight - b.wanted / b.weight)
  let left = capacity
  let weights = open.reduce((sum, { weight }) => sum + weight, 0)
  const limits = new Map<string, number>()
  for (const { cameraId, wanted, weight } of open) {
    const fair = (left / weights) * weight
    if (wanted > fair) limits.set(cameraId, Math.max(STEP, Math.floor(fair / STEP) * STEP))
    left -= Math.min(wanted, fair)
    weights -= weight
  }
  return limits
}
