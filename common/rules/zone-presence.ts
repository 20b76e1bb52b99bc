import type { Zone } from '../contracts/regions.ts'
import type { TrackState } from '../frame-result.ts'
import { bottomCentre } from '../geometry/box.ts'
import { pointInPolygon } from '../geometry/polygon.ts'

/**
 * One object and one zone. A change of side counts after the zone's inertia, in both directions, so that a foot on the border neither flickers
 * nor starts the loitering time anew.
 */
export type ZonePresence =
  | { readonly at: 'outside' }
  | { readonly at: 'entering'; readonly sincePtsMs: number }
  | { readonly at: 'inside'; readonly sincePtsMs: number }
  | { readonly at: 'leaving'; readonly sincePtsMs: number; readonly outSincePtsMs: number }

export const OUTSIDE: ZonePresence = { at: 'outside' }

/**
 * Inertia is given in frames and runs on pts: N frames at `fps` are there when the first and the last lie N − 1 frame times apart
 * (half a frame less, for time stamps that are rounded). A source that delivers fewer frames does not have to stay longer.
 */
export const inertiaMs = (frames: number, fps: number): number => Math.max(0, ((frames - 1.5) * 1000) / fps)

export function stepPresence(presence: ZonePresence, args: { isIn: boolean; ptsMs: number; holdMs: number }): ZonePresence {
  const { isIn, ptsMs, holdMs } = args
  switch (presence.at) {
    case 'outside': return isIn ? enter(ptsMs, ptsMs, holdMs) : presence
    case 'entering': return isIn ? enter(presence.sincePtsMs, ptsMs, holdMs) : OUTSIDE
    case 'inside': return isIn ? presence : leave(presence.sincePtsMs, ptsMs, ptsMs, holdMs)
    case 'leaving': return isIn ? { at: 'inside', sincePtsMs: presence.sincePtsMs } : leave(presence.sincePtsMs, presence.outSincePtsMs, ptsMs, holdMs)
  }
}

const enter = (sincePtsMs: number, ptsMs: number, holdMs: number): ZonePresence =>
  ({ at: ptsMs - sincePtsMs >= holdMs ? 'inside' : 'entering', sincePtsMs })

const leave = (sincePtsMs: number, outSincePtsMs: number, ptsMs: number, holdMs: number): ZonePresence =>
  ptsMs - outSincePtsMs >= holdMs ? OUTSIDE : { at: 'leaving', sincePtsMs, outSincePtsMs }

/** In the zone, and long enough. */
export const counts = (presence: ZonePresence, ptsMs: number, loiteringSeconds: number): boolean =>
  (presence.at === 'inside' || presence.at === 'leaving') && ptsMs - presence.sincePtsMs >= loiteringSeconds * 1000

/** Where it stands decides: the middle of the box's lower edge. */
export const standsIn = (track: TrackState, zone: Zone): boolean => concerns(zone.labels, track.label) && pointInPolygon(bottomCentre(track.box), zone.points)

export const concerns = (labels: readonly string[] | undefined, label: string): boolean => labels === undefined || labels.length === 0 || labels.includes(label)
