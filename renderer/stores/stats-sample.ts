import type { CameraStats, Percentiles, Stats } from '../../common/contracts/stats.ts'
import { sumDrops } from '../../common/ledger.ts'

/** The few figures the charts draw; whole snapshots of sixteen cameras would fill memory in ten minutes. */
export interface Point {
  readonly captured: number
  readonly drops: number
  readonly fps: number
  readonly inferFps: number
  readonly dropRate: number
  readonly onTime: number | null
  readonly total: Percentiles | null
  readonly glass: Percentiles | null
}

export interface Sample {
  readonly atMs: number
  readonly all: Point
  readonly cameras: Readonly<Record<string, Point>>
  readonly inferQueue: number
  readonly rssBytes: number
}

type Figures = Pick<CameraStats, 'ledger' | 'fps' | 'inferFps' | 'recentDropRate' | 'recentOnTimeRatio' | 'stages'>

const pointOf = (stats: Figures): Point => ({
  captured: stats.ledger.captured,
  drops: sumDrops(stats.ledger.outcomes),
  fps: stats.fps,
  inferFps: stats.inferFps,
  dropRate: stats.recentDropRate,
  onTime: stats.recentOnTimeRatio,
  total: stats.stages['10s'].total ?? null,
  glass: stats.stages['10s'].glass ?? null,
})

export const samplesOf = (stats: Stats): Sample => ({
  atMs: stats.atMs,
  all: pointOf(stats.all),
  cameras: Object.fromEntries(stats.cameras.map((camera) => [camera.id, pointOf(camera)])),
  inferQueue: stats.infer.queueDepth,
  rssBytes: stats.processes.reduce((sum, process) => sum + process.rssBytes, 0),
})
