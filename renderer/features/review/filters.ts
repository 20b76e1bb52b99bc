import type { Event, EventQuery, EventSeverity, EventType } from '../../../common/contracts/event.ts'
import { spanOf } from './span-of-time.ts'

export type View = 'queue' | 'list' | 'recordings'
/** By anybody, or by the operator of this console. */
export type Reviewed = 'any' | 'no' | 'yes' | 'not-by-me' | 'by-me'

export interface Filters {
  /** queue: what waits for review, alerts first. list: everything by time. */
  readonly view: View
  readonly camera: string | null
  readonly label: string | null
  readonly zone: string | null
  readonly line: string | null
  readonly type: EventType | null
  readonly severity: EventSeverity | null
  /** `any`, `hour`, `today`, `yesterday`, `week`, a day, or `DAY..DAY`. */
  readonly when: string
  readonly minScore: number | null
  readonly reviewed: Reviewed
  readonly pinned: boolean | null
  readonly text: string
}

export const NO_FILTERS: Filters = {
  view: 'queue', camera: null, label: null, zone: null, line: null, type: null, severity: null, when: 'any', minScore: null, reviewed: 'any', pinned: null, text: '',
}

/** The view is where one looks, not what is left out. */
export const withoutFilters = ({ view }: Filters): Filters => ({ ...NO_FILTERS, view })

export const isFiltered = (filters: Filters): boolean => JSON.stringify(filters) !== JSON.stringify(withoutFilters(filters))

export type Asked = Omit<EventQuery, 'limit' | 'cursor'>

interface Asking {
  readonly nowMs: number
  readonly operator: string
}

/** The queue holds what nobody reviewed, or what this operator did not. */
const reviewedOf = ({ view, reviewed }: Filters): { reviewed?: boolean; byMe: boolean } => {
  const mine = reviewed === 'not-by-me' || reviewed === 'by-me'
  if (view === 'queue') return { reviewed: false, byMe: mine }
  return reviewed === 'any' ? { byMe: false } : { reviewed: reviewed === 'yes' || reviewed === 'by-me', byMe: mine }
}

/** The filters as the engine's question; what is not chosen is left out. */
export function queryOf(filters: Filters, { nowMs, operator }: Asking): Asked {
  const { afterMs, beforeMs } = spanOf(filters.when, nowMs)
  const { reviewed, byMe } = reviewedOf(filters)
  return {
    ...(filters.camera !== null && { camera: filters.camera }),
    ...(filters.label !== null && { label: filters.label }),
    ...(filters.zone !== null && { zone: filters.zone }),
    ...(filters.line !== null && { line: filters.line }),
    ...(filters.type !== null && { type: filters.type }),
    ...(filters.severity !== null && { severity: filters.severity }),
    ...(filters.minScore !== null && { minScore: filters.minScore }),
    ...(filters.pinned !== null && { pinned: filters.pinned }),
    ...(filters.text.trim() !== '' && { text: filters.text.trim() }),
    ...(reviewed !== undefined && { reviewed }),
    ...(byMe && { by: operator }),
    ...(afterMs !== null && { after: new Date(afterMs).toISOString() }),
    ...(beforeMs !== null && { before: new Date(beforeMs).toISOString() }),
  }
}

/** Whether the engine would list the event for these filters. */
export function fits(event: Event, filters: Filters, { nowMs, operator }: Asking): boolean {
  const { afterMs, beforeMs } = spanOf(filters.when, nowMs)
  const { reviewed, byMe } = reviewedOf(filters)
  const atMs = Date.parse(event.startedAt)
  const seen = byMe ? (event.reviewedBy ?? []).includes(operator) : event.reviewed
  return (filters.camera === null || event.camera === filters.camera)
    && (filters.label === null || event.label === filters.label)
    && (filters.zone === null || event.zones.includes(filters.zone))
    && (filters.line === null || event.lines.some(({ id }) => id === filters.line))
    && (filters.type === null || event.type === filters.type)
    && (filters.severity === null || event.severity === filters.severity)
    && (filters.minScore === null || event.score >= filters.minScore)
    && (filters.pinned === null || event.pinned === filters.pinned)
    && (reviewed === undefined || seen === reviewed)
    && hasWords(event.note ?? '', filters.text)
    && (afterMs === null || atMs >= afterMs)
    && (beforeMs === null || atMs < beforeMs)
}

/** Every word is in the note; the last one may be the beginning of one. */
function hasWords(note: string, text: string): boolean {
  const wanted = text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const words = note.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return wanted.every((word, index) => words.some((one) => (index === wanted.length - 1 ? one.startsWith(word) : one === word)))
}
