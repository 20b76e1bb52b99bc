import Database from 'better-sqlite3'
import type { Catalogue } from './catalogue.ts'
import type { Sqlite } from './database.ts'
import { EVENT_COLUMNS, eventFromRow, type EventRow } from './event-rows.ts'

type Row = EventRow & { readonly rowid: number; readonly touched_ms: number; readonly day: string | null }

const ROWS_AT_ONCE = 200

/**
 * Takes over what can still be read of a damaged catalogue, which itself is only read: from its first row up to the damage,
 * then from its last row down to it. Returns how many events that were.
 */
export function salvageCatalogue(damagedPath: string, catalogue: Catalogue): number {
  let damaged: Sqlite
  try {
    damaged = new Database(damagedPath, { readonly: true, fileMustExist: true })
  } catch {
    return 0
  }
  try {
    return readFrom(damaged, catalogue, 'up') + readFrom(damaged, catalogue, 'down')
  } finally {
    damaged.close()
  }
}

function readFrom(damaged: Sqlite, catalogue: Catalogue, direction: 'up' | 'down'): number {
  let saved = 0
  let at = direction === 'up' ? -1 : Number.MAX_SAFE_INTEGER
  try {
    const page = damaged.prepare<[number], Row>(`SELECT e.rowid, e.touched_ms, c.day, ${EVENT_COLUMNS} FROM events e NOT INDEXED LEFT JOIN clips c ON c.event_id = e.id
      WHERE e.rowid ${direction === 'up' ? '> ?' : '< ?'} ORDER BY e.rowid ${direction === 'up' ? 'ASC' : 'DESC'} LIMIT ${ROWS_AT_ONCE}`)
    // Row by row out of the page, so that what precedes the damage inside it is kept too.
    for (let more = true; more;) {
      more = false
      for (const row of page.iterate(at)) {
        more = true
        at = row.rowid
        const event = eventFromRow(row)
        if (catalogue.get(event.id) !== null) return saved
        catalogue.put(event, row.touched_ms)
        if (row.day !== null) catalogue.setDay(event.id, row.day)
        saved += 1
      }
    }
  } catch {
    // The damage, or a row that makes no sense: this direction ends here.
  }
  return saved
}
