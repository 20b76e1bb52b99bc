import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Stats, StatsWindow } from '../../../common/contracts/stats.ts'
import type { Point, Sample } from '../../stores/stats-sample.ts'
import { takeHistory, useStats } from '../../stores/stats.ts'
import { engine } from '../../transport/engine.ts'

interface Figures {
  readonly latest: Stats | null
  readonly history: readonly Sample[]
}

interface PerformanceState {
  /** What was on screen when Pause was pressed. */
  readonly frozen: Figures | null
  readonly window: StatsWindow
  readonly minutes: '1' | '5' | '10'
}

export const usePerformance = create<PerformanceState>()(() => ({ frozen: null, window: '10s', minutes: '5' }))

export function togglePause(): void {
  const { latest, history } = useStats.getState()
  usePerformance.setState(({ frozen }) => ({ frozen: frozen ? null : { latest, history } }))
}

/** The figures on screen: the newest, or the frozen ones. */
export function useFigures(): Figures {
  const frozen = usePerformance((state) => state.frozen)
  const live = useStats(useShallow(({ latest, history }) => ({ latest, history })))
  return frozen ?? live
}

export const pointOf = (sample: Sample, camera: string | null): Point | null => (camera === null ? sample.all : (sample.cameras[camera] ?? null))

/** Five minutes are what the charts show at first; whole snapshots of many cameras are large. */
const ASKED_SECONDS = 300

/** What happened before this page was opened. */
export async function loadHistory(): Promise<void> {
  if (useStats.getState().historyLoaded) return
  takeHistory(await engine().stats.history({ seconds: ASKED_SECONDS }))
}
