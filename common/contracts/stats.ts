import { z } from 'zod'
import { ANALYSIS_OUTCOMES, DISPLAY_OUTCOMES } from '../ledger.ts'
import { STAGES } from '../stages.ts'

export const STATS_WINDOWS = ['10s', '1m', '1h'] as const
export type StatsWindow = (typeof STATS_WINDOWS)[number]

/** Milliseconds; `count` frames stand behind the figures. */
export const Percentiles = z.strictObject({ count: z.int(), p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() })
export type Percentiles = z.infer<typeof Percentiles>

/** Per stage; a stage nobody timed in the window is absent. */
export const StagePercentiles = z.partialRecord(z.enum(STAGES), Percentiles)
export type StagePercentiles = z.infer<typeof StagePercentiles>

const Count = z.int().min(0)

export const LedgerStats = z.strictObject({
  captured: Count,
  inFlight: Count,
  onTime: Count,
  sourceGap: Count,
  outcomes: z.record(z.enum(ANALYSIS_OUTCOMES), Count),
  /** captured − Σ outcomes − in flight: 0, or a bug. */
  mismatch: z.int(),
})
export type LedgerStats = z.infer<typeof LedgerStats>

export const PoolStats = z.strictObject({ slots: Count, leased: Count, hits: Count, misses: Count, leaks: Count, doubleReleases: Count, bytes: Count })
export type PoolStats = z.infer<typeof PoolStats>

export const CameraStats = z.strictObject({
  id: z.string(),
  name: z.string(),
  ledger: LedgerStats,
  /** Drops ÷ captured since the start, and over the last 10 s. */
  dropRate: z.number(),
  recentDropRate: z.number(),
  /** Share of frames that met their deadline since the start, and over the last 10 s; null before the first frame. */
  onTimeRatio: z.number().nullable(),
  recentOnTimeRatio: z.number().nullable(),
  deadlineMs: z.number(),
  fps: z.number(),
  inferFps: z.number(),
  /** The detector has not enough for all: this camera gets `fps` inferences a second instead of `wantedFps`. */
  inferLimit: z.strictObject({ fps: z.number(), wantedFps: z.number() }).nullable(),
  stages: z.record(z.enum(STATS_WINDOWS), StagePercentiles),
  display: z.record(z.enum(DISPLAY_OUTCOMES), Count),
  viewers: Count,
  pool: PoolStats,
  tracks: Count,
})
export type CameraStats = z.infer<typeof CameraStats>

export const ProcessStats = z.strictObject({
  name: z.string(),
  pid: z.int(),
  rssBytes: z.number(),
  eventLoopDelayMs: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
  gc: z.strictObject({ minor: Count, major: Count, totalMs: z.number() }),
})
export type ProcessStats = z.infer<typeof ProcessStats>

/** A frame whose time was among the longest lately, with where it went. */
export const WorstFrame = z.strictObject({
  frameId: z.string(),
  capturedAtMs: z.number(),
  outcome: z.enum(ANALYSIS_OUTCOMES),
  stages: z.partialRecord(z.enum(STAGES), z.number()),
})
export type WorstFrame = z.infer<typeof WorstFrame>

export const Stats = z.strictObject({
  atMs: z.number(),
  uptimeSeconds: z.number(),
  cameras: z.array(CameraStats),
  /** The same figures over all cameras. */
  all: CameraStats.omit({ id: true, name: true, pool: true, deadlineMs: true, inferLimit: true }),
  infer: z.strictObject({
    modelId: z.string().nullable(),
    threads: Count,
    queueDepth: Count,
    perSecond: z.number(),
    run: Percentiles.nullable(),
  }),
  processes: z.array(ProcessStats),
  storage: z.strictObject({ catalogueBytes: z.number(), mediaBytes: z.number(), freeBytes: z.number(), events: Count }),
  worst: z.array(WorstFrame),
})
export type Stats = z.infer<typeof Stats>
