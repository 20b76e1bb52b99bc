import { useStore } from 'zustand'
import { whenWords } from '../../../ui/format.ts'
import type { Rect } from '../../../ui/picture/letterbox.ts'
import type { TrialStore } from './trial-store.ts'

/** The chosen event's object where it was in its trigger frame; the picture under it is of now. */
export function TrialMark({ trial, size }: { readonly trial: TrialStore; readonly size: Rect }) {
  const chosen = useStore(trial, (state) => state.chosen)
  if (!chosen) return null
  const [x, y, w, h] = chosen.box
  const [left, top] = [x * size.width, y * size.height]
  return (
    <g className={`trial-box trial-${chosen.change}`} pointerEvents="none" data-testid="trial-box">
      <rect x={left} y={top} width={w * size.width} height={h * size.height} />
      <text x={left} y={top < 20 ? top + h * size.height + 16 : top - 6}>{chosen.label} · {whenWords(Date.parse(chosen.startedAt))}</text>
    </g>
  )
}
