import * as perfHooks from 'node:perf_hooks'
import { type ProcessStatsReader, watchProcess } from '../common/process-stats.ts'

/** Watches this worker process. */
export const startProcessStats = ({ name }: { name: string }): ProcessStatsReader =>
  watchProcess(name, { perfHooks, pid: process.pid, rss: () => process.memoryUsage.rss() })
