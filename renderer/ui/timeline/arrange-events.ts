import type { TimelineEvent } from '../../../common/contracts/footage.ts'
import { toX, type Span } from './span.ts'

/** An event, or several of what merely moved, as they lie on a lane; CSS pixels. */
export interface Bar {
  readonly left: number
  readonly right: number
  readonly label: string
  readonly rank: Rank
  readonly reviewed: boolean
}

/** What an operator looks for comes before what merely moved. */
export type Rank = 0 | 1 | 2
export const rankOf = ({ type, severity }: Pick<TimelineEvent, 'type' | 'severity'>): Rank => (severity === 'alert' ? 2 : type === 'motion' ? 0 : 1)

const LEAST_PX = 3
/** Nearer than this one cannot tell two movements apart. */
const APART_PX = 2

interface View {
  readonly span: Span
  readonly width: number
  readonly nowMs: number
}

export const placeOf = ({ startedMs, endedMs }: Pick<TimelineEvent, 'startedMs' | 'endedMs'>, { span, width, nowMs }: View): { left: number; right: number } => {
  const left = toX(span, width, startedMs)
  return { left, right: Math.max(left + LEAST_PX, toX(span, width, endedMs ?? nowMs)) }
}

/** What is in view, in the order in which it is drawn: motion in runs, then detections, then alerts on top. Events are in order of their start. */
export function arrangeEvents(events: readonly TimelineEvent[], view: View): readonly Bar[] {
  const ranked: [Bar[], Bar[], Bar[]] = [[], [], []]
  for (const event of events) {
    const place = placeOf(event, view)
    if (place.right < 0 || place.left > view.width) continue
    const bar: Bar = { ...place, label: event.label, rank: rankOf(event), reviewed: event.reviewed }
    const own = ranked[bar.rank]
    const last = own.at(-1)
    if (bar.rank === 0 && last && bar.left - last.right < APART_PX) own[own.length - 1] = { ...last, right: Math.max(last.right, bar.right), reviewed: last.reviewed && bar.reviewed }
    else own.push(bar)
  }
  return ranked.flat()
}
