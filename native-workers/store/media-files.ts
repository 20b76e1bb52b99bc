import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { closeDatabase, damageOf, openDatabase, quarantine, type OpenFile, type Quarantined, type Sqlite } from './database.ts'
import { createMediaDay, type MediaDay } from './media-day.ts'
import { createTrackLogDay, type TrackLogDay } from './track-log-day.ts'

export interface MediaFiles {
  /** Runs on the day's file, which is made if need be. */
  write<T>(day: string, action: (media: MediaDay, trackLog: TrackLogDay) => T): T
  /** Null where there is no such file. */
  read<T>(day: string, action: (media: MediaDay, trackLog: TrackLogDay) => T): T | null
  bytes(): number
  /** Days that have a file, oldest first. */
  days(): string[]
  close(): void
}

/** Days open at once: today's, yesterday's around midnight, and one somebody is looking at. */
const MAX_OPEN = 3
export const DAY_FILE = /^media-(\d{4}-\d{2}-\d{2})\.db$/

interface OpenDay {
  readonly database: Sqlite
  readonly media: MediaDay
  readonly trackLog: TrackLogDay
}

/** Opens a day's file when it is first needed and closes the one longest unused. */
export function createMediaFiles({ folder, now, onQuarantine }: { folder: string; now: () => number; onQuarantine: (file: Quarantined, day: string) => void }): MediaFiles {
  const open = new Map<string, OpenDay>()
  const fileOf = (day: string): OpenFile => ({ path: join(folder, `media-${day}.db`), kind: 'media', now, onQuarantine: (moved) => onQuarantine(moved, day) })

  const acquire = (day: string): OpenDay => {
    const held = open.get(day)
    if (held) {
      // A Map keeps insertion order: taking it out and in again makes it the youngest.
      open.delete(day)
      open.set(day, held)
      return held
    }
    for (const [oldest, file] of open) {
      if (open.size < MAX_OPEN) break
      open.delete(oldest)
      closeDatabase(file.database)
    }
    const database = openDatabase(fileOf(day))
    const opened = { database, media: createMediaDay(database), trackLog: createTrackLogDay(database) }
    open.set(day, opened)
    return opened
  }

  const use = <T>(day: string, action: (media: MediaDay, trackLog: TrackLogDay) => T): T => {
    try {
      const { media, trackLog } = acquire(day)
      return action(media, trackLog)
    } catch (error) {
      const damage = damageOf(error)
      if (damage !== null) {
        // Found while working: set the file aside now, so that the next clip of this day has a whole one to go to.
        open.get(day)?.database.close()
        open.delete(day)
        quarantine(fileOf(day), damage)
        throw new Error(`the media file of ${day} turned out to be damaged and was moved aside: ${damage}`, { cause: error })
      }
      throw error
    }
  }

  return {
    write: use,
    read: (day, action) => (open.has(day) || existsSync(fileOf(day).path) ? use(day, action) : null),
    bytes: () => (existsSync(folder) ? readdirSync(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0) : 0),
    days: () => (existsSync(folder) ? readdirSync(folder).flatMap((name) => DAY_FILE.exec(name)?.[1] ?? []).sort() : []),
    close() {
      for (const { database } of open.values()) closeDatabase(database)
      open.clear()
    },
  }
}

/** 0 for a file that vanished between listing and looking. */
export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
