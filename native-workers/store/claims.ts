import type { Claim } from '../../common/wire/store-messages.ts'
import type { Prepared } from './prepared.ts'

/** A run of a clip: `from` ≤ index < `to`. */
export interface Run {
  readonly stream: number
  readonly from: number
  readonly to: number
}

export interface PartRun extends Run {
  readonly part: number
}

/** Which rows of one media file belong to whose clip. */
export interface Claims {
  /** Joined with what the clip already has beside it. Idempotent. */
  add(claim: Claim, run: Run): void
  /** All parts, in order of part, stream and index. */
  of(eventId: string): PartRun[]
  remove(eventId: string): void
  /** What of a run no clip shows. */
  uncovered(run: Run): Run[]
}

interface Row { readonly part: number; readonly stream_id: number; readonly from_idx: number; readonly to_idx: number }

export function createClaims(sql: Prepared): Claims {
  const beside = 'FROM claims WHERE event_id = @eventId AND part = @part AND stream_id = @stream AND from_idx <= @to AND to_idx >= @from'
  return {
    add({ eventId, part }, { stream, from, to }) {
      const here = { eventId, part, stream, from, to }
      const found = sql<Row>(`SELECT part, stream_id, from_idx, to_idx ${beside}`).all(here)
      const [only] = found
      if (found.length === 1 && only && only.from_idx <= from) {
        if (only.to_idx >= to) return
        sql('UPDATE claims SET to_idx = @to WHERE event_id = @eventId AND part = @part AND stream_id = @stream AND from_idx = @at').run({ eventId, part, stream, to, at: only.from_idx })
        return
      }
      sql(`DELETE ${beside}`).run(here)
      sql('INSERT INTO claims (event_id, part, stream_id, from_idx, to_idx) VALUES (?, ?, ?, ?, ?)')
        .run(eventId, part, stream, Math.min(from, ...found.map((row) => row.from_idx)), Math.max(to, ...found.map((row) => row.to_idx)))
    },
    of: (eventId) => sql<Row>('SELECT part, stream_id, from_idx, to_idx FROM claims WHERE event_id = ? ORDER BY part, stream_id, from_idx').all(eventId)
      .map((row) => ({ part: row.part, stream: row.stream_id, from: row.from_idx, to: row.to_idx })),
    remove: (eventId) => { sql('DELETE FROM claims WHERE event_id = ?').run(eventId) },
    uncovered({ stream, from, to }) {
      const free: Run[] = []
      let at = from
      for (const row of sql<Row>('SELECT part, stream_id, from_idx, to_idx FROM claims WHERE stream_id = ? AND from_idx < ? AND to_idx > ? ORDER BY from_idx').all(stream, to, from)) {
        if (row.from_idx > at) free.push({ stream, from: at, to: row.from_idx })
        at = Math.max(at, row.to_idx)
      }
      if (at < to) free.push({ stream, from: at, to })
      return free
    },
  }
}
