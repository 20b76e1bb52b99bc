import Database from 'better-sqlite3'
import type { Catalogue } from './catalogue.ts'
import type { Sqlite } from './database.ts'
import type { EventFiles } from './event-files.ts'
import { EVENT_COLUMNS, eventFromRow, type EventRow } from './event-rows.ts'

type Row = EventRow & { readonly at: number }

const ROWS_AT_ONCE = 200

/** By the damaged file's own schema: the crash that damaged it may have been the first start after an update. */
const FROM_EVENTS = [
  '',
  `SELECT e.rowid AS at, e.rowid AS seq, e.id, e.started_ms, e.touched_ms, e.reviewed, '[]' AS reviewed_by, e.pinned, e.note, coalesce(c.day, '') AS file, e.snapshot,
    coalesce(c.state, 'none') AS clip_state, coalesce(c.seconds, 0) AS clip_seconds, coalesce(c.bytes, 0) AS clip_bytes, coalesce(c.verified, 0) AS clip_verified, c.reason AS clip_reason, e.body
    FROM events e NOT INDEXED LEFT JOIN clips c ON c.event_id = e.id`,
  `SELECT e.rowid AS at, ${EVENT_COLUMNS} FROM events e NOT INDEXED`,
]

/**
 * Takes over what can still be read of a damaged catalogue, which itself is only read: from its first row up to the damage,
 * then from its last row down to it. Returns how many events that were.
 */
export function salvageCatalogue(damagedPath: string, catalogue: Catalogue, files: EventFiles): number {
  let damaged: Sqlite
  try {
    damaged = new Database(damagedPath, { readonly: true, fileMustExist: true })
  } catch {
    return 0
  }
  try {
    const saved = readFrom(damaged, catalogue, 'up') + readFrom(damaged, catalogue, 'down')
    readFiles(damaged, files)
    return saved
  } finally {
    damaged.close()
  }
}

function readFrom(damaged: Sqlite, catalogue: Catalogue, direction: 'up' | 'down'): number {
  let saved = 0
  let at = direction === 'up' ? -1 : Number.MAX_SAFE_INTEGER
  try {
    const page = damaged.prepare<[number], Row>(`${FROM_EVENTS[Number(damaged.pragma('user_version', { simple: true }))] ?? ''}
      WHERE e.rowid ${direction === 'up' ? '> ?' : '< ?'} ORDER BY e.rowid ${direction === 'up' ? 'ASC' : 'DESC'} LIMIT ${ROWS_AT_ONCE}`)
    // Row by row out of the page, so that what precedes the damage inside it is kept too.
    for (let more = true; more;) {
      more = false
      for (const row of page.iterate(at)) {
        more = true
        at = row.at
        const event = eventFromRow(row)
        if (catalogue.get(event.id) !== null) return saved
        catalogue.put(event, row.touched_ms)
        if (row.file !== '') catalogue.move(event.id, row.file)
        saved += 1
      }
    }
  } catch {
    // The damage, or a row that makes no sense: this direction ends here.
  }
  return saved
}

/** Where clips go on after midnight; older versions had no such table. */
function readFiles(damaged: Sqlite, files: EventFiles): void {
  try {
    for (const { event_id, file } of damaged.prepare<[], { event_id: string; file: string }>('SELECT event_id, file FROM event_files').iterate()) {
      if (files.mainOf(event_id) !== null) files.link(event_id, file)
    }
  } catch {
    // As above.
  }
}
