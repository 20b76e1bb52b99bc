import type { EventsConfig } from '../../../common/contracts/camera-config.ts'

/** What a clip must cover, milliseconds on the source's timeline. */
export interface ClipWindow {
  /** The clip starts at the keyframe at or before this. */
  readonly fromMs: number
  /** Of a further part null: it has none, and its first frame is checked. */
  readonly triggerMs: number | null
  /** Where it stops even if the event goes on. */
  readonly limitMs: number
}

/** The trigger always fits, however short `maxSeconds` is: a clip without it would be no clip of the event. */
export function clipWindow({ startMs, triggerMs, events }: { startMs: number; triggerMs: number; events: EventsConfig }): ClipWindow {
  const fromMs = Math.min(startMs, triggerMs) - events.preSeconds * 1_000
  return { fromMs, triggerMs, limitMs: Math.max(fromMs + events.maxSeconds * 1_000, triggerMs + 1_000) }
}

/** A part that goes on where the one before it stopped. */
export const furtherWindow = (fromMs: number, { maxSeconds }: EventsConfig): ClipWindow => ({ fromMs, triggerMs: null, limitMs: fromMs + maxSeconds * 1_000 })

/** Where the clip stops once the event ended at `endMs`; null while it goes on. */
export function clipStop(window: ClipWindow, endMs: number | null, events: EventsConfig): number {
  if (endMs === null) return window.limitMs
  return Math.min(window.limitMs, Math.max(endMs, window.triggerMs ?? endMs) + events.postSeconds * 1_000)
}
