import { Event } from '../../common/contracts/event.ts'
import type { ReviewEntry } from './review/entry.ts'

/** An event as the catalogue has it. */
export interface EventRow {
  readonly seq: number
  readonly id: string
  readonly started_ms: number
  readonly touched_ms: number
  readonly reviewed: number
  readonly reviewed_by: string
  readonly pinned: number
  readonly note: string | null
  readonly file: string
  readonly snapshot: number
  readonly clip_state: string
  readonly clip_seconds: number
  readonly clip_bytes: number
  readonly clip_verified: number
  readonly clip_reason: string | null
  readonly body: string
}

export const EVENT_COLUMNS = `seq, id, started_ms, touched_ms, reviewed, reviewed_by, pinned, note, file, snapshot,
  clip_state, clip_seconds, clip_bytes, clip_verified, clip_reason, body`

/** The parts kept in columns are put back; the whole is checked, since files are edited and damaged by others. */
export function eventFromRow(row: EventRow): Event {
  const body = JSON.parse(row.body) as { clip?: object }
  const reviewedBy = namesOf(row.reviewed_by)
  return Event.parse({
    ...body,
    reviewed: row.reviewed === 1 || reviewedBy.length > 0,
    ...(reviewedBy.length > 0 && { reviewedBy }),
    pinned: row.pinned === 1,
    snapshot: row.snapshot === 1,
    ...(row.note !== null && { note: row.note }),
    clip: {
      ...body.clip,
      state: row.clip_state,
      seconds: row.clip_seconds,
      bytes: row.clip_bytes,
      verified: row.clip_verified === 1,
      ...(row.clip_reason !== null && { reason: row.clip_reason }),
    },
  })
}

/** What the engine says of an event, by column; what people decide is only taken from an event that is new. `file`: for a new one. */
export function columnsOf(event: Event, touchedMs: number, file: string): Record<string, string | number | null> {
  const { reviewed, reviewedBy = [], pinned, note, snapshot, clip: { state, seconds, bytes, verified, reason, ...clip }, ...rest } = event
  return {
    id: event.id, camera: event.camera, type: event.type, label: event.label, severity: event.severity, score: event.score,
    startedMs: Date.parse(event.startedAt), endedMs: event.endedAt === null ? null : Date.parse(event.endedAt), state: event.state,
    zones: JSON.stringify([...new Set(event.zones)]), lines: JSON.stringify([...new Set(event.lines.map(({ id }) => id))]),
    reviewed: Number(reviewed && reviewedBy.length === 0), reviewedBy: JSON.stringify(reviewedBy), pinned: Number(pinned), note: note ?? null, file, snapshot: Number(snapshot),
    clipState: state, clipSeconds: seconds, clipBytes: bytes, clipVerified: Number(verified), clipReason: reason ?? null,
    touchedMs: Math.round(touchedMs), body: JSON.stringify(Object.keys(clip).length === 0 ? rest : { ...rest, clip }),
  }
}

/** An event's filters as the catalogue has them. */
export interface ReviewRow {
  readonly seq: number
  readonly id: string
  readonly started_ms: number
  readonly camera: string
  readonly type: string
  readonly label: string
  readonly severity: string
  readonly score: number
  readonly zones: string
  readonly lines: string
  readonly reviewed: number
  readonly reviewed_by: string
  readonly pinned: number
  readonly note: string | null
  readonly file: string
}

export const REVIEW_COLUMNS = 'seq, id, started_ms, camera, type, label, severity, score, zones, lines, reviewed, reviewed_by, pinned, note, file'

export function entryFromRow(row: ReviewRow): ReviewEntry {
  const reviewedBy = namesOf(row.reviewed_by)
  return {
    seq: row.seq, id: row.id, startedMs: row.started_ms, camera: row.camera, type: row.type, label: row.label, severity: row.severity, score: row.score,
    zones: namesOf(row.zones), lines: namesOf(row.lines), reviewed: row.reviewed === 1 || reviewedBy.length > 0, reviewedBy, pinned: row.pinned === 1, note: row.note, file: row.file,
  }
}

const NONE: readonly string[] = []
export const namesOf = (json: string): readonly string[] => (json === '[]' ? NONE : JSON.parse(json) as string[])
