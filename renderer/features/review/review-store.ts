import { create } from 'zustand'
import type { Event, EventQuery } from '../../../common/contracts/event.ts'
import { newerFirst, onEventNews, type EventNews } from '../../stores/events.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { fits, queryOf, type Filters, NO_FILTERS } from './filters.ts'

const PAGE = 60

interface ReviewState {
  readonly filters: Filters
  readonly items: readonly Event[]
  readonly next: string | null
  readonly loading: boolean
  readonly loaded: boolean
  readonly problem: string | null
  /** Began while the operator was looking further down; shown when asked for. */
  readonly arrived: readonly Event[]
  /** Deleted ones that can still be undone. */
  readonly leaving: ReadonlySet<string>
  /** The list is at its top, so that news may come in without moving anything. */
  readonly atTop: boolean
}

export const useReview = create<ReviewState>()(() => ({
  filters: NO_FILTERS, items: [], next: null, loading: false, loaded: false, problem: null, arrived: [], leaving: new Set<string>(), atTop: true,
}))

let asked = 0

/** Reads from the top with the filters as they are. */
export async function reload(): Promise<void> {
  const turn = ++asked
  useReview.setState({ loading: true, problem: null, arrived: [] })
  await read(turn, {}, (page) => ({ items: page.items, next: page.next }))
}

export async function loadMore(): Promise<void> {
  const { next, loading } = useReview.getState()
  if (!next || loading) return
  const turn = ++asked
  useReview.setState({ loading: true })
  await read(turn, { cursor: next }, (page) => ({ items: [...useReview.getState().items, ...page.items], next: page.next }))
}

async function read(turn: number, extra: { cursor?: string }, take: (page: { items: Event[]; next: string | null }) => Partial<ReviewState>): Promise<void> {
  try {
    const page = await engine().events.list({ ...queryOf(useReview.getState().filters, Date.now()), limit: PAGE, ...extra } satisfies EventQuery)
    // A newer question makes this answer worthless.
    if (turn === asked) useReview.setState({ ...take(page), loading: false, loaded: true })
  } catch (error) {
    if (turn === asked) useReview.setState({ loading: false, problem: errorText(error) })
  }
}

export function setFilters(change: Partial<Filters>): void {
  useReview.setState(({ filters }) => ({ filters: { ...filters, ...change } }))
  void reload()
}

export function showArrived(): void {
  useReview.setState(({ items, arrived }) => ({ items: [...arrived, ...items].sort(newerFirst), arrived: [] }))
}

/** Follows the engine's news; an event that no longer fits stays in view until the next reading, so that nothing jumps away under the hand. */
export const followNews = (): (() => void) => onEventNews(takeNews)

function takeNews(news: EventNews): void {
  const state = useReview.getState()
  if (news.type === 'reload') return void reload()
  if (news.type === 'removed') {
    const without = (events: readonly Event[]): readonly Event[] => events.filter((event) => event.id !== news.id)
    return useReview.setState({ items: without(state.items), arrived: without(state.arrived) })
  }
  const { event } = news
  const swap = (events: readonly Event[]): readonly Event[] => events.map((one) => (one.id === event.id ? event : one))
  if (state.items.some((one) => one.id === event.id)) return useReview.setState({ items: swap(state.items) })
  if (state.arrived.some((one) => one.id === event.id)) return useReview.setState({ arrived: swap(state.arrived) })
  const last = state.items.at(-1)
  if (!state.loaded || !fits(event, state.filters, Date.now())) return
  // Older than what is loaded: it comes with its own page.
  if (last && state.next && newerFirst(event, last) > 0) return
  if (state.atTop) useReview.setState({ items: [event, ...state.items].sort(newerFirst) })
  else useReview.setState({ arrived: [event, ...state.arrived] })
}

/** Shows a change at once; the engine's own answer follows. */
export function place(event: Event): void {
  useReview.setState(({ items }) => ({ items: items.map((one) => (one.id === event.id ? event : one)) }))
}

export function markLeaving(id: string, leaving: boolean): void {
  useReview.setState((state) => {
    const next = new Set(state.leaving)
    if (leaving) next.add(id)
    else next.delete(id)
    return { leaving: next }
  })
}
