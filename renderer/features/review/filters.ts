import type { Event, EventType } from '../../../common/contracts/event.ts'

export type Span = 'any' | 'hour' | 'today' | 'yesterday' | 'week'

export interface Filters {
  readonly camera: string | null
  readonly label: string | null
  readonly zone: string | null
  readonly type: EventType | null
  readonly reviewed: 'waiting' | 'all' | 'done'
  readonly span: Span
}

export const NO_FILTERS: Filters = { camera: null, label: null, zone: null, type: null, reviewed: 'all', span: 'any' }

export const isFiltered = (filters: Filters): boolean =>
  filters.camera !== null || filters.label !== null || filters.zone !== null || filters.type !== null || filters.span !== 'any'

/** From and to of a span of time, in the operator's own days; milliseconds since 1970. */
function spanOf(span: Span, nowMs: number): { afterMs: number | null; beforeMs: number | null } {
  const midnight = new Date(nowMs)
  midnight.setHours(0, 0, 0, 0)
  const daysAgo = (days: number): number => new Date(midnight).setDate(midnight.getDate() - days)
  switch (span) {
    case 'any': return { afterMs: null, beforeMs: null }
    case 'hour': return { afterMs: nowMs - 3_600_000, beforeMs: null }
    case 'today': return { afterMs: midnight.getTime(), beforeMs: null }
    case 'yesterday': return { afterMs: daysAgo(1), beforeMs: midnight.getTime() }
    case 'week': return { afterMs: daysAgo(6), beforeMs: null }
  }
}

interface Query {
  camera?: string
  label?: string
  zone?: string
  type?: EventType
  reviewed?: boolean
  after?: string
  before?: string
}

/** The filters as the engine's question; what is not chosen is left out. */
export function queryOf(filters: Filters, nowMs: number): Query {
  const { afterMs, beforeMs } = spanOf(filters.span, nowMs)
  return {
    ...(filters.camera !== null && { camera: filters.camera }),
    ...(filters.label !== null && { label: filters.label }),
    ...(filters.zone !== null && { zone: filters.zone }),
    ...(filters.type !== null && { type: filters.type }),
    ...(filters.reviewed !== 'all' && { reviewed: filters.reviewed === 'done' }),
    ...(afterMs !== null && { after: new Date(afterMs).toISOString() }),
    ...(beforeMs !== null && { before: new Date(beforeMs).toISOString() }),
  }
}

/** Whether the engine would list the event for these filters. */
export function fits(event: Event, filters: Filters, nowMs: number): boolean {
  const { afterMs, beforeMs } = spanOf(filters.span, nowMs)
  const atMs = Date.parse(event.startedAt)
  return (filters.camera === null || event.camera === filters.camera)
    && (filters.label === null || event.label === filters.label)
    && (filters.zone === null || event.zones.includes(filters.zone))
    && (filters.type === null || event.type === filters.type)
    && (filters.reviewed === 'all' || event.reviewed === (filters.reviewed === 'done'))
    && (afterMs === null || atMs >= afterMs)
    && (beforeMs === null || atMs < beforeMs)
}
