import type { TimelineEvent } from '../../../common/contracts/footage.ts'
import { placeOf, rankOf } from './arrange-events.ts'
import type { Span } from './span.ts'

const NEAR_PX = 4

/** The event under a point of its lane: the one that is drawn there, or the nearest close by; what merely moved only where nothing else is. */
export function eventAt(events: readonly TimelineEvent[], { span, width, x, nowMs }: { span: Span; width: number; x: number; nowMs: number }): TimelineEvent | null {
  let best: { event: TimelineEvent; away: number; moved: boolean } | null = null
  for (const event of events) {
    const { left, right } = placeOf(event, { span, width, nowMs })
    const away = x < left ? left - x : x > right ? x - right : 0
    const moved = rankOf(event) === 0
    if (away > NEAR_PX) continue
    // Of two that lie over each other the later one is on top.
    if (!best || (best.moved === moved ? away <= best.away : best.moved)) best = { event, away, moved }
  }
  return best?.event ?? null
}
