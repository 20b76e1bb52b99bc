import type { Prepared } from './prepared.ts'

/** The pictures of events in one media file. */
export interface Snapshots {
  put(eventId: string, jpeg: Uint8Array): void
  get(eventId: string): Uint8Array | null
  delete(eventId: string): void
}

export function createSnapshots(sql: Prepared): Snapshots {
  return {
    put: (eventId, jpeg) => { sql('INSERT INTO snapshots (event_id, jpeg) VALUES (?, ?) ON CONFLICT (event_id) DO UPDATE SET jpeg = excluded.jpeg').run(eventId, jpeg) },
    get: (eventId) => sql<{ jpeg: Buffer }>('SELECT jpeg FROM snapshots WHERE event_id = ?').get(eventId)?.jpeg ?? null,
    delete: (eventId) => { sql('DELETE FROM snapshots WHERE event_id = ?').run(eventId) },
  }
}
