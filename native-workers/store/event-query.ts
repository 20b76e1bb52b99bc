import type { EventQuery } from '../../common/contracts/event.ts'
import { EVENT_COLUMNS } from './event-rows.ts'

export interface BuiltQuery {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** One more row than asked for is read: it tells whether there is a next page. */
export function buildEventQuery(query: EventQuery): BuiltQuery {
  const where: string[] = []
  const values: (string | number)[] = []
  const add = (condition: string, ...given: (string | number)[]): void => { where.push(condition); values.push(...given) }

  // Time and id come from the zones table where that drives the query, so that its key gives the order.
  const at = query.zone === undefined ? 'e.started_ms' : 'z.started_ms'
  const id = query.zone === undefined ? 'e.id' : 'z.event_id'
  if (query.zone !== undefined) add('z.zone = ?', query.zone)
  if (query.camera !== undefined) add('e.camera = ?', query.camera)
  if (query.label !== undefined) add('e.label = ?', query.label)
  if (query.type !== undefined) add('e.type = ?', query.type)
  // Literals, not parameters: a partial index is only considered for a constant.
  if (query.reviewed !== undefined) add(query.reviewed ? 'e.reviewed = 1' : 'e.reviewed = 0')
  if (query.after !== undefined) add(`${at} > ?`, Date.parse(query.after))
  if (query.before !== undefined) add(`${at} < ?`, Date.parse(query.before))
  if (query.cursor !== undefined) {
    const last = parseCursor(query.cursor)
    add(`(${at}, ${id}) < (?, ?)`, last.startedMs, last.id)
  }
  const from = query.zone === undefined
    ? `events e INDEXED BY ${indexFor(query)}`
    : 'event_zones z CROSS JOIN events e ON e.id = z.event_id'
  const sql = `SELECT e.id, e.started_ms, ${EVENT_COLUMNS} FROM ${from} LEFT JOIN clips c ON c.event_id = e.id
    ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY ${at} DESC, ${id} DESC LIMIT ?`
  values.push(query.limit + 1)
  return { sql, values }
}

/**
 * The index is named, not left to the planner: without statistics it has picked a sort over a million rows.
 * Unreviewed first: that set is small when people review, and dense when they do not.
 */
function indexFor(query: EventQuery): string {
  if (query.reviewed === false && query.camera !== undefined) return 'events_unreviewed_by_camera'
  if (query.reviewed === false && query.label !== undefined) return 'events_unreviewed_by_label'
  if (query.reviewed === false) return 'events_unreviewed'
  if (query.camera !== undefined && query.label !== undefined) return 'events_by_camera_label'
  if (query.camera !== undefined) return 'events_by_camera'
  if (query.label !== undefined) return 'events_by_label'
  if (query.type !== undefined) return 'events_by_type'
  return 'events_by_time'
}

export const formatCursor = (last: { started_ms: number; id: string }): string => `${last.started_ms}.${last.id}`

function parseCursor(cursor: string): { startedMs: number; id: string } {
  const match = /^(-?\d{1,16})\.(.{1,128})$/.exec(cursor)
  if (!match) throw new RangeError(`cursor: expected the "next" of an earlier page, got ${JSON.stringify(cursor)}`)
  return { startedMs: Number(match[1]), id: match[2] ?? '' }
}
