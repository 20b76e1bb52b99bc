import type { Key } from './review/review-index.ts'

export const formatCursor = (last: { started_ms: number; id: string }): string => `${last.started_ms}.${last.id}`

export function parseCursor(cursor: string): Key {
  const match = /^(-?\d{1,16})\.(.{1,128})$/.exec(cursor)
  if (!match) throw new RangeError(`cursor: expected the "next" of an earlier page, got ${JSON.stringify(cursor)}`)
  return { startedMs: Number(match[1]), id: match[2] ?? '' }
}
