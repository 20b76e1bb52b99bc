import { goTo, swapTo, useRoute, type Route } from '../../stores/route.ts'
import { addressOf, filtersOf } from './filter-address.ts'
import type { Filters } from './filters.ts'

/** The address of Review, with its filters kept unless they are changed. */
function routeTo(id: string | null, change: Partial<Filters> = {}): Route {
  const filters = { ...filtersOf(useRoute.getState().route.query), ...change }
  return { screen: 'review', rest: id === null ? [] : [id], query: addressOf(filters) }
}

export const openEvent = (id: string): void => goTo(routeTo(id))
export const closeEvent = (): void => goTo(routeTo(null))

/** Walking on does not fill the history. */
export const swapEvent = (id: string | null): void => swapTo(routeTo(id))

const openId = (): string | null => useRoute.getState().route.rest[0] ?? null

export const setFilters = (change: Partial<Filters>): void => goTo(routeTo(openId(), change))
/** While a word is being typed. */
export const typeFilters = (change: Partial<Filters>): void => swapTo(routeTo(openId(), change))

/** Recorded footage of cameras at a moment. */
export function openRecordings(cameras: readonly string[], atMs: number | null, { replace = false } = {}): void {
  const route: Route = { screen: 'review', rest: [], query: { view: 'recordings', cameras: cameras.join(','), ...(atMs !== null && { at: new Date(atMs).toISOString() }) } }
  if (replace) swapTo(route)
  else goTo(route)
}
