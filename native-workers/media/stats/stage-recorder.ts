import { STATS_WINDOWS, type StagePercentiles, type StatsWindow } from '../../../common/contracts/stats.ts'
import { STAGES, type Stage, type StageTimes } from '../../../common/stages.ts'
import { STAGE_BUCKETS_SECONDS } from '../../../common/wire/media-messages.ts'
import { SlidingHistogram } from './sliding-histogram.ts'

const WINDOWS: Record<StatsWindow, { parts: number; partMs: number }> = {
  '10s': { parts: 10, partMs: 1000 },
  '1m': { parts: 6, partMs: 10_000 },
  '1h': { parts: 6, partMs: 600_000 },
}

/** A long window hardly changes from one second to the next: its percentiles are told anew only so often. */
const RENEW_MS: Record<StatsWindow, number> = { '10s': 0, '1m': 5_000, '1h': 30_000 }

interface StageHistograms {
  readonly windows: Readonly<Record<StatsWindow, SlidingHistogram>>
  readonly buckets: number[]
  sumSeconds: number
}

const emptyStage = (): StageHistograms => ({
  windows: { '10s': new SlidingHistogram(WINDOWS['10s']), '1m': new SlidingHistogram(WINDOWS['1m']), '1h': new SlidingHistogram(WINDOWS['1h']) },
  buckets: STAGE_BUCKETS_SECONDS.map(() => 0).concat(0),
  sumSeconds: 0,
})

/** Latency per stage: sliding windows for the screens, cumulative buckets for Prometheus. */
export class StageRecorder {
  private readonly stages = new Map<Stage, StageHistograms>()
  private readonly told = new Map<StatsWindow, { atMs: number; percentiles: StagePercentiles }>()

  record(times: StageTimes, nowMs: number): void {
    for (const stage of STAGES) {
      const durationMs = times[stage]
      if (durationMs !== undefined) this.recordStage(stage, durationMs, nowMs)
    }
  }

  recordStage(stage: Stage, durationMs: number, nowMs: number): void {
    let histograms = this.stages.get(stage)
    if (!histograms) this.stages.set(stage, (histograms = emptyStage()))
    for (const window of STATS_WINDOWS) histograms.windows[window].record(durationMs, nowMs)
    const seconds = durationMs / 1000
    const bucket = STAGE_BUCKETS_SECONDS.findIndex((bound) => seconds <= bound)
    const index = bucket === -1 ? STAGE_BUCKETS_SECONDS.length : bucket
    histograms.buckets[index] = (histograms.buckets[index] ?? 0) + 1
    histograms.sumSeconds += seconds
  }

  percentiles(nowMs: number): Record<StatsWindow, StagePercentiles> {
    return { '10s': this.window('10s', nowMs), '1m': this.window('1m', nowMs), '1h': this.window('1h', nowMs) }
  }

  private window(window: StatsWindow, nowMs: number): StagePercentiles {
    const before = this.told.get(window)
    if (before && nowMs - before.atMs < RENEW_MS[window]) return before.percentiles
    const percentiles: StagePercentiles = {}
    for (const [stage, { windows }] of this.stages) {
      const found = windows[window].percentiles(nowMs)
      if (found) percentiles[stage] = found
    }
    this.told.set(window, { atMs: nowMs, percentiles })
    return percentiles
  }

  buckets(): Partial<Record<Stage, { counts: number[]; sumSeconds: number }>> {
    return Object.fromEntries([...this.stages].map(([stage, { buckets, sumSeconds }]) => [stage, { counts: [...buckets], sumSeconds }]))
  }
}
