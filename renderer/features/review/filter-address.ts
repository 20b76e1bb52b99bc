import { EventSeverity, EventType } from '../../../common/contracts/event.ts'
import type { RouteQuery } from '../../stores/route.ts'
import { NO_FILTERS, type Filters, type Reviewed, type View } from './filters.ts'
import { isWhen } from './span-of-time.ts'

const VIEWS: readonly View[] = ['queue', 'list', 'recordings']
const REVIEWED: readonly Reviewed[] = ['any', 'no', 'yes', 'not-by-me', 'by-me']

/** What differs from no filter, as the address carries it. */
export function addressOf(filters: Filters): RouteQuery {
  const query: Record<string, string> = {}
  for (const name of ['view', 'camera', 'label', 'zone', 'line', 'type', 'severity', 'when', 'reviewed', 'text'] as const) {
    const value = filters[name]
    if (value !== null && value !== NO_FILTERS[name]) query[name] = value
  }
  if (filters.minScore !== null) query['score'] = String(filters.minScore)
  if (filters.pinned !== null) query['pinned'] = filters.pinned ? 'yes' : 'no'
  return query
}

/** Reads an address somebody may have written by hand: what makes no sense is no filter. */
export function filtersOf(query: RouteQuery): Filters {
  const score = Number(query['score'] ?? Number.NaN)
  return {
    view: VIEWS.find((view) => view === query['view']) ?? NO_FILTERS.view,
    camera: query['camera'] || null,
    label: query['label'] || null,
    zone: query['zone'] || null,
    line: query['line'] || null,
    type: EventType.safeParse(query['type']).data ?? null,
    severity: EventSeverity.safeParse(query['severity']).data ?? null,
    when: query['when'] !== undefined && isWhen(query['when']) ? query['when'] : NO_FILTERS.when,
    minScore: score >= 0 && score <= 1 ? score : null,
    reviewed: REVIEWED.find((one) => one === query['reviewed']) ?? NO_FILTERS.reviewed,
    pinned: query['pinned'] === 'yes' ? true : query['pinned'] === 'no' ? false : null,
    text: (query['text'] ?? '').slice(0, 200),
  }
}
