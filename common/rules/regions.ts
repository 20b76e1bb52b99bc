import type { Line, Zone } from '../contracts/regions.ts'
import type { LineCrossing, TrackState } from '../frame-result.ts'
import type { PictureSize } from './misfit.ts'
import { stepPassage, type LinePassage } from './line-crossing.ts'
import { concerns, counts, inertiaMs, OUTSIDE, standsIn, stepPresence, type ZonePresence } from './zone-presence.ts'
import { zoneRefusal } from './zone-filter.ts'

export interface RegionsConfig {
  readonly zones: readonly Zone[]
  readonly lines: readonly Line[]
  /** `detect.fps`: what a zone's inertia is counted in. */
  readonly fps: number
  /** What the filters of zones are measured by; without filters nobody asks. */
  readonly picture?: PictureSize
}

export interface Regions {
  /** The tracks of one frame, with `zones` and `crossings` filled in. */
  step(tracks: readonly TrackState[], ptsMs: number): TrackState[]
  /** Zones that hold a confirmed object since the last step, in the order of the config. */
  occupied(): string[]
  /** Zones the track stands in that do not count yet. */
  waiting(trackId: number, ptsMs: number): ZoneWait[]
  /** What is known about regions whose id stays is kept. */
  setConfig(config: RegionsConfig): void
  /** Forgets all objects. */
  reset(): void
}

/** A zone that an object stands in, and what it still has to wait for there; milliseconds of pts. */
export interface ZoneWait {
  readonly zone: string
  readonly insideMs: number
  readonly inertiaMs: number
  readonly loiteringMs: number
  /** What the zone's filter has against it. */
  readonly refused?: string
}

interface Visitor {
  readonly zones: Map<string, ZonePresence>
  readonly lines: Map<string, LinePassage>
  /** Zones it stands in and does not fit into. */
  readonly refused: Map<string, string>
}

const USUAL_PICTURE: PictureSize = { width: 640, height: 360 }

/** Zones and lines of one camera over the tracks of its frames. */
export function createRegions(initial: RegionsConfig): Regions {
  let config = initial
  let visitors = new Map<number, Visitor>()
  let occupied = new Set<string>()

  function zonesOf(visitor: Visitor, track: TrackState, ptsMs: number): string[] {
    return config.zones.filter((zone) => {
      const before = visitor.zones.get(zone.id) ?? OUTSIDE
      const stands = standsIn(track, zone)
      // Who counts is not asked again: a box that shrinks while somebody bends down must not end the visit.
      const refused = stands && (before.at === 'outside' || before.at === 'entering') ? zoneRefusal(track, zone, config.picture ?? USUAL_PICTURE) : null
      if (refused === null) visitor.refused.delete(zone.id)
      else visitor.refused.set(zone.id, refused)
      const presence = stepPresence(before, { isIn: stands && refused === null, ptsMs, holdMs: inertiaMs(zone.inertia, config.fps) })
      visitor.zones.set(zone.id, presence)
      return counts(presence, ptsMs, zone.loiteringSeconds)
    }).map((zone) => zone.id)
  }

  function crossingsOf(visitor: Visitor, { label, box, predicted }: TrackState, ptsMs: number): LineCrossing[] {
    const crossings: LineCrossing[] = []
    for (const line of config.lines) {
      if (!concerns(line.labels, label)) continue
      const [passage, crossing] = stepPassage(visitor.lines.get(line.id) ?? null, { line, box, predicted, ptsMs })
      visitor.lines.set(line.id, passage)
      if (crossing) crossings.push(crossing)
    }
    return crossings
  }

  return {
    step(tracks, ptsMs) {
      const present = new Map<number, Visitor>()
      occupied = new Set()
      const filled = tracks.map((track) => {
        const visitor = visitors.get(track.trackId) ?? { zones: new Map<string, ZonePresence>(), lines: new Map<string, LinePassage>(), refused: new Map<string, string>() }
        present.set(track.trackId, visitor)
        const zones = zonesOf(visitor, track, ptsMs)
        if (track.confirmed) for (const zone of zones) occupied.add(zone)
        return { ...track, zones, crossings: crossingsOf(visitor, track, ptsMs) }
      })
      // Who is not in the picture any more has left every zone.
      visitors = present
      return filled
    },
    occupied: () => config.zones.filter((zone) => occupied.has(zone.id)).map((zone) => zone.id),
    waiting(trackId, ptsMs) {
      const visitor = visitors.get(trackId)
      return config.zones.flatMap((zone) => {
        const presence = visitor?.zones.get(zone.id) ?? OUTSIDE
        const limits = { inertiaMs: inertiaMs(zone.inertia, config.fps), loiteringMs: zone.loiteringSeconds * 1000 }
        const refused = visitor?.refused.get(zone.id)
        if (refused !== undefined) return [{ zone: zone.id, insideMs: 0, ...limits, refused }]
        if (presence.at === 'outside' || counts(presence, ptsMs, zone.loiteringSeconds)) return []
        return [{ zone: zone.id, insideMs: ptsMs - presence.sincePtsMs, ...limits }]
      })
    },
    setConfig(next) { config = next },
    reset() {
      visitors = new Map()
      occupied = new Set()
    },
  }
}
