import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { messageOf } from '../../common/message-of.ts'
import { STORE_METHODS } from '../../common/wire/store-call-args.ts'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { createCatalogue } from './catalogue.ts'
import type { OpenStore } from './calls.ts'
import { type Sqlite, StoreFailure } from './database.ts'
import { createEventFiles } from './event-files.ts'
import { mediaFilesIn, pathOfMedia } from './media-files.ts'
import { preparedOn } from './prepared.ts'
import { createReplays } from './replays.ts'
import { MIGRATIONS, type FileKind } from './schema.ts'
import { createTrackLogDay } from './track-log-day.ts'

/** The schema that brought the track log: older files have none. */
const FIRST_WITH_TRACK_LOG = 2

/**
 * A data folder for replays alone: nothing in it is changed, and an engine may be at work on it (WAL readers see what was stored when they
 * began). Throws StoreFailure when there is nothing that can be read.
 */
export function openReadOnly(folder: string): OpenStore {
  const path = join(folder, 'vigil.db')
  if (!existsSync(path)) throw new StoreFailure(`${folder} is not a data folder of Vigil: it has no vigil.db.`)
  const database = open(path)
  if (versionOf(database) !== MIGRATIONS.catalogue.length) throw otherVersion(path, database, 'catalogue')
  const sql = preparedOn(database)
  const catalogue = createCatalogue(database, sql, createEventFiles(sql))
  const media = join(folder, 'media')

  const onFile = <T>(file: string, none: T, read: (database: Sqlite) => T): T => {
    const opened = open(pathOfMedia(media, file))
    try {
      if (versionOf(opened) > MIGRATIONS.media.length) throw otherVersion(pathOfMedia(media, file), opened, 'media')
      return versionOf(opened) < FIRST_WITH_TRACK_LOG ? none : read(opened)
    } finally {
      opened.close()
    }
  }
  const refuse = (): never => { throw new Error('this store was opened for reading only') }
  const calls = {
    ...Object.fromEntries(STORE_METHODS.map((method) => [method, refuse])),
    recover: () => ({ repaired: [], quarantined: [] }),
    ...createReplays({
      files: () => mediaFilesIn(media),
      chunks: (file, camera) => onFile(file, [], (opened) => createTrackLogDay(preparedOn(opened)).list(camera)),
      bytes: (file, id) => onFile(file, new Uint8Array(), (opened) => createTrackLogDay(preparedOn(opened)).bytes(id)),
      listEvents: (query) => catalogue.list(query),
    }),
  } as Partial<StoreCalls> as StoreCalls
  const close = (): void => { database.close() }
  return { calls, idle: () => false, abandonCatalogue: close, close }
}

function open(path: string): Sqlite {
  try {
    return new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 })
  } catch (error) {
    throw new StoreFailure(`${path} cannot be read (${messageOf(error)}): check its permissions, or copy the data folder and replay the copy.`)
  }
}

const versionOf = (database: Sqlite): number => Number(database.pragma('user_version', { simple: true }))

function otherVersion(path: string, database: Sqlite, kind: FileKind): StoreFailure {
  return new StoreFailure(`${path} has schema ${versionOf(database)}, this Vigil reads ${MIGRATIONS[kind].length}: open the data folder once with this Vigil, or use the version that wrote it.`)
}
