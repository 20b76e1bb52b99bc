import { ORPCError } from '@orpc/server'
import { EditError } from '../../common/edit-error.ts'

const CODES = { 'not-found': 'NOT_FOUND', conflict: 'CONFLICT', invalid: 'BAD_REQUEST', 'too-large': 'BAD_REQUEST' } as const

/** Declared errors for what the caller can mend; anything else is a bug and goes on as one. */
export async function editing<T>(edit: () => Promise<T>): Promise<T> {
  try {
    return await edit()
  } catch (error) {
    if (!(error instanceof EditError)) throw error
    throw new ORPCError(CODES[error.kind], { message: error.message, data: { problems: [...error.problems] } })
  }
}
