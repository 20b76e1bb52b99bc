import type { Event, EventPage } from '../../../common/contracts/event.ts'
import { newerFirst } from '../../stores/events.ts'
import type { Filters } from './filters.ts'

export type SectionKey = 'alert' | 'detection' | 'all'

/** A stretch of the list with a question of its own. */
export interface Section {
  readonly key: SectionKey
  readonly items: readonly Event[]
  /** Where the engine goes on; null at the end. */
  readonly next: string | null
  readonly loaded: boolean
}

const SECTION = { items: [], next: null, loaded: false } as const

/** The queue asks for alerts and detections apart; everything else is one list by time. */
export function sectionsFor({ view, severity }: Filters): readonly Section[] {
  if (view !== 'queue') return [{ key: 'all', ...SECTION }]
  return (['alert', 'detection'] as const).filter((key) => severity === null || severity === key).map((key) => ({ key, ...SECTION }))
}

/** A section with its next page. */
export function taken(section: Section, page: EventPage | undefined): Section {
  const known = new Set(section.items.map(({ id }) => id))
  return { ...section, items: [...section.items, ...(page?.items ?? []).filter(({ id }) => !known.has(id))], next: page?.next ?? null, loaded: true }
}

/**
 * A section after the same stretch was read once more. What is gone goes; what no longer `fits` stays until the list is asked for anew; what has begun
 * since comes apart where the operator is further down (`atTop` false), so that nothing moves under the hand.
 */
export function caughtUp(section: Section, fresh: Section, { fits, atTop }: { fits: (event: Event) => boolean; atTop: boolean }): { section: Section; arrived: readonly Event[] } {
  const found = new Map(fresh.items.map((event) => [event.id, event]))
  const known = new Set(section.items.map(({ id }) => id))
  const first = section.items[0]
  const isAbove = (event: Event): boolean => !atTop && first !== undefined && newerFirst(event, first) < 0
  const stay = section.items.flatMap((event) => found.get(event.id) ?? (fits(event) ? [] : [event]))
  const come = fresh.items.filter(({ id }) => !known.has(id))
  return { section: { ...fresh, items: [...stay, ...come.filter((event) => !isAbove(event))].sort(newerFirst) }, arrived: come.filter(isAbove) }
}

/** What is in view: a section comes when the one before it has come to its end, so that nothing is pushed down later. */
export function visibleSections(sections: readonly Section[]): readonly Section[] {
  const unfinished = sections.findIndex(({ loaded, next }) => !loaded || next !== null)
  return unfinished < 0 ? sections : sections.slice(0, unfinished + 1)
}

/** The events as one walks them. */
export const orderOf = (sections: readonly Section[], leaving: ReadonlySet<string>): readonly Event[] =>
  visibleSections(sections).flatMap(({ items }) => items).filter(({ id }) => !leaving.has(id))

export const belongsTo = (event: Event): ((section: Section) => boolean) => ({ key }) => key === 'all' || key === event.severity

/** The same event with what changed; where it is not known, nothing. */
export const replaced = (sections: readonly Section[], event: Event): readonly Section[] =>
  sections.map((section) => (section.items.some(({ id }) => id === event.id) ? { ...section, items: section.items.map((one) => (one.id === event.id ? event : one)) } : section))

export const without = (sections: readonly Section[], id: string): readonly Section[] => sections.map((section) => ({ ...section, items: section.items.filter((one) => one.id !== id) }))

/** Puts new events in their places. What is older than a section has loaded comes with its own page. */
export function inserted(sections: readonly Section[], events: readonly Event[]): readonly Section[] {
  return sections.map((section) => {
    const last = section.items.at(-1)
    const own = events.filter((event) => belongsTo(event)(section) && !section.items.some(({ id }) => id === event.id) && !(last && section.next && newerFirst(event, last) > 0))
    return own.length === 0 ? section : { ...section, items: [...own, ...section.items].sort(newerFirst) }
  })
}

export type Row =
  | { readonly kind: 'head'; readonly key: string; readonly title: string; readonly count: string }
  | { readonly kind: 'events'; readonly key: string; readonly events: readonly Event[] }

const TITLES: Readonly<Record<SectionKey, string | null>> = { alert: 'Alerts', detection: 'Detections', all: null }

/** The list as rows of so many columns, with a heading over each section that has anything. */
export function rowsOf(sections: readonly Section[], columns: number, leaving: ReadonlySet<string>): readonly Row[] {
  return visibleSections(sections).flatMap(({ key, items, next }): readonly Row[] => {
    const shown = items.filter(({ id }) => !leaving.has(id))
    const title = TITLES[key]
    if (shown.length === 0) return []
    const rows: Row[] = title === null ? [] : [{ kind: 'head', key, title, count: `${shown.length}${next === null ? '' : '+'}` }]
    for (let at = 0; at < shown.length; at += columns) {
      const events = shown.slice(at, at + columns)
      rows.push({ kind: 'events', key: `${key}-${at}`, events })
    }
    return rows
  })
}

/** Where an arrow leads in the grid; up and down keep the column. */
export function walkRows(rows: readonly Row[], id: string | null, way: 'left' | 'right' | 'up' | 'down'): Event | undefined {
  const lines = rows.flatMap((row) => (row.kind === 'events' ? [row.events] : []))
  const at = lines.findIndex((events) => events.some((event) => event.id === id))
  if (at < 0) return lines[0]?.[0]
  const column = lines[at]?.findIndex((event) => event.id === id) ?? 0
  if (way === 'left' || way === 'right') {
    const all = lines.flat()
    return all[all.findIndex((event) => event.id === id) + (way === 'left' ? -1 : 1)]
  }
  const other = lines[at + (way === 'up' ? -1 : 1)]
  return other?.[Math.min(column, other.length - 1)]
}
