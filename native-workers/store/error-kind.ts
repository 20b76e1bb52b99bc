import type { StoreReport } from '../../common/wire/store-messages.ts'

type ErrorKind = Extract<StoreReport, { type: 'error' }>['kind']

/**
 * What an error means for whoever asked; one of ours may have the real one as its cause. SQLite says FULL for a disk without space, but SHMSIZE where it was its
 * shared memory that did not fit, and a plain failed write where a quota ended: that one is `full` only where there is no room (`hasRoom`).
 */
export function kindOf(error: unknown, hasRoom: () => boolean): ErrorKind {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (/^(?:SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/.test(code)) return 'full'
  if (code.startsWith('SQLITE_IOERR') && !hasRoom()) return 'full'
  if (/^(?:SQLITE_READONLY|EROFS|EACCES|EPERM)/.test(code)) return 'read-only'
  const cause = error instanceof Error ? error.cause : undefined
  return cause === undefined ? 'other' : kindOf(cause, hasRoom)
}
