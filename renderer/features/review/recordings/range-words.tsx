import { clockTime, dayOf, length } from '../../../ui/format.ts'
import type { Range } from '../../../ui/timeline/timeline-store.ts'

export function RangeWords({ range: { fromMs, toMs }, cameras }: { readonly range: Range; readonly cameras: number }) {
  return (
    <p>
      <strong>{dayOf(fromMs)} {clockTime(fromMs)} – {clockTime(toMs)}</strong> <span className="muted">{length((toMs - fromMs) / 1000)}{cameras > 1 ? `, one file for each of ${cameras} cameras` : ''}</span>
    </p>
  )
}
