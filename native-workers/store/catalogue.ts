import type { Event, EventPage, EventPatch, EventQuery } from '../../common/contracts/event.ts'
import { mediaFileOf } from '../../common/footage/media-file.ts'
import { formatCursor, parseCursor } from './cursor.ts'
import type { Sqlite } from './database.ts'
import type { EventFiles } from './event-files.ts'
import { columnsOf, entryFromRow, EVENT_COLUMNS, eventFromRow, namesOf, REVIEW_COLUMNS, type EventRow, type ReviewRow } from './event-rows.ts'
import type { Prepared } from './prepared.ts'
import { filterOf } from './review/entry.ts'
import { ReviewIndex, type Place } from './review/review-index.ts'
import { countBetween, newestFirst } from './review/search.ts'
import { foldedNote, matchOf } from './review/words.ts'

/** The events. */
export interface Catalogue {
  readonly index: ReviewIndex
  put(event: Event, touchedMs: number): void
  get(id: string): Event | null
  list(query: EventQuery): EventPage
  count(query: Parameters<typeof filterOf>[0], bounds: readonly number[]): number[]
  patch(id: string, patch: EventPatch): Event | null
  /** False when there was none. Its media is noted as to be deleted, in the same transaction. */
  delete(id: string): boolean
  /** In slices: events of a dropped file, at most `limit`. False when none was left. */
  deleteDropped(file: string, limit: number): boolean
  /** Events of a file that are not pinned; at most `limit`. */
  unpinnedIn(file: string, limit: number): string[]
  /** Ended events of a file that began before a wall clock; at most `limit`, the oldest first. */
  endedBefore(file: string, beforeMs: number, limit: number): { id: string; pinned: boolean }[]
  setSnapshot(id: string): void
  /** Its snapshot and first rows are in another file now. */
  move(id: string, file: string): void
  /** A file is lost: no event may claim a clip or picture that nobody can show. */
  loseMedia(file: string, reason: string): void
  /** Events a crash may have left open, with the moment they were last heard of. */
  open(): { event: Event; touchedMs: number }[]
}

export function createCatalogue(database: Sqlite, sql: Prepared, files: EventFiles): Catalogue {
  const row = (id: string): EventRow | null => {
    const found = sql<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE id = ?`).get(id)
    return found && !files.isDropped(found.file) ? found : null
  }
  const index = new ReviewIndex({
    older: (before, limit) => (before === null
      ? sql<ReviewRow>(`SELECT ${REVIEW_COLUMNS} FROM events ORDER BY started_ms DESC, id DESC LIMIT ?`).all(limit)
      : sql<ReviewRow>(`SELECT ${REVIEW_COLUMNS} FROM events WHERE (started_ms, id) < (?, ?) ORDER BY started_ms DESC, id DESC LIMIT ?`).all(before.startedMs, before.id, limit)).map(entryFromRow),
    idOf: (seq) => sql<{ id: string }>('SELECT id FROM events WHERE seq = ?').get(seq)?.id ?? '',
    noted(words, limit) {
      const seqs = sql<{ seq: number }>('SELECT rowid AS seq FROM note_words WHERE note_words MATCH ? LIMIT ?').all(matchOf(words), limit + 1)
      if (seqs.length > limit) return null
      return seqs.flatMap(({ seq }) => sql<{ started_ms: number }>('SELECT started_ms FROM events WHERE seq = ?').all(seq).map((found) => ({ seq, startedMs: found.started_ms })))
    },
    isDropped: (file) => files.isDropped(file),
  })
  const reindex = (id: string, before: Place | null): void => {
    const found = sql<ReviewRow>(`SELECT ${REVIEW_COLUMNS} FROM events WHERE id = ?`).get(id)
    if (found) index.put(before, entryFromRow(found))
  }
  const placeOf = (found: EventRow | null): Place | null => found && { seq: found.seq, startedMs: found.started_ms }
  const setNote = (seq: number, note: string | null): void => {
    sql('DELETE FROM note_words WHERE rowid = ?').run(seq)
    const words = foldedNote(note)
    if (words !== '') sql('INSERT INTO note_words (rowid, words) VALUES (?, ?)').run(seq, words)
  }
  const get = (id: string): Event | null => {
    const found = row(id)
    return found && eventFromRow(found)
  }
  const putRow = database.transaction((event: Event, touchedMs: number, before: EventRow | null) => {
    const columns = columnsOf(event, touchedMs, mediaFileOf(Date.parse(event.startedAt), event.camera))
    const { lastInsertRowid } = sql(`INSERT INTO events (id, camera, type, label, severity, score, started_ms, ended_ms, state, zones, lines, reviewed, reviewed_by, pinned, note, file,
        snapshot, clip_state, clip_seconds, clip_bytes, clip_verified, clip_reason, touched_ms, body)
      VALUES (@id, @camera, @type, @label, @severity, @score, @startedMs, @endedMs, @state, @zones, @lines, @reviewed, @reviewedBy, @pinned, @note, @file,
        @snapshot, @clipState, @clipSeconds, @clipBytes, @clipVerified, @clipReason, @touchedMs, @body)
      ON CONFLICT (id) DO UPDATE SET camera = @camera, type = @type, label = @label, severity = @severity, score = @score, started_ms = @startedMs, ended_ms = @endedMs, state = @state,
        zones = @zones, lines = @lines, snapshot = max(snapshot, @snapshot), clip_state = @clipState, clip_seconds = @clipSeconds, clip_bytes = @clipBytes,
        clip_verified = @clipVerified, clip_reason = @clipReason, touched_ms = @touchedMs, body = @body`).run(columns)
    if (before === null && event.note !== undefined) setNote(Number(lastInsertRowid), event.note)
  })

  return {
    index,
    get,
    put(event, touchedMs) {
      const before = sql<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE id = ?`).get(event.id) ?? null
      // Its day is being dropped: it is gone, whatever still talks about it.
      if (before && files.isDropped(before.file)) return
      putRow(event, touchedMs, before)
      reindex(event.id, placeOf(before))
    },
    list(query) {
      const cursor = query.cursor === undefined ? null : parseCursor(query.cursor)
      const until = query.before === undefined ? null : { startedMs: Date.parse(query.before), id: '' }
      const before = cursor && until ? (cursor.startedMs < until.startedMs ? cursor : until) : cursor ?? until
      const rows: EventRow[] = []
      for (const seq of newestFirst(index, filterOf(query), { afterMs: query.after === undefined ? -Infinity : Date.parse(query.after), before })) {
        const found = sql<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq = ?`).get(seq)
        if (found) rows.push(found)
        // One more than asked for: it tells whether there is a next page.
        if (rows.length > query.limit) break
      }
      const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
      return { items: rows.slice(0, query.limit).map(eventFromRow), next: last ? formatCursor(last) : null }
    },
    count: (query, bounds) => countBetween(index, filterOf(query), bounds),
    patch(id, { reviewed, by, pinned, note }) {
      const before = row(id)
      if (!before) return null
      const names = namesOf(before.reviewed_by).filter((name) => name !== by)
      database.transaction(() => {
        sql('UPDATE events SET reviewed = @reviewed, reviewed_by = @reviewedBy, pinned = @pinned, note = @note WHERE seq = @seq').run({
          seq: before.seq,
          reviewed: reviewed === undefined || by !== undefined ? before.reviewed : Number(reviewed),
          reviewedBy: reviewed === undefined || by === undefined ? before.reviewed_by : JSON.stringify(reviewed ? [...names, by] : names),
          pinned: pinned === undefined ? before.pinned : Number(pinned),
          note: note ?? before.note,
        })
        if (note !== undefined) setNote(before.seq, note)
      })()
      reindex(id, placeOf(before))
      return get(id)
    },
    delete(id) {
      const before = row(id)
      if (!before) return false
      database.transaction(() => {
        files.noteDeletion(id)
        if (before.note !== null) setNote(before.seq, null)
        sql('DELETE FROM events WHERE seq = ?').run(before.seq)
      })()
      index.remove({ seq: before.seq, startedMs: before.started_ms })
      return true
    },
    deleteDropped: database.transaction((file: string, limit: number) => {
      const found = sql<{ seq: number; noted: number }>('SELECT seq, note IS NOT NULL AS noted FROM events WHERE file = ? ORDER BY seq LIMIT ?').all(file, limit)
      for (const { seq, noted } of found) {
        if (noted === 1) setNote(seq, null)
        sql('DELETE FROM events WHERE seq = ?').run(seq)
      }
      return found.length > 0
    }),
    unpinnedIn: (file, limit) => sql<{ id: string }>('SELECT id FROM events WHERE file = ? AND pinned = 0 LIMIT ?').all(file, limit).map(({ id }) => id),
    endedBefore: (file, beforeMs, limit) => sql<{ id: string; pinned: number }>(`SELECT id, pinned FROM events WHERE file = ? AND started_ms < ? AND state = 'ended' AND clip_state <> 'recording'
      ORDER BY started_ms LIMIT ?`).all(file, beforeMs, limit).map(({ id, pinned }) => ({ id, pinned: pinned === 1 })),
    setSnapshot: (id) => { sql('UPDATE events SET snapshot = 1 WHERE id = ? AND snapshot = 0').run(id) },
    move(id, file) {
      const before = row(id)
      sql('UPDATE events SET file = ? WHERE id = ?').run(file, id)
      reindex(id, placeOf(before))
    },
    loseMedia: database.transaction((file: string, reason: string) => {
      sql('UPDATE events SET snapshot = 0 WHERE file = ? AND snapshot = 1').run(file)
      sql(`UPDATE events SET clip_state = 'failed', clip_verified = 0, clip_reason = @reason WHERE clip_state IN ('saved', 'partial')
        AND (file = @file OR id IN (SELECT event_id FROM event_files WHERE file = @file))`).run({ file, reason })
    }),
    open: () => sql<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE state = 'active' OR clip_state = 'recording' ORDER BY started_ms, id`).all()
      .filter(({ file }) => !files.isDropped(file)).map((found) => ({ event: eventFromRow(found), touchedMs: found.touched_ms })),
  }
}
