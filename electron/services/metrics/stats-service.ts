import * as perfHooks from 'node:perf_hooks'
import { statfs } from 'node:fs/promises'
import type { CameraStatus } from '../../../common/contracts/camera-status.ts'
import type { CameraStats, LedgerStats, ProcessStats, Stats } from '../../../common/contracts/stats.ts'
import { addLedgers, DISPLAY_OUTCOMES, type DisplayOutcome, dropRate, emptyLedger, type LedgerCounts, ledgerMismatch } from '../../../common/ledger.ts'
import { watchProcess } from '../../../common/process-stats.ts'
import type { CameraLedger, MediaCameraSnapshot, MediaReport, MediaSnapshot } from '../../../common/wire/media-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { LedgerKeeper } from './ledger-keeper.ts'

export interface StatsSources {
  statuses(): CameraStatus[]
  modelId(): string | null
  /** The store's own process figures; null while it is away. */
  storeProcess(): ProcessStats | null
  usage(): Promise<{ catalogueBytes: number; mediaBytes: number; events: number } | null>
  readonly dataFolder: string
}

const HISTORY_SECONDS = 600
const USAGE_EVERY_MS = 10_000
const NO_POOL: CameraStats['pool'] = { slots: 0, leased: 0, hits: 0, misses: 0, leaks: 0, doubleReleases: 0, bytes: 0 }
const NO_DISPLAY: Readonly<Record<DisplayOutcome, number>> = { painted: 0, superseded: 0, 'no-credit': 0, hidden: 0, gone: 0 }
const NO_STAGES = { '10s': {}, '1m': {}, '1h': {} }

/** Turns media's snapshots into the figures everybody sees: screens, `/api/v1/stats`, `/metrics`. */
export class StatsService {
  readonly ledgers = new LedgerKeeper()
  /** Times the ledger did not add up, per camera: an alert, never a silent correction. */
  readonly mismatches = new Map<string, number>()
  snapshot: MediaSnapshot | null = null
  private readonly sources: StatsSources
  private readonly clock: Clock
  private readonly logger: Logger
  private readonly startedAt: number
  private readonly process = watchProcess('main', { perfHooks, pid: process.pid, rss: () => process.memoryUsage.rss() })
  private readonly history: Stats[] = []
  private readonly listeners = new Set<(stats: Stats) => void>()
  private storage: Stats['storage'] = { catalogueBytes: 0, mediaBytes: 0, freeBytes: 0, events: 0 }
  private storageAt = -Infinity

  constructor(options: { sources: StatsSources; clock: Clock; logger: Logger }) {
    this.sources = options.sources
    this.clock = options.clock
    this.logger = options.logger
    this.startedAt = options.clock.monotonic()
  }

  receive(report: MediaReport): void {
    if (report.type === 'epoch-drained') {
      this.ledgers.drained(report.cameraId, report.epoch, report.ledger)
    } else if (report.type === 'stats') {
      this.snapshot = report.snapshot
      for (const camera of report.snapshot.cameras) this.count(camera)
      this.publish()
    } else if (report.type === 'results') {
      for (const camera of report.ledgers) this.count(camera)
    }
  }

  mediaDied(): void {
    this.ledgers.mediaDied()
    this.snapshot = null
  }

  /** Called with every new snapshot, about once a second. */
  onStats(listener: (stats: Stats) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  recent(seconds: number): Stats[] {
    return this.history.slice(-seconds)
  }

  /** The figures as they stand now. */
  current(): Stats {
    return this.build()
  }

  get uptimeSeconds(): number {
    return (this.clock.monotonic() - this.startedAt) / 1000
  }

  stop(): void {
    this.process.stop()
  }

  private publish(): void {
    const stats = this.build()
    // The worst frames are for now, not for ten minutes of them.
    this.history.push({ ...stats, worst: [] })
    if (this.history.length > HISTORY_SECONDS) this.history.shift()
    for (const listener of this.listeners) listener(stats)
    if (this.clock.monotonic() - this.storageAt > USAGE_EVERY_MS) void this.readStorage()
  }

  private count(camera: CameraLedger): void {
    this.ledgers.update(camera.cameraId, camera.epoch, camera.ledger)
    const mismatch = ledgerMismatch(camera.ledger)
    if (mismatch === 0) return
    this.mismatches.set(camera.cameraId, (this.mismatches.get(camera.cameraId) ?? 0) + 1)
    this.logger.error({ camera: camera.cameraId, mismatch, ledger: camera.ledger }, 'the frame ledger does not add up; this is a bug in Vigil')
  }

  private build(): Stats {
    const snapshots = new Map(this.snapshot?.cameras.map((camera) => [String(camera.cameraId), camera]))
    const cameras = this.sources.statuses().map((status) => this.camera(status, snapshots.get(status.id) ?? null))
    const worst = [...snapshots.values()].flatMap((camera) => camera.worst).sort((a, b) => (b.stages.total ?? 0) - (a.stages.total ?? 0)).slice(0, 20)
    return {
      atMs: this.clock.now(), uptimeSeconds: this.uptimeSeconds, cameras, all: this.all(cameras, [...snapshots.values()]),
      infer: { modelId: this.sources.modelId(), ...(this.snapshot?.infer ?? { threads: 0, queueDepth: 0, perSecond: 0, run: null }) },
      processes: [this.process.read(), this.snapshot?.process, this.sources.storeProcess()].filter((stats) => stats != null),
      storage: this.storage, worst,
    }
  }

  private camera(status: CameraStatus, snapshot: MediaCameraSnapshot | null): CameraStats {
    const ledger = this.ledgers.total(status.id)
    return {
      id: status.id, name: status.name, ledger: ledgerStats(ledger), ...rates(ledger, snapshot ? [snapshot] : []),
      deadlineMs: snapshot?.deadlineMs ?? 0, fps: snapshot?.fps ?? 0, inferFps: snapshot?.inferFps ?? 0, inferLimit: snapshot?.inferLimit ?? null, stages: snapshot?.stages ?? NO_STAGES,
      display: snapshot?.display ?? NO_DISPLAY, viewers: snapshot?.viewers ?? 0, pool: snapshot?.pool ?? NO_POOL, tracks: snapshot?.tracks ?? 0,
    }
  }

  private all(cameras: readonly CameraStats[], snapshots: readonly MediaCameraSnapshot[]): Stats['all'] {
    const ledger = cameras.reduce((sum, camera) => addLedgers(sum, this.ledgers.total(camera.id)), emptyLedger())
    const sum = (of: (camera: CameraStats) => number): number => cameras.reduce((total, camera) => total + of(camera), 0)
    const display: Record<DisplayOutcome, number> = { ...NO_DISPLAY }
    for (const name of DISPLAY_OUTCOMES) display[name] = sum((camera) => camera.display[name])
    return {
      ledger: ledgerStats(ledger), ...rates(ledger, snapshots), fps: sum(({ fps }) => fps), inferFps: sum(({ inferFps }) => inferFps),
      stages: this.snapshot?.allStages ?? NO_STAGES, display, viewers: sum(({ viewers }) => viewers), tracks: sum(({ tracks }) => tracks),
    }
  }

  private async readStorage(): Promise<void> {
    this.storageAt = this.clock.monotonic()
    const usage = await this.sources.usage().catch(() => null)
    const free = await statfs(this.sources.dataFolder).then(({ bavail, bsize }) => bavail * bsize, () => 0)
    this.storage = { ...(usage ?? this.storage), freeBytes: free }
  }
}

const ledgerStats = (ledger: LedgerCounts): LedgerStats => ({ ...ledger, mismatch: ledgerMismatch(ledger) })

function rates(ledger: LedgerCounts, snapshots: readonly MediaCameraSnapshot[]): Pick<CameraStats, 'dropRate' | 'recentDropRate' | 'onTimeRatio' | 'recentOnTimeRatio'> {
  const sum = (of: (recent: MediaCameraSnapshot['recent']) => number): number => snapshots.reduce((total, { recent }) => total + of(recent), 0)
  const recent = { captured: sum(({ captured }) => captured), drops: sum(({ drops }) => drops), onTime: sum(({ onTime }) => onTime), finished: sum(({ finished }) => finished) }
  const finished = ledger.captured - ledger.inFlight
  return {
    dropRate: dropRate(ledger),
    recentDropRate: recent.captured === 0 ? 0 : recent.drops / recent.captured,
    onTimeRatio: finished === 0 ? null : ledger.onTime / finished,
    recentOnTimeRatio: recent.finished === 0 ? null : recent.onTime / recent.finished,
  }
}
