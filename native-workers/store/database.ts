import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
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
}

/** A check reads the whole file: above this a day's media would hold the store up for seconds (300 MB/s cold). The catalogue is always checked. */
const CHECK_MEDIA_BELOW_BYTES = 512 * 1024 * 1024

/**
 * Opens a file and brings its schema up to date. A damaged file is renamed, reported and replaced by a fresh one; nothing is deleted.
 * Throws StoreFailure when the folder or file cannot be used at all.
 */
export function openDatabase(file: OpenFile): Sqlite {
  try {
    mkdirSync(dirname(file.path), { recursive: true })
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

/** Marks the file as whole, so that the next start need not check it. */
export function closeDatabase(database: Sqlite): void {
  try {
    database.prepare("INSERT OR REPLACE INTO meta VALUES ('closed', '1')").run()
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

function openChecked({ path, kind }: OpenFile): Sqlite {
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
    database.pragma(`cache_size = ${kind === 'media' ? -4_000 : -16_000}`)
    if (Number(database.pragma('user_version', { simple: true })) > 0 && !wasClosed(database)) check(database, path, kind)
    migrate(database, path, kind)
    database.prepare("INSERT OR REPLACE INTO meta VALUES ('closed', '0')").run()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const wasClosed = (database: Sqlite): boolean =>
  (database.prepare("SELECT value FROM meta WHERE key = 'closed'").get() as { value: string } | undefined)?.value === '1'

function check(database: Sqlite, path: string, kind: FileKind): void {
  if (kind === 'media' && statSync(path).size > CHECK_MEDIA_BELOW_BYTES) return
  const found = database.pragma('quick_check(1)', { simple: true })
  // Its first line only names the database.
  if (found !== 'ok') throw new DamageFound(String(found).split('\n').at(-1))
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
      database.prepare("INSERT OR REPLACE INTO meta VALUES ('schema', ?)").run(String(step + 1))
      database.pragma(`user_version = ${step + 1}`)
    })()
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
  const detail = error instanceof Error ? error.message : String(error)
  const folder = dirname(path)
  if (/READONLY|EACCES|EROFS|EPERM/.test(code) || (/CANTOPEN/.test(code) && isReadOnly(folder))) return new StoreFailure(`Vigil may not write to ${folder} (${detail}): give its user write access to that folder, or choose another one with --data.`)
  if (/ENOTDIR|EEXIST/.test(code)) return new StoreFailure(`${folder} cannot be used as the data folder because a file is in its place (${detail}): move that file away, or choose another folder with --data.`)
  if (/FULL|ENOSPC/.test(code)) return new StoreFailure(`The disk of ${folder} is full (${detail}): free some space, or choose another folder with --data.`)
  if (/CANTOPEN/.test(code)) return new StoreFailure(`Vigil cannot open ${path} (${detail}): check that the folder is writable and that nothing but a file has that name, or choose another folder with --data.`)
  return new StoreFailure(`Vigil cannot use ${path} (${detail}): check the disk, or choose another data folder with --data.`)
}
