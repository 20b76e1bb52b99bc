import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Event } from '../common/contracts/event.ts'
import { MIGRATIONS } from '../native-workers/store/schema.ts'

/** A clip as the version before footage kept it: rows of half a second on the clip's own timeline, which begins at decoding time 0. */
export interface OlderClip {
  readonly eventId: string
  readonly startWallMs: number
  readonly rows: number
  /** Presentation of its first frame: what B-frames are late. */
  readonly delayMs: number
}

function older(path: string, kind: 'catalogue' | 'media', version: number): Database.Database {
  const database = new Database(path)
  database.pragma('page_size = 16384')
  if (kind === 'media') database.pragma('auto_vacuum = INCREMENTAL')
  database.pragma('journal_mode = WAL')
  for (const step of MIGRATIONS[kind].slice(0, version)) database.exec(step)
  database.pragma(`user_version = ${version}`)
  database.exec("INSERT INTO meta VALUES ('closed', '1')")
  return database
}

/** A data folder of the version before footage: its catalogue had version 1, its days' media files version 2 (1 before the track log). */
export function writeOlderStore(folder: string, { events, clips, day, mediaVersion = 2 }: { events: readonly Event[]; clips: readonly OlderClip[]; day: string; mediaVersion?: number }): void {
  mkdirSync(join(folder, 'media'), { recursive: true })
  const catalogue = older(join(folder, 'vigil.db'), 'catalogue', 1)
  for (const event of events) {
    const { reviewed, pinned, note, snapshot, clip, ...body } = event
    const startedMs = Date.parse(event.startedAt)
    catalogue.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(event.id, event.camera, event.type, event.label, startedMs, event.state, Number(reviewed), Number(pinned), note ?? null, Number(snapshot), startedMs, JSON.stringify(body))
    catalogue.prepare('INSERT INTO clips VALUES (?, ?, ?, ?, ?, ?, ?)').run(event.id, day, clip.state, clip.seconds, clip.bytes, Number(clip.verified), clip.reason ?? null)
    for (const zone of event.zones) catalogue.prepare('INSERT INTO event_zones VALUES (?, ?, ?)').run(zone, startedMs, event.id)
  }
  catalogue.close()
  const media = older(join(folder, 'media', `media-${day}.db`), 'media', mediaVersion)
  for (const [n, { eventId, startWallMs, rows, delayMs }] of clips.entries()) {
    media.prepare('INSERT INTO clips VALUES (?, ?, ?, ?, ?, 1, 0.4, ?)').run(n + 1, eventId, 'h264', 'avc1.64001f', startWallMs, Buffer.from([1, 2, 3]))
    for (let row = 0; row < rows; row += 1) {
      media.prepare('INSERT INTO clip_fragments VALUES (?, ?, ?, ?, ?, 5, 3, ?)').run(n + 1, row, delayMs + row * 500, delayMs + row * 500 + 500, Number(row % 4 === 0), Buffer.from([n + 1, row, 0]))
      media.prepare('INSERT INTO clip_tracks VALUES (?, ?, ?)').run(n + 1, row, JSON.stringify([{ pts: (delayMs + row * 500) / 1000, boxes: [] }]))
    }
    media.prepare('INSERT INTO snapshots VALUES (?, ?)').run(eventId, Buffer.from([n + 7]))
  }
  media.close()
}
