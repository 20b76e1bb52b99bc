import { Event } from '../../common/contracts/event.ts'

/** An event as the catalogue's query returns it: events joined with clips. */
export interface EventRow {
  readonly body: string
  readonly reviewed: number
  readonly pinned: number
  readonly note: string | null
  readonly snapshot: number
  readonly clip_state: string | null
  readonly clip_seconds: number | null
  readonly clip_bytes: number | null
  readonly clip_verified: number | null
  readonly clip_reason: string | null
}

export const EVENT_COLUMNS = `e.body, e.reviewed, e.pinned, e.note, e.snapshot,
  c.state AS clip_state, c.seconds AS clip_seconds, c.bytes AS clip_bytes, c.verified AS clip_verified, c.reason AS clip_reason`

/** The parts kept in columns are put back; the whole is checked, since files are edited and damaged by others. */
export function eventFromRow(row: EventRow): Event {
  const body = JSON.parse(row.body) as { clip?: object }
  return Event.parse({
    ...body,
    reviewed: row.reviewed === 1,
    pinned: row.pinned === 1,
    snapshot: row.snapshot === 1,
    ...(row.note === null ? {} : { note: row.note }),
    clip: {
      ...body.clip,
      state: row.clip_state ?? 'none',
      seconds: row.clip_seconds ?? 0,
      bytes: row.clip_bytes ?? 0,
      verified: row.clip_verified === 1,
      ...(row.clip_reason === null ? {} : { reason: row.clip_reason }),
    },
  })
}

/** The JSON body: everything that has no column of its own beside it. */
export function bodyOf(event: Event): string {
  const { reviewed: _reviewed, pinned: _pinned, note: _note, snapshot: _snapshot, clip: { privacy, privacyMasks }, ...body } = event
  return JSON.stringify(privacy === undefined ? body : { ...body, clip: { privacy, privacyMasks } })
}
