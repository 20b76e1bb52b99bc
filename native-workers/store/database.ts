import { accessSync, constants, existsSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { messageOf } from '../../common/message-of.ts'
import { makeLastingFolder } from './lasting-folder.ts'
import { MIGRATIONS, type FileKind } from './schema.ts'

export type Sqlite = Database.Database

/** The store cannot work until somebody does something; the message says what, in one sentence. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
}

export interface Quarantined {
  /** Where the damaged file is now. */
  readonly path: string
  readonly reason: string
}

export interface OpenFile {
  readonly path: string
  readonly kind: FileKind
  readonly now: () => number
  readonly onQuarantine: (file: Quarantined) => void
  /** The file may not grow beyond this; for tests of a full disk. */
  readonly maxPages?: number
}

/** A check reads everything (300 MB/s cold): above this, of a media file only the tables without bytes are checked. The catalogue always is, whole. */
const CHECK_WHOLE_MEDIA_BELOW_BYTES = 32 * 1024 * 1024
const MEDIA_FACTS = ['meta', 'streams', 'fragments', 'claims', 'spans']

/** Files that say of themselves that they were not closed. */
const written = new WeakSet<Sqlite>()

/**
 * Opens a file and brings its schema up to date. A damaged file is renamed, reported and replaced by a fresh one; nothing is deleted.
 * Throws StoreFailure when the folder or file cannot be used at all.
 */
export function openDatabase(file: OpenFile): Sqlite {
  try {
    makeLastingFolder(dirname(file.path))
  } catch (error) {
    throw failure(file.path, error)
  }
  try {
    return openChecked(file)
  } catch (error) {
    const damage = damageOf(error)
    if (damage === null) throw error instanceof StoreFailure ? error : failure(file.path, error)
    quarantine(file, damage)
    return openChecked(file)
  }
}

/** Before the first write: from here on until it is closed a crash means a check. A file that is only read never needs one. */
export function markWritten(database: Sqlite): void {
  if (written.has(database)) return
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('closed', '0')").run()
  written.add(database)
}

/** Marks the file as whole, so that the next start need not check it. */
export function closeDatabase(database: Sqlite): void {
  try {
    if (written.has(database)) database.prepare("INSERT OR REPLACE INTO meta VALUES ('closed', '1')").run()
  } catch {
    // A full disk, most likely: the file stays as it is, and the next start checks it.
  } finally {
    database.close()
  }
}

/** Moves a damaged file (with its log) aside. */
export function quarantine({ path, now, onQuarantine }: OpenFile, reason: string): void {
  const stamp = new Date(now()).toISOString().replaceAll(/[:.]/g, '-')
  let target = `${path}.damaged-${stamp}`
  for (let copy = 2; existsSync(target); copy += 1) target = `${path}.damaged-${stamp}-${copy}`
  // The log keeps its name's pairing with the file: together they can still be opened by hand. The -shm is rebuilt by anyone who does.
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  onQuarantine({ path: target, reason })
}

/** What is wrong with the file's content, in words; null when the error means something else. */
export function damageOf(error: unknown): string | null {
  if (error instanceof DamageFound) return error.message
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && /^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return (error as Error).message
  return null
}

class DamageFound extends Error {}

function openChecked({ path, kind, maxPages }: OpenFile): Sqlite {
  const database = new Database(path, { timeout: 5_000 })
  try {
    // Page size and vacuum mode only take hold before the first table; WAL only after them.
    database.pragma('page_size = 16384')
    if (kind === 'media') database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('journal_mode = WAL')
    // FULL: what was answered survives a power cut. NORMAL would lose the last transactions.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma('journal_size_limit = 33554432')
    // 4 MB: moving the log into the file is the longest a write takes, so often and little.
    database.pragma('wal_autocheckpoint = 256')
    // Media: dozens are open at once, and bytes of video are rarely read twice.
    database.pragma(`cache_size = ${kind === 'media' ? -1_000 : -16_000}`)
    if (maxPages !== undefined) database.pragma(`max_page_count = ${maxPages}`)
    if (Number(database.pragma('user_version', { simple: true })) > 0 && !wasClosed(database)) {
      check(database, path, kind)
      written.add(database)
    }
    migrate(database, path, kind)
    if (kind === 'catalogue') {
      // Also where it says so already, after a crash: a disk that takes no writes is to be known now, not from the first event.
      written.delete(database)
      markWritten(database)
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const wasClosed = (database: Sqlite): boolean =>
  (database.prepare("SELECT value FROM meta WHERE key = 'closed'").get() as { value: string } | undefined)?.value === '1'

function check(database: Sqlite, path: string, kind: FileKind): void {
  const whole = kind === 'catalogue' || statSync(path).size <= CHECK_WHOLE_MEDIA_BELOW_BYTES
  const tables = new Set(database.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map(({ name }) => name))
  for (const part of whole ? ['1'] : MEDIA_FACTS.filter((name) => tables.has(name))) {
    const found = database.pragma(`quick_check(${part})`, { simple: true })
    // Its first line only names the database.
    if (found !== 'ok') throw new DamageFound(String(found).split('\n').at(-1))
  }
}

function migrate(database: Sqlite, path: string, kind: FileKind): void {
  const steps = MIGRATIONS[kind]
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > steps.length) {
    throw new StoreFailure(`${path} was written by a newer Vigil (schema ${version}, this one knows ${steps.length}): start the newer version, or choose another data folder.`)
  }
  for (let step = version; step < steps.length; step += 1) {
    database.transaction(() => {
      database.exec(steps[step] ?? '')
      database.prepare("INSERT OR REPLACE INTO meta VALUES ('closed', '0')").run()
      database.prepare("INSERT OR REPLACE INTO meta VALUES ('schema', ?)").run(String(step + 1))
      database.pragma(`user_version = ${step + 1}`)
    })()
    written.add(database)
  }
}

/** SQLite calls a folder it may not write to a file it cannot open. */
function isReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch {
    return true
  }
}

function failure(path: string, error: unknown): StoreFailure {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const detail = messageOf(error)
  const folder = dirname(path)
  if (/READONLY|EACCES|EROFS|EPERM/.test(code) || (/CANTOPEN/.test(code) && isReadOnly(folder))) return new StoreFailure(`Vigil may not write to ${folder} (${detail}): give its user write access to that folder, or choose another one with --data.`, { cause: error })
  if (/ENOTDIR|EEXIST/.test(code)) return new StoreFailure(`${folder} cannot be used as the data folder because a file is in its place (${detail}): move that file away, or choose another folder with --data.`, { cause: error })
  if (/FULL|ENOSPC/.test(code)) return new StoreFailure(`The disk of ${folder} is full (${detail}): free some space, or choose another folder with --data.`, { cause: error })
  if (/CANTOPEN/.test(code)) return new StoreFailure(`Vigil cannot open ${path} (${detail}): check that the folder is writable and that nothing but a file has that name, or choose another folder with --data.`, { cause: error })
  return new StoreFailure(`Vigil cannot use ${path} (${detail}): check the disk, or choose another data folder with --data.`, { cause: error })
}
