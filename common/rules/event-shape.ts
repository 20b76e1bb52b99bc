import type { EventKind } from '../contracts/camera-config.ts'
import type { Event } from '../contracts/event.ts'
import type { FrameResult, TrackState } from '../frame-result.ts'
import { formatFrameId } from '../ids.ts'
import type { EventRules, TrackMemory } from './event-rules.ts'

/** Labels that call a person; the others are there to be found. */
const ALERT_LABELS: ReadonlySet<string> = new Set(['person', 'car'])

const severityOf = (label: string): Event['severity'] => (ALERT_LABELS.has(label) ? 'alert' : 'detection')
const iso = (wallMs: number): string => new Date(wallMs).toISOString()
const seconds = (ms: number): number => Math.round(ms) / 1_000
const score = (median: number): number => Math.round(Math.min(1, Math.max(0, median)) * 10_000) / 10_000

/** `result` is the trigger frame; the event itself began with the track's first hit. */
export function beginEvent({ kind, track, memory, result, rules }: {
  kind: EventKind
  track: TrackState
  memory: TrackMemory
  result: Pick<FrameResult, 'cameraId' | 'epoch' | 'sequence' | 'ptsMs' | 'capturedAtMs'>
  rules: EventRules
}): Event {
  const startedAtMs = result.capturedAtMs - (result.ptsMs - track.startPtsMs)
  return {
    id: rules.newId({ camera: result.cameraId, type: kind, trackId: track.trackId, startPtsMs: track.startPtsMs, startedAtMs }),
    camera: result.cameraId,
    type: kind,
    label: track.label,
    severity: severityOf(track.label),
    score: score(memory.bestMedian),
    startedAt: iso(startedAtMs),
    endedAt: null,
    state: 'active',
    zones: [...memory.zones],
    lines: [...memory.lines],
    trackId: track.trackId,
    frameId: formatFrameId(result),
    clip: { state: 'none', seconds: 0, bytes: 0, verified: false },
    snapshot: false,
    reviewed: false,
    pinned: false,
    model: rules.model,
    ruleVersion: rules.ruleVersion,
    ...(rules.file === undefined ? {} : { file: rules.file, startSeconds: seconds(track.startPtsMs) }),
  }
}

/** The event with what its track has gathered since. */
export const continueEvent = (event: Event, memory: TrackMemory): Event => ({
  ...event,
  score: score(memory.bestMedian),
  zones: [...memory.zones],
  lines: [...memory.lines],
})

/** A moving thing turned out to be an object, or what crossed a line became one: one event, under its better name. */
export const upgradeEvent = (event: Event, kind: EventKind, track: TrackState): Event => ({
  ...event, type: kind, label: track.label, severity: severityOf(track.label),
})

export const endEvent = (event: Event, lastHit: TrackMemory['lastHit']): Event => ({
  ...event,
  state: 'ended',
  // Never before it began: the last hit's clock and the start's come from different frames.
  endedAt: iso(Math.max(lastHit.wallMs, Date.parse(event.startedAt))),
  ...(event.file === undefined ? {} : { endSeconds: seconds(lastHit.ptsMs) }),
})
