import type { StagePercentiles, StatsWindow } from '../../../common/contracts/stats.ts'
import { STAGES, type Stage, type StageTimes } from '../../../common/stages.ts'
import { STAGE_BUCKETS_SECONDS } from '../../../common/wire/media-messages.ts'
import { bucketOf } from './duration-counts.ts'
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
  /** The same ones, to go through. */
  readonly all: readonly SlidingHistogram[]
  readonly buckets: number[]
  sumSeconds: number
}

function emptyStage(): StageHistograms {
  const windows = { '10s': new SlidingHistogram(WINDOWS['10s']), '1m': new SlidingHistogram(WINDOWS['1m']), '1h': new SlidingHistogram(WINDOWS['1h']) }
  return { windows, all: Object.values(windows), buckets: STAGE_BUCKETS_SECONDS.map(() => 0).concat(0), sumSeconds: 0 }
}

/** Its place among STAGE_BUCKETS_SECONDS, or the one behind them. */
function coarseBucketOf(seconds: number): number {
  let index = 0
  while (index < STAGE_BUCKETS_SECONDS.length && seconds > STAGE_BUCKETS_SECONDS[index]!) index++
  return index
}

/** Latency per stage: sliding windows for the screens, cumulative buckets for Prometheus. */
export class StageRecorder {
  /** By the stage's place among STAGES; undefined = nobody timed it yet. */
  private readonly stages: (StageHistograms | undefined)[] = STAGES.map(() => undefined)
  private readonly told = new Map<StatsWindow, { atMs: number; percentiles: StagePercentiles }>()

  /** Once a frame and camera, and once more for all cameras: written for speed. */
  record(times: StageTimes, nowMs: number): void {
    for (let index = 0; index < STAGES.length; index++) {
      const durationMs = times[STAGES[index]!]
      if (durationMs === undefined) continue
      const histograms = (this.stages[index] ??= emptyStage())
      const bucket = bucketOf(durationMs)
      for (const window of histograms.all) window.recordBucket(bucket, nowMs)
      const seconds = durationMs / 1000
      histograms.buckets[coarseBucketOf(seconds)]!++
      histograms.sumSeconds += seconds
    }
  }

  percentiles(nowMs: number): Record<StatsWindow, StagePercentiles> {
    return { '10s': this.window('10s', nowMs), '1m': this.window('1m', nowMs), '1h': this.window('1h', nowMs) }
  }

  private window(window: StatsWindow, nowMs: number): StagePercentiles {
    const before = this.told.get(window)
    if (before && nowMs - before.atMs < RENEW_MS[window]) return before.percentiles
    const percentiles: StagePercentiles = {}
    this.stages.forEach((histograms, index) => {
      const found = histograms?.windows[window].percentiles(nowMs)
      if (found) percentiles[STAGES[index]!] = found
    })
    this.told.set(window, { atMs: nowMs, percentiles })
    return percentiles
  }

  buckets(): Partial<Record<Stage, { counts: number[]; sumSeconds: number }>> {
    return Object.fromEntries(this.stages.flatMap((histograms, index) => (histograms ? [[STAGES[index]!, { counts: [...histograms.buckets], sumSeconds: histograms.sumSeconds }]] : [])))
  }
}
