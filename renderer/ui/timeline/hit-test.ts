import type { TimelineEvent } from '../../../common/contracts/footage.ts'
import { toX, type Span } from './span.ts'

const NEAR_PX = 4

/** The event under a point of its lane: the one that is drawn there, or the nearest close by. */
export function eventAt(events: readonly TimelineEvent[], { span, width, x, nowMs }: { span: Span; width: number; x: number; nowMs: number }): TimelineEvent | null {
  let best: { event: TimelineEvent; away: number } | null = null
  for (const event of events) {
    const from = toX(span, width, event.startedMs)
    const to = Math.max(from + 3, toX(span, width, event.endedMs ?? nowMs))
    const away = x < from ? from - x : x > to ? x - to : 0
    // Of two that lie over each other the later one is on top.
    if (away <= NEAR_PX && (!best || away <= best.away)) best = { event, away }
  }
  return best?.event ?? null
}
