import type { ClipTracks } from '../../../common/contracts/event.ts'
import { SAME_FRAME_MS, type FrameHistory } from './frame-history.ts'

/** Measures, while a clip is written, how far its frames and the analysed frames are apart. */
export interface Alignment {
  /** Frames written, and the moment before which no more will come; milliseconds on the source's timeline. */
  add(framesMs: readonly number[], completeUntilMs: number): void
  read(): ClipTracks['alignment']
}

export function createAlignment(history: FrameHistory): Alignment {
  let clipMs: number[] = []
  let checkedUntilMs: number | null = null
  let worstMs = 0
  return {
    add(framesMs, completeUntilMs) {
      clipMs = [...clipMs, ...framesMs].sort((a, b) => a - b)
      checkedUntilMs ??= (clipMs[0] ?? 0) - SAME_FRAME_MS
      const untilMs = Math.min(completeUntilMs - SAME_FRAME_MS, history.lastPtsMs ?? -Infinity)
      for (const frame of history.analysedBetween(checkedUntilMs, untilMs)) {
        worstMs = Math.max(worstMs, clipMs.reduce((nearest, ptsMs) => Math.min(nearest, Math.abs(ptsMs - frame.ptsMs)), Infinity))
      }
      checkedUntilMs = Math.max(checkedUntilMs, untilMs)
      const keepFromMs = checkedUntilMs - 2_000
      clipMs = clipMs.filter((ptsMs) => ptsMs >= keepFromMs)
    },
    read: () => ({ exact: worstMs <= SAME_FRAME_MS, errorMs: Math.round(worstMs * 1_000) / 1_000 }),
  }
}
