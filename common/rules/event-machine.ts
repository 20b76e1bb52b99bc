import { assertNever } from '../assert-never.ts'
import type { EventKind, EventsConfig } from '../contracts/camera-config.ts'
import type { Event } from '../contracts/event.ts'
import type { FrameResult, TrackState } from '../frame-result.ts'
import type { EventRules, TrackMemory } from './event-rules.ts'
import { parkedPlaceOf, stillThere, withPlace, type ParkedPlace } from './parked-places.ts'
import { beginEvent, continueEvent, endEvent, upgradeEvent } from './event-shape.ts'

/** What of a frame's result makes events. */
export type EventFrame = Pick<FrameResult, 'cameraId' | 'epoch' | 'sequence' | 'ptsMs' | 'capturedAtMs' | 'tracks' | 'endedTracks'>

export type EventInput =
  | { readonly type: 'frame'; readonly result: EventFrame; readonly rules: EventRules }
  /** Time passes without frames: what was held back is told. `nowMs`: wall clock. */
  | { readonly type: 'tick'; readonly nowMs: number }
  /** The epoch ended or the analysis died: its tracks will not be heard of again. */
  | { readonly type: 'camera-gone' }

export type EventEffect =
  | { readonly type: 'start'; readonly event: Event }
  | { readonly type: 'update'; readonly event: Event }
  | { readonly type: 'end'; readonly event: Event }

/** One camera's. */
export interface EventState {
  readonly tracks: ReadonlyMap<number, TrackMemory>
  /** By label: when its last event ended; wall clock. */
  readonly lastEnded: ReadonlyMap<string, number>
  readonly parked: readonly ParkedPlace[]
}

export const noEvents: EventState = { tracks: new Map(), lastEnded: new Map(), parked: [] }

/** A better score alone is told this often at most. */
const UPDATE_EVERY_MS = 500
const RANK: Readonly<Record<EventKind, number>> = { line: 1, motion: 2, object: 3 }

/** The events of one camera: pure, time comes with the frames. */
export function stepEvents(state: EventState, input: EventInput): [EventState, readonly EventEffect[]] {
  switch (input.type) {
    case 'frame': return stepFrame(state, input.result, input.rules)
    case 'tick': return stepTick(state, input.nowMs)
    case 'camera-gone': return endTracks(state, [...state.tracks.keys()])
    default: return assertNever(input)
  }
}

function stepFrame(state: EventState, result: EventFrame, rules: EventRules): [EventState, readonly EventEffect[]] {
  if (result.tracks.length === 0 && result.endedTracks.length === 0) return [state, []]
  const tracks = new Map(state.tracks)
  const effects: EventEffect[] = []
  for (const track of result.tracks) {
    const [memory, told] = stepTrack({ state: { ...state, tracks }, track, result, rules })
    tracks.set(track.trackId, memory)
    effects.push(...told)
  }
  // Only what is named has ended: a track out of the picture is not reported, but it may come back, and is the same object then.
  const ended = [...tracks.keys()].filter((id) => result.endedTracks.includes(id))
  if (ended.length === 0) return [{ ...state, tracks }, effects]
  const [next, ends] = endTracks({ ...state, tracks }, ended)
  return [next, [...effects, ...ends]]
}

interface TrackStep {
  readonly state: EventState
  readonly track: TrackState
  readonly result: EventFrame
  readonly rules: EventRules
}

function stepTrack({ state, track, result, rules }: TrackStep): [TrackMemory, readonly EventEffect[]] {
  const known = state.tracks.get(track.trackId)
  const seen = observe(known, { state, track, result, rules })
  const kind = kindFor(track, seen, rules)
  if (seen.event === null) {
    if (kind === null) return [seen, []]
    // A parked car never alerts twice: lost from sight and found again in its place it is no news, until it leaves.
    if (seen.parkedAt !== null && stillThere(seen.parkedAt, track.box)) return [seen, []]
    if (isMoreOfTheSame(state, kind, seen) || inCooldown(state, track.label, result.capturedAtMs, rules.events)) return [{ ...seen, suppressed: true }, []]
    // It waited out the cooldown; but what only stands there by now is no news.
    if (seen.suppressed && track.stationary) return [seen, []]
    const event = beginEvent({ kind, track, memory: seen, result, rules })
    return [{ ...seen, kind, event, toldAtMs: result.capturedAtMs, untold: false }, [{ type: 'start', event }]]
  }
  const upgrade = kind !== null && seen.kind !== null && RANK[kind] > RANK[seen.kind]
  const event = continueEvent(upgrade ? upgradeEvent(seen.event, kind, track) : seen.event, seen)
  const scoreChanged = event.score !== seen.event.score
  const changed = upgrade || event.zones.length !== seen.event.zones.length || event.lines.length !== seen.event.lines.length
  const untold = seen.untold || scoreChanged
  const next: TrackMemory = { ...seen, kind: upgrade ? kind : seen.kind, event }
  if (!changed && !(untold && result.capturedAtMs - seen.toldAtMs >= UPDATE_EVERY_MS)) return [{ ...next, untold }, []]
  return [{ ...next, untold: false, toldAtMs: result.capturedAtMs }, [{ type: 'update', event }]]
}

/** Takes in what one frame says about a track. */
function observe(known: TrackMemory | undefined, { state, track, result, rules }: TrackStep): TrackMemory {
  const zones = known?.zones ?? []
  const fresh = track.zones.filter((zone) => !zones.includes(zone))
  const lines = track.crossings.map((crossing): Event['lines'][number] => ({
    id: crossing.lineId,
    direction: crossing.direction,
    at: new Date(result.capturedAtMs - (result.ptsMs - crossing.ptsMs)).toISOString(),
    ...(rules.file === undefined ? {} : { atSeconds: Math.round(crossing.ptsMs) / 1_000 }),
  }))
  return {
    label: track.label,
    kind: known?.kind ?? null,
    event: known?.event ?? null,
    zones: fresh.length > 0 ? [...zones, ...fresh] : zones,
    lines: lines.length > 0 ? [...(known?.lines ?? []), ...lines] : known?.lines ?? [],
    bestMedian: Math.max(known?.bestMedian ?? 0, track.medianScore),
    lastHit: track.predicted && known ? known.lastHit : { wallMs: result.capturedAtMs, ptsMs: result.ptsMs },
    box: track.predicted && known ? known.box : track.box,
    stationary: track.stationary,
    parkedAt: known ? known.parkedAt : parkedPlaceOf(state.parked, track, result.capturedAtMs),
    suppressed: known?.suppressed ?? false,
    untold: known?.untold ?? false,
    toldAtMs: known?.toldAtMs ?? 0,
  }
}

/** The kind of event this track is worth by now; null while it is worth none. */
function kindFor(track: TrackState, seen: TrackMemory, { effectiveOn, events }: EventRules): EventKind | null {
  if (!track.confirmed) return null
  const inside = events.requireZones.length === 0 || events.requireZones.some((zone) => seen.zones.includes(zone))
  if (track.label !== 'motion' && inside && effectiveOn.includes('object')) return 'object'
  if (track.label === 'motion' && inside && effectiveOn.includes('motion')) return 'motion'
  // A crossing names its own place: zones are not asked for.
  return seen.lines.length > 0 && effectiveOn.includes('line') ? 'line' : null
}

/**
 * Leaves in the wind move in many places at once: one motion event per camera is enough to tell of it, and one clip. A movement that crossed a
 * line is news of its own.
 */
function isMoreOfTheSame(state: EventState, kind: EventKind, seen: TrackMemory): boolean {
  if (kind !== 'motion' || seen.lines.length > 0) return false
  for (const other of state.tracks.values()) if (other.event !== null && other.kind === 'motion') return true
  return false
}

function inCooldown(state: EventState, label: string, nowMs: number, events: EventsConfig): boolean {
  if (events.cooldownSeconds === 0) return false
  for (const { event } of state.tracks.values()) if (event?.label === label) return true
  return nowMs - (state.lastEnded.get(label) ?? -Infinity) < events.cooldownSeconds * 1_000
}

function stepTick(state: EventState, nowMs: number): [EventState, readonly EventEffect[]] {
  const due = [...state.tracks].filter(([, memory]) => memory.event !== null && memory.untold && nowMs - memory.toldAtMs >= UPDATE_EVERY_MS)
  if (due.length === 0) return [state, []]
  const tracks = new Map(state.tracks)
  for (const [id, memory] of due) tracks.set(id, { ...memory, untold: false, toldAtMs: nowMs })
  return [{ ...state, tracks }, due.flatMap(([, { event }]) => (event ? [{ type: 'update', event }] : []))]
}

function endTracks(state: EventState, ids: readonly number[]): [EventState, readonly EventEffect[]] {
  const tracks = new Map(state.tracks)
  const lastEnded = new Map(state.lastEnded)
  const effects: EventEffect[] = []
  let { parked } = state
  for (const id of ids) {
    const memory = tracks.get(id)
    tracks.delete(id)
    if (memory && stoodTillTheEnd(memory)) parked = withPlace(parked, { label: memory.label, box: memory.box, lastSeenMs: memory.lastHit.wallMs })
    if (!memory?.event) continue
    effects.push({ type: 'end', event: endEvent(memory.event, memory.lastHit) })
    lastEnded.set(memory.event.label, memory.lastHit.wallMs)
  }
  return [{ tracks, lastEnded, parked }, effects]
}

/** A named thing that made an event, or was known from before, and stood where it was lost. */
const stoodTillTheEnd = ({ label, event, parkedAt, stationary, box }: TrackMemory): boolean =>
  label !== 'motion' && ((event !== null && stationary) || (parkedAt !== null && (stationary || stillThere(parkedAt, box))))
