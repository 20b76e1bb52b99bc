import type { StoreReport } from '../../common/wire/store-messages.ts'

type ErrorKind = Extract<StoreReport, { type: 'error' }>['kind']

/** What can be asked of the disk itself, where an error alone does not tell. */
export interface DiskFacts {
  hasRoom(): boolean
  isWritable(): boolean
}

/**
 * What an error means for whoever asked; one of ours may have the real one as its cause. SQLite says FULL for a disk without space, but SHMSIZE where it was its
 * shared memory that did not fit, and a plain failed write where a quota ended: that one is `full` only where there is no room. With room, a write that failed is a disk that takes
 * nothing: it broke, or its file system turned read-only under the open file, which SQLite does not tell apart.
 */
export function kindOf(error: unknown, disk: DiskFacts): ErrorKind {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (/^(?:SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/.test(code)) return 'full'
  if (code.startsWith('SQLITE_IOERR') && !disk.hasRoom()) return 'full'
  if (/^(?:SQLITE_READONLY|EROFS|EACCES|EPERM)/.test(code) || /^SQLITE_IOERR_(?:WRITE|FSYNC|DIR_FSYNC|TRUNCATE|DELETE)$/.test(code)) return 'read-only'
  // A file that is not there yet.
  if (code.startsWith('SQLITE_CANTOPEN') && !disk.isWritable()) return 'read-only'
  const cause = error instanceof Error ? error.cause : undefined
  return cause === undefined ? 'other' : kindOf(cause, disk)
}
