import type { StagePercentiles } from '../../../common/contracts/stats.ts'
import { ANALYSIS_STAGES, VIEWER_STAGES, type Stage } from '../../../common/stages.ts'

/** One stage as three stacked pieces: up to P50, from there to P95, from there to P99. */
export interface StageBar {
  readonly stage: Stage
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly toP50: number
  readonly toP95: number
  readonly toP99: number
}

/** `total` and `glass` are sums of the others and would dwarf them: they have their own figures. */
const SUMS: ReadonlySet<Stage> = new Set(['total', 'glass'])

export function stageBars(stages: StagePercentiles): readonly StageBar[] {
  return [...ANALYSIS_STAGES, ...VIEWER_STAGES].filter((stage) => !SUMS.has(stage)).flatMap((stage) => {
    const timed = stages[stage]
    if (!timed) return []
    const { p50, p95, p99 } = timed
    return [{ stage, p50, p95, p99, toP50: p50, toP95: Math.max(0, p95 - p50), toP99: Math.max(0, p99 - p95) }]
  })
}

interface WaterfallStep {
  readonly stage: Stage
  readonly fromMs: number
  readonly lastsMs: number
}

/** One frame's stages one after the other, in the order a frame passes. */
export function waterfall(stages: Partial<Record<Stage, number>>): { steps: readonly WaterfallStep[]; totalMs: number } {
  let fromMs = 0
  const steps = [...ANALYSIS_STAGES, ...VIEWER_STAGES].filter((stage) => !SUMS.has(stage)).flatMap((stage) => {
    const lastsMs = stages[stage]
    if (lastsMs === undefined) return []
    const step = { stage, fromMs, lastsMs }
    fromMs += lastsMs
    return [step]
  })
  return { steps, totalMs: Math.max(fromMs, stages.glass ?? 0, stages.total ?? 0) }
}
