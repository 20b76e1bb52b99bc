const HISTORY = 10
const PADDED_TO = 3

/**
 * Scores of a track's last ten inferred frames (PRODUCT.md, "Scores"): a hit below `minScore` and a missed frame count 0; the track's score
 * is their median, padded with zeros to three; once it reaches the threshold the object is true for good.
 */
export interface TrackScores {
  /** Newest last. */
  readonly last: readonly number[]
  readonly median: number
  readonly confirmed: boolean
}

export const NO_SCORES: TrackScores = { last: [], median: 0, confirmed: false }

export function addScore(scores: TrackScores, score: number, { minScore, threshold }: { minScore: number; threshold: number }): TrackScores {
  const last = [...scores.last, score < minScore ? 0 : score].slice(-HISTORY)
  const median = medianOf([...last, ...Array<number>(Math.max(0, PADDED_TO - last.length)).fill(0)])
  return { last, median, confirmed: scores.confirmed || median >= threshold }
}

/** Of an even number: the mean of the middle two. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
