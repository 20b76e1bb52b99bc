import { create } from 'zustand'
import type { Stats } from '../../common/contracts/stats.ts'
import { samplesOf, type Sample } from './stats-sample.ts'

const HISTORY_SECONDS = 600

interface StatsState {
  readonly latest: Stats | null
  /** One a second, oldest first, at most ten minutes. */
  readonly history: readonly Sample[]
  readonly historyLoaded: boolean
}

export const useStats = create<StatsState>()(() => ({ latest: null, history: [], historyLoaded: false }))

export function takeStats(stats: Stats): void {
  useStats.setState(({ history }) => ({ latest: stats, history: [...history, samplesOf(stats)].slice(-HISTORY_SECONDS) }))
}

/** What the engine remembered from before this page; newer samples stay. */
export function takeHistory(past: readonly Stats[]): void {
  useStats.setState(({ history }) => {
    const first = history[0]?.atMs ?? Number.POSITIVE_INFINITY
    const older = past.filter((stats) => stats.atMs < first).map(samplesOf)
    return { history: [...older, ...history].slice(-HISTORY_SECONDS), historyLoaded: true }
  })
}
