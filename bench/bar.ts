/** One line of the bench's table. Lower is better; `must` is the limit, `aim` where we want to be. */
export interface BenchBar {
  readonly name: string
  /** Null when it could not be measured; the name then says why. */
  readonly value: number | null
  readonly unit: string
  readonly must: number
  readonly aim: number
  readonly ok: boolean
}

export const bar = ({ name, value, unit, must, aim }: Omit<BenchBar, 'ok'>): BenchBar =>
  ({ name, value: value === null ? null : Number(value.toFixed(4)), unit, must, aim, ok: value !== null && value <= must })

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] as number : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
