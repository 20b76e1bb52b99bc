import type { MediaFile } from '../../common/footage/media-file.ts'
import type { Prepared } from './prepared.ts'

/** Which media files an event's picture and clip lie in, and which of them are on their way out. */
export interface EventFiles {
  /** Null for an unknown event. */
  mainOf(eventId: string): MediaFile | null
  /** The main one first. */
  of(eventId: string): MediaFile[]
  /** Its clip reaches into a file. Idempotent. */
  link(eventId: string, file: MediaFile): void
  unlink(eventId: string, file: MediaFile): void
  /** Whose clips reach into a file that is not their main one. */
  reachingInto(file: MediaFile): string[]
  /** Pinned events of a main file; at most `limit`. */
  pinned(file: MediaFile, limit: number): string[]
  /** How many events there are by main file. */
  counts(): { file: MediaFile; events: number; pinned: number }[]
  noteDeletion(eventId: string): void
  deletions(): { eventId: string; file: MediaFile }[]
  deletionDone(eventId: string, file: MediaFile): void
  isDropped(file: MediaFile): boolean
  dropped(): MediaFile[]
  /** From now on its events are in no list; what their clips have in other files is noted as to be deleted. */
  drop(file: MediaFile): void
  /** Nothing is left of it. */
  dropDone(file: MediaFile): void
}

export function createEventFiles(sql: Prepared): EventFiles {
  const dropped = new Set(sql<{ file: string }>('SELECT file FROM drops').all().map(({ file }) => file))
  const mainOf = (eventId: string): MediaFile | null => {
    const file = sql<{ file: string }>('SELECT file FROM events WHERE id = ?').get(eventId)?.file
    return file === undefined || dropped.has(file) ? null : file
  }
  return {
    mainOf,
    of(eventId) {
      const main = mainOf(eventId)
      if (main === null) return []
      return [main, ...sql<{ file: string }>('SELECT file FROM event_files WHERE event_id = ? AND file <> ? ORDER BY file').all(eventId, main).map(({ file }) => file)]
    },
    link(eventId, file) {
      // Asked first: a write is a transaction of its own, and this comes with every row.
      if (!sql('SELECT 1 FROM event_files WHERE event_id = ? AND file = ?').get(eventId, file)) sql('INSERT INTO event_files (event_id, file) VALUES (?, ?)').run(eventId, file)
    },
    unlink: (eventId, file) => { sql('DELETE FROM event_files WHERE event_id = ? AND file = ?').run(eventId, file) },
    reachingInto: (file) => sql<{ event_id: string }>('SELECT event_id FROM event_files WHERE file = ?').all(file).map((row) => row.event_id),
    pinned: (file, limit) => sql<{ id: string }>('SELECT id FROM events WHERE file = ? AND pinned = 1 LIMIT ?').all(file, limit).map(({ id }) => id),
    counts: () => sql<{ file: string; events: number; pinned: number }>('SELECT file, events, pinned FROM file_events').all().filter(({ file }) => !dropped.has(file)),
    noteDeletion: (eventId) => {
      sql('INSERT OR IGNORE INTO deletions SELECT id, file FROM events WHERE id = ? UNION SELECT event_id, file FROM event_files WHERE event_id = ?').run(eventId, eventId)
    },
    deletions: () => sql<{ event_id: string; file: string }>('SELECT event_id, file FROM deletions').all().map((row) => ({ eventId: row.event_id, file: row.file })),
    deletionDone: (eventId, file) => { sql('DELETE FROM deletions WHERE event_id = ? AND file = ?').run(eventId, file) },
    isDropped: (file) => dropped.has(file),
    dropped: () => [...dropped],
    drop(file) {
      // In this order: clips over midnight are few, events of the file may be a hundred thousand.
      sql('INSERT OR IGNORE INTO deletions SELECT f.event_id, f.file FROM event_files f CROSS JOIN events e ON e.id = f.event_id WHERE e.file = ?').run(file)
      sql('INSERT OR IGNORE INTO drops (file) VALUES (?)').run(file)
      dropped.add(file)
    },
    dropDone(file) {
      sql('DELETE FROM drops WHERE file = ?').run(file)
      dropped.delete(file)
    },
  }
}
