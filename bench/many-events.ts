import Database from 'better-sqlite3'
import { join } from 'node:path'
import { anEvent, T0 } from '../test-support/events.ts'
import { localStore } from '../test-support/open-store.ts'

/** What the columns of event n are, so that filters have common, rare and disjoint values. Anything not named is as in the seed. */
const COLUMNS: Record<string, string> = {
  seq: 'n', id: "printf('E%09d', n)", started_ms: `${T0} - (:events - n) * :every`, ended_ms: `${T0} - (:events - n) * :every + 9000`, state: "'ended'",
  camera: "'cam-' || (n % 16)", file: `strftime('%Y-%m-%d', (${T0} - (:events - n) * :every) / 1000, 'unixepoch') || '.cam-' || (n % 16)`,
  // Cars only at even cameras; a bear once in 250,000.
  label: "CASE WHEN n % 250000 = 7 THEN 'bear' WHEN n % 2 = 0 AND n % 3 = 0 THEN 'car' ELSE 'person' END",
  type: "CASE n % 10 WHEN 0 THEN 'line' WHEN 1 THEN 'motion' ELSE 'object' END", severity: "CASE WHEN n % 7 = 0 THEN 'alert' ELSE 'detection' END", score: '(n * 7919 % 1000) / 1000.0',
  zones: "CASE n % 5 WHEN 0 THEN '[\"path\",\"door\"]' WHEN 1 THEN '[\"lawn\"]' ELSE '[]' END", lines: "CASE WHEN n % 10 = 0 THEN '[\"fence\"]' ELSE '[]' END",
  reviewed: 'n % 3 = 0', reviewed_by: "CASE WHEN n % 4 = 0 THEN '[\"anna\"]' WHEN n % 100 = 1 THEN '[\"anna\",\"ben\"]' ELSE '[]' END", pinned: 'n % 1000 = 3',
  note: "CASE WHEN n % 50 = 0 THEN 'the postman ' || n WHEN n % 10007 = 0 THEN 'red van' END", clip_state: "'saved'",
}

/** A catalogue of `events`, one every `everyMs`, the last at T0, by the database's own means; a call per event would take minutes. */
export async function manyEvents(folder: string, { events, everyMs }: { events: number; everyMs: number }): Promise<void> {
  const first = localStore(folder, () => T0)
  await first.store.putEvent(anEvent({ id: 'SEED', startedMs: -events * everyMs * 2 }))
  first.close()
  const database = new Database(join(folder, 'vigil.db'))
  const columns = (database.pragma('table_info(events)') as { name: string }[]).map(({ name }) => name)
  const value = (name: string): string => (COLUMNS[name] ?? name).replaceAll(':events', String(events)).replaceAll(':every', String(everyMs))
  database.exec(`WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${events})
    INSERT INTO events (${columns.join(', ')}) SELECT ${columns.map(value).join(', ')} FROM numbers, (SELECT * FROM events WHERE id = 'SEED')`)
  database.exec('INSERT INTO note_words (rowid, words) SELECT seq, note FROM events WHERE note IS NOT NULL')
  database.close()
}
