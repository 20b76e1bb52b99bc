import { create } from 'zustand'
import type { Event, EventPage } from '../../../common/contracts/event.ts'
import { operatorName } from '../../stores/operator.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { NO_FILTERS, queryOf, type Asked, type Filters } from './filters.ts'
import { inserted, replaced, sectionsFor, taken, type Section } from './review-list.ts'
import { NOTHING, type Selection } from './selection.ts'

const PAGE = 60

interface ReviewState {
  readonly filters: Filters
  readonly sections: readonly Section[]
  readonly loading: boolean
  readonly loaded: boolean
  readonly problem: string | null
  /** Began while the operator was looking further down; shown when asked for. */
  readonly arrived: readonly Event[]
  /** Deleted ones that can still be undone. */
  readonly leaving: ReadonlySet<string>
  /** The list is at its top, so that news may come in without moving anything. */
  readonly atTop: boolean
  readonly selection: Selection
}

export const useReview = create<ReviewState>()(() => ({
  filters: NO_FILTERS, sections: [], loading: false, loaded: false, problem: null, arrived: [], leaving: new Set<string>(), atTop: true, selection: NOTHING,
}))

export const asking = (): { nowMs: number; operator: string } => ({ nowMs: Date.now(), operator: operatorName() })

let asked = 0

/** Which question was the last: an answer to an older one is worth nothing. */
export const lastAsked = (): number => asked

/** Reads from the top with these filters. */
export async function reload(filters = useReview.getState().filters): Promise<void> {
  const turn = ++asked
  const sections = sectionsFor(filters)
  useReview.setState({ filters, loading: true, problem: null, arrived: [] })
  await guarded(turn, async () => {
    const pages = await Promise.all(sections.map((section) => readPage(filters, section)))
    return { sections: sections.map((section, index) => taken(section, pages[index])), selection: NOTHING, loaded: true }
  })
}

/** The next page of the first section that has one. */
export async function loadMore(): Promise<void> {
  const { sections, loading, filters } = useReview.getState()
  const section = sections.find(({ next }) => next !== null)
  if (!section || loading) return
  const turn = ++asked
  useReview.setState({ loading: true })
  await guarded(turn, async () => {
    const page = await readPage(filters, section)
    return { sections: useReview.getState().sections.map((one) => (one.key === section.key ? taken(one, page) : one)) }
  })
}

export const readPage = (filters: Filters, { key, next }: Section): Promise<EventPage> => {
  const query: Asked = { ...queryOf(filters, asking()), ...(key !== 'all' && { severity: key }) }
  return engine().events.list({ ...query, limit: PAGE, ...(next !== null && { cursor: next }) })
}

async function guarded(turn: number, read: () => Promise<Partial<ReviewState>>): Promise<void> {
  try {
    const change = await read()
    // A newer question makes this answer worthless.
    if (turn === asked) useReview.setState({ ...change, loading: false })
  } catch (error) {
    if (turn === asked) useReview.setState({ loading: false, problem: errorText(error) })
  }
}

export function showArrived(): void {
  useReview.setState(({ sections, arrived }) => ({ sections: inserted(sections, arrived), arrived: [] }))
}

/** Shows a change at once; the engine's own answer follows. */
export const place = (event: Event): void => useReview.setState(({ sections }) => ({ sections: replaced(sections, event) }))

export function markLeaving(ids: readonly string[], leaving: boolean): void {
  useReview.setState((state) => {
    const next = new Set(state.leaving)
    for (const id of ids) {
      if (leaving) next.add(id)
      else next.delete(id)
    }
    return { leaving: next, ...(leaving && { selection: NOTHING }) }
  })
}
