import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type MediaFile, parseMediaFile } from '../../common/footage/media-file.ts'
import { closeDatabase, damageOf, markWritten, openDatabase, quarantine, type OpenFile, type Quarantined, type Sqlite } from './database.ts'
import { createFootageFile, type FootageFile } from './footage-file.ts'
import { giveBack, leftBehind, putAside } from './give-back.ts'

/** A file was moved aside just now; what was asked of it cannot be answered. */
export class MediaDamaged extends Error {
  override readonly name = 'MediaDamaged'
}

export interface MediaFiles {
  /** Runs on a file, which is made if need be. Throws a RangeError for a name that is none. */
  write<T>(file: MediaFile, action: (footage: FootageFile) => T): T
  /** Null where there is no such file. */
  read<T>(file: MediaFile, action: (footage: FootageFile) => T): T | null
  /** Every file there is, in order of name: with its log's bytes, and for one that is open what is used of it and since when. */
  list(): { file: MediaFile; bytes: number; oldestMs: number | null }[]
  has(file: MediaFile): boolean
  /** Since it was opened. */
  isWritten(file: MediaFile): boolean
  /** Closes and deletes it. Returns the bytes that are free now, 0 where there is no such file; null while a large one is being deleted: ask again. */
  unlink(file: MediaFile): number | null
  close(): void
  /** Closes what is open without another word to the catalogue. */
  abandon(): void
}

export interface MediaOptions {
  readonly folder: string
  readonly now: () => number
  readonly onQuarantine: (moved: Quarantined, file: MediaFile) => void
  /** Whose an event is: for clips of older versions. */
  readonly cameraOf: (eventId: string) => string | null
  /** Before a file is written to for the first time since it was opened, and before it is closed after that. */
  readonly onFirstWrite: (file: MediaFile) => void
  readonly onClose: (footage: FootageFile) => void
  readonly maxPages?: number
}

/**
 * Open at once: one per camera that records (64 fit on a wall), twice that for a moment at midnight, and some that somebody looks at. An open file costs three
 * descriptors and up to 1 MB of cache.
 */
const MAX_OPEN = 80
/** A few milliseconds. */
const UNLINK_AT_ONCE_BYTES = 16 * 1024 * 1024
const MEDIA_NAME = /^media-(.+)\.db$/

/** Names of media files in a folder; what has another name is somebody else's. */
export function mediaFilesIn(folder: string): MediaFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const file = MEDIA_NAME.exec(name)?.[1]
    return file !== undefined && isMediaFile(file) ? [file] : []
  }).sort()
}

function isMediaFile(name: string): boolean {
  try {
    parseMediaFile(name)
    return true
  } catch {
    return false
  }
}

export const pathOfMedia = (folder: string, file: MediaFile): string => join(folder, `media-${file}.db`)

interface OpenMedia { readonly database: Sqlite; readonly footage: FootageFile; written: boolean }

/** Opens a file when it is first needed and closes the one longest unused. */
export function createMediaFiles(options: MediaOptions): MediaFiles {
  const { folder, now, maxPages } = options
  const open = new Map<MediaFile, OpenMedia>()
  const unlinking = new Map<MediaFile, { freedBytes: number | null }>()
  if (existsSync(folder)) for (const path of leftBehind(folder)) void giveBack(path)
  const openFileOf = (file: MediaFile): OpenFile => ({
    path: pathOfMedia(folder, file), kind: 'media', now, onQuarantine: (moved) => options.onQuarantine(moved, file), ...(maxPages !== undefined && { maxPages }),
  })

  const closeOne = (file: MediaFile, held: OpenMedia): void => {
    open.delete(file)
    try {
      if (held.written) options.onClose(held.footage)
    } catch {
      // As when closing it: nothing is lost, the next start makes up for it.
    } finally {
      closeDatabase(held.database)
    }
  }

  const acquire = (file: MediaFile): OpenMedia => {
    const held = open.get(file)
    if (held) {
      // A Map keeps insertion order: taking it out and in again makes it the youngest.
      open.delete(file)
      open.set(file, held)
      return held
    }
    const { camera } = parseMediaFile(file)
    for (const [oldest, media] of open) {
      if (open.size < MAX_OPEN) break
      closeOne(oldest, media)
    }
    const database = openDatabase(openFileOf(file))
    const footage = createFootageFile(file, database)
    const opened = { database, footage, written: false }
    open.set(file, opened)
    if (camera === null) footage.streams.adopt(options.cameraOf)
    return opened
  }

  const use = <T>(file: MediaFile, action: (media: OpenMedia) => T): T => {
    try {
      return action(acquire(file))
    } catch (error) {
      const damage = damageOf(error)
      if (damage === null) throw error
      // Found while working: set the file aside now, so that what comes next of this camera and day has a whole one to go to.
      open.get(file)?.database.close()
      open.delete(file)
      quarantine(openFileOf(file), damage)
      throw new MediaDamaged(`the media file ${file} turned out to be damaged and was moved aside: ${damage}`, { cause: error })
    }
  }

  const has = (file: MediaFile): boolean => open.has(file) || existsSync(pathOfMedia(folder, file))

  return {
    write: (file, action) => use(file, (media) => {
      if (!media.written) {
        options.onFirstWrite(file)
        markWritten(media.database)
        media.written = true
      }
      return action(media.footage)
    }),
    read: (file, action) => (has(file) ? use(file, ({ footage }) => action(footage)) : null),
    list: () => mediaFilesIn(folder).map((file) => {
      const held = open.get(file)?.footage
      return held ? { file, bytes: held.usedBytes(), oldestMs: held.spans.oldestMs() } : { file, bytes: bytesOf(pathOfMedia(folder, file)), oldestMs: null }
    }),
    has,
    isWritten: (file) => open.get(file)?.written ?? false,
    unlink(file) {
      const finished = unlinking.get(file)
      if (finished) {
        if (finished.freedBytes !== null) unlinking.delete(file)
        return finished.freedBytes
      }
      const path = pathOfMedia(folder, file)
      const bytes = bytesOf(path)
      if (bytes === 0 && !has(file)) return 0
      const held = open.get(file)
      open.delete(file)
      // Closed as it is: what is in it does not matter any more.
      held?.database.close()
      // The log first: left alone, it would be taken for that of the next file of this name.
      for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
      if (bytes <= UNLINK_AT_ONCE_BYTES) {
        rmSync(path, { force: true })
        return bytes
      }
      const pending: { freedBytes: number | null } = { freedBytes: null }
      unlinking.set(file, pending)
      const aside = putAside(path)
      void giveBack(aside).then(() => { pending.freedBytes = Math.max(1, bytes - sizeOf(aside)) })
      return null
    },
    close() {
      for (const [file, held] of open) closeOne(file, held)
    },
    abandon() {
      for (const { database } of open.values()) closeDatabase(database)
      open.clear()
    },
  }
}

/** 0 for a file that vanished between listing and looking. */
export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const bytesOf = (path: string): number => ['', '-wal', '-shm'].reduce((sum, suffix) => sum + sizeOf(path + suffix), 0)
