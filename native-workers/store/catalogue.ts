import type { Event, EventPage, EventPatch, EventQuery } from '../../common/contracts/event.ts'
import type { Sqlite } from './database.ts'
import { buildEventQuery, formatCursor } from './event-query.ts'
import { bodyOf, EVENT_COLUMNS, eventFromRow, type EventRow } from './event-rows.ts'

export interface Catalogue {
  put(event: Event, touchedMs: number): void
  get(id: string): Event | null
  list(query: EventQuery): EventPage
  patch(id: string, patch: EventPatch): Event | null
  /** False when there was none. Its media is noted as to be deleted, in the same transaction. */
  delete(id: string): boolean
  pendingDeletions(): { id: string; day: string }[]
  deletionDone(id: string): void
  /** The media file that holds the event's clip and snapshot; null for an unknown event. */
  dayOf(id: string): string | null
  setDay(id: string, day: string): void
  setSnapshot(id: string): void
  /** The day's media file is lost: no event may claim a clip or picture that nobody can show. */
  loseMedia(day: string, reason: string): void
  /** Events a crash may have left open, with the moment they were last heard of. */
  open(): { event: Event; touchedMs: number }[]
  count(): number
}

type Row = EventRow & { readonly id: string; readonly started_ms: number }

/** The events of one catalogue file. Statements are prepared once; filters make a handful of shapes, kept too. */
export function createCatalogue(database: Sqlite): Catalogue {
  const SELECT = `SELECT e.id, e.started_ms, e.touched_ms, ${EVENT_COLUMNS} FROM events e LEFT JOIN clips c ON c.event_id = e.id`
  const upsertEvent = database.prepare(`
    INSERT INTO events (id, camera, type, label, started_ms, state, reviewed, pinned, note, snapshot, touched_ms, body)
    VALUES (@id, @camera, @type, @label, @startedMs, @state, @reviewed, @pinned, @note, @snapshot, @touchedMs, @body)
    ON CONFLICT (id) DO UPDATE SET camera = @camera, type = @type, label = @label, started_ms = @startedMs, state = @state,
      snapshot = max(snapshot, @snapshot), touched_ms = @touchedMs, body = @body`)
  const upsertClip = database.prepare(`
    INSERT INTO clips (event_id, day, state, seconds, bytes, verified, reason) VALUES (@id, @day, @state, @seconds, @bytes, @verified, @reason)
    ON CONFLICT (event_id) DO UPDATE SET state = @state, seconds = @seconds, bytes = @bytes, verified = @verified, reason = @reason`)
  const clearZones = database.prepare('DELETE FROM event_zones WHERE event_id = ?')
  const addZone = database.prepare('INSERT OR IGNORE INTO event_zones (zone, started_ms, event_id) VALUES (?, ?, ?)')
  const select = database.prepare<[string], Row>(`${SELECT} WHERE e.id = ?`)
  const selectOpen = database.prepare<[], Row & { touched_ms: number }>(`${SELECT} WHERE e.id IN
    (SELECT id FROM events WHERE state = 'active' UNION SELECT event_id FROM clips WHERE state = 'recording') ORDER BY e.started_ms, e.id`)
  const update = database.prepare(`UPDATE events SET reviewed = coalesce(@reviewed, reviewed), pinned = coalesce(@pinned, pinned),
    note = coalesce(@note, note) WHERE id = @id`)
  const remove = database.prepare('DELETE FROM events WHERE id = ?')
  const selectDay = database.prepare<[string], { day: string }>('SELECT day FROM clips WHERE event_id = ?')
  const updateDay = database.prepare('UPDATE clips SET day = ? WHERE event_id = ?')
  const updateSnapshot = database.prepare('UPDATE events SET snapshot = 1 WHERE id = ?')
  const noteDeletion = database.prepare('INSERT OR IGNORE INTO deletions (event_id, day) SELECT event_id, day FROM clips WHERE event_id = ?')
  const selectDeletions = database.prepare<[], { event_id: string; day: string }>('SELECT event_id, day FROM deletions')
  const removeDeletion = database.prepare('DELETE FROM deletions WHERE event_id = ?')
  const loseSnapshots = database.prepare('UPDATE events SET snapshot = 0 WHERE id IN (SELECT event_id FROM clips WHERE day = ?)')
  const loseClips = database.prepare("UPDATE clips SET state = 'failed', verified = 0, reason = ? WHERE day = ? AND state IN ('saved', 'partial')")
  const exists = database.prepare<[string], { one: number }>('SELECT 1 AS one FROM events WHERE id = ?')
  let count = (database.prepare('SELECT count(*) AS n FROM events').get() as { n: number }).n
  const pages = new Map<string, ReturnType<typeof database.prepare<(string | number)[], Row>>>()

  const put = database.transaction((event: Event, touchedMs: number) => {
    if (!exists.get(event.id)) count += 1
    const startedMs = Date.parse(event.startedAt)
    upsertEvent.run({
      id: event.id, camera: event.camera, type: event.type, label: event.label, startedMs, state: event.state,
      reviewed: Number(event.reviewed), pinned: Number(event.pinned), note: event.note ?? null, snapshot: Number(event.snapshot),
      touchedMs: Math.round(touchedMs), body: bodyOf(event),
    })
    const clip = event.clip
    upsertClip.run({ id: event.id, day: event.startedAt.slice(0, 10), state: clip.state, seconds: clip.seconds, bytes: clip.bytes, verified: Number(clip.verified), reason: clip.reason ?? null })
    clearZones.run(event.id)
    for (const zone of event.zones) addZone.run(zone, startedMs, event.id)
  })

  const get = (id: string): Event | null => {
    const row = select.get(id)
    return row ? eventFromRow(row) : null
  }

  return {
    put,
    get,
    list(query) {
      const { sql, values } = buildEventQuery(query)
      const statement = pages.get(sql) ?? database.prepare<(string | number)[], Row>(sql)
      pages.set(sql, statement)
      const rows = statement.all(...values)
      const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
      return { items: rows.slice(0, query.limit).map(eventFromRow), next: last ? formatCursor(last) : null }
    },
    patch(id, patch) {
      update.run({
        id,
        reviewed: patch.reviewed === undefined ? null : Number(patch.reviewed),
        pinned: patch.pinned === undefined ? null : Number(patch.pinned),
        note: patch.note ?? null,
      })
      return get(id)
    },
    delete: database.transaction((id: string) => {
      noteDeletion.run(id)
      const gone = remove.run(id).changes > 0
      if (gone) count -= 1
      return gone
    }),
    pendingDeletions: () => selectDeletions.all().map((row) => ({ id: row.event_id, day: row.day })),
    deletionDone: (id) => { removeDeletion.run(id) },
    dayOf: (id) => selectDay.get(id)?.day ?? null,
    setDay: (id, day) => { updateDay.run(day, id) },
    setSnapshot: (id) => { updateSnapshot.run(id) },
    loseMedia: database.transaction((day: string, reason: string) => {
      loseSnapshots.run(day)
      loseClips.run(reason, day)
    }),
    open: () => selectOpen.all().map((row) => ({ event: eventFromRow(row), touchedMs: row.touched_ms })),
    count: () => count,
  }
}
