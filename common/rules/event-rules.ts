import type { EventKind, EventsConfig } from '../contracts/camera-config.ts'
import type { Event } from '../contracts/event.ts'
import type { Box } from '../frame-result.ts'

/** What of a camera's config decides about its events. */
export interface EventRules {
  readonly events: EventsConfig
  /** `events.on`, or `motion` where no model can name objects. */
  readonly effectiveOn: readonly EventKind[]
  readonly ruleVersion: number
  readonly model: Event['model']
  readonly newId: (key: EventIdKey) => string
  /** `analyze` only: events carry the file and its times. */
  readonly file?: string
}

/** What an event's id may be made of. */
export interface EventIdKey {
  readonly camera: string
  readonly type: EventKind
  readonly trackId: number
  readonly startPtsMs: number
  readonly startedAtMs: number
}

/** What is remembered of one track from its first report to its end, whether or not it makes an event. */
export interface TrackMemory {
  readonly label: string
  readonly kind: EventKind | null
  readonly event: Event | null
  readonly zones: readonly string[]
  readonly lines: Event['lines']
  readonly bestMedian: number
  readonly lastHit: { readonly wallMs: number; readonly ptsMs: number }
  /** As last seen. */
  readonly box: Box
  readonly stationary: boolean
  /** The place of something that stood there before and was lost: this is that thing again, as long as it stays. */
  readonly parkedAt: Box | null
  /** It would have begun an event, were it not for the cooldown. */
  readonly suppressed: boolean
  /** Changed, but not told yet: scores alone wait for company. */
  readonly untold: boolean
  readonly toldAtMs: number
}
