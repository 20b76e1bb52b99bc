import type { DetectConfig } from '../contracts/camera-config.ts'

export interface Thresholds {
  /** Below it a hit counts 0. */
  readonly minScore: number
  /** A median that reaches it makes the object true. */
  readonly threshold: number
}

/** The camera's thresholds, or the label's own. */
export function thresholdsOf(detect: Pick<DetectConfig, 'minScore' | 'threshold' | 'filters'>, label: string): Thresholds {
  const filter = detect.filters[label]
  return { minScore: filter?.minScore ?? detect.minScore, threshold: filter?.threshold ?? detect.threshold }
}
