import type { ProcessStats } from './contracts/stats.ts'

/** What of Node's `perf_hooks` and `process` is used; passed in, so that this folder stays free of Node. */
export interface ProcessProbe {
  readonly perfHooks: {
    monitorEventLoopDelay(options: { resolution: number }): { enable(): unknown; disable(): unknown; reset(): void; percentile(p: number): number; readonly max: number }
    readonly PerformanceObserver: new (callback: (list: { getEntries(): readonly GcEntry[] }) => void) => {
      observe(options: { entryTypes: readonly 'gc'[] }): void
      disconnect(): void
      takeRecords(): readonly GcEntry[]
    }
    readonly constants: { readonly NODE_PERFORMANCE_GC_MAJOR: number; readonly NODE_PERFORMANCE_GC_MINOR: number }
  }
  readonly pid: number
  rss(): number
}

interface GcEntry {
  readonly duration: number
  readonly detail?: unknown
}

export interface ProcessStatsReader {
  /** Event-loop delay is since the last read; collections are since the start. */
  read(): ProcessStats
  stop(): void
}

/** A timer of its own in every process: at 5 ms it took 0.8 % of a core in each of them, as much as all that main does for three cameras. */
const RESOLUTION_MS = 10
const toMs = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? Math.round(nanoseconds / 1e4) / 100 : 0)
/** The timer's own resolution is not a delay. */
const beyond = (nanoseconds: number): number => Math.max(0, toMs(nanoseconds) - RESOLUTION_MS)

/** Watches one process: resident memory, event-loop delay, garbage collections. */
export function watchProcess(name: string, probe: ProcessProbe): ProcessStatsReader {
  const { monitorEventLoopDelay, PerformanceObserver, constants } = probe.perfHooks
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  const gc = { minor: 0, major: 0, totalMs: 0 }
  const count = (entries: readonly GcEntry[]): void => {
    for (const entry of entries) {
      const kind = (entry.detail as { kind?: number } | undefined)?.kind
      // Incremental steps and weak callbacks belong to a major collection that is counted when it ends.
      if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) gc.major += 1
      else if (kind === constants.NODE_PERFORMANCE_GC_MINOR) gc.minor += 1
      gc.totalMs += entry.duration
    }
  }
  const observer = new PerformanceObserver((list) => count(list.getEntries()))
  observer.observe({ entryTypes: ['gc'] })
  return {
    read() {
      count(observer.takeRecords())
      const stats: ProcessStats = {
        name, pid: probe.pid, rssBytes: probe.rss(),
        eventLoopDelayMs: { p50: beyond(delay.percentile(50)), p99: beyond(delay.percentile(99)), max: beyond(delay.max) },
        gc: { minor: gc.minor, major: gc.major, totalMs: Math.round(gc.totalMs * 100) / 100 },
      }
      delay.reset()
      return stats
    },
    stop() {
      delay.disable()
      observer.disconnect()
    },
  }
}
