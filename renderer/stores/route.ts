import { create } from 'zustand'

const SCREENS = ['live', 'review', 'performance', 'cameras', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

export type RouteQuery = Readonly<Record<string, string>>

/** `#/cameras/gate/regions?try=1` = screen `cameras`, rest `['gate', 'regions']`, query `{ try: '1' }`. */
export interface Route {
  readonly screen: Screen
  readonly rest: readonly string[]
  readonly query: RouteQuery
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [first, ...rest] = path.split('/').filter(Boolean).map(decode)
  const query = Object.fromEntries(new URLSearchParams(search))
  const screen = SCREENS.find((name) => name === first)
  return screen ? { screen, rest, query } : { screen: 'live', rest: [], query: {} }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const hrefOf = (screen: Screen, ...rest: readonly string[]): string => hrefWith({ screen, rest, query: {} })

/** The address of a route; an empty query leaves no trace. */
export function hrefWith({ screen, rest, query }: Route): string {
  const search = new URLSearchParams(query).toString()
  return `#/${[screen, ...rest].map(encodeURIComponent).join('/')}${search && `?${search}`}`
}

export const useRoute = create<{ route: Route }>()(() => ({ route: parseRoute(globalThis.location?.hash ?? '') }))

export function go(screen: Screen, ...rest: readonly string[]): void {
  location.hash = hrefOf(screen, ...rest)
}

/** As `go`, but Back does not stop here. */
export const swap = (screen: Screen, ...rest: readonly string[]): void => swapTo({ screen, rest, query: {} })

export function goTo(route: Route): void {
  location.hash = hrefWith(route)
}

export function swapTo(route: Route): void {
  history.replaceState(null, '', hrefWith(route))
  useRoute.setState({ route })
}

/** Follows the address bar; returns the undo. */
export function followRoute(): () => void {
  const take = (): void => useRoute.setState({ route: parseRoute(location.hash) })
  take()
  window.addEventListener('hashchange', take)
  return () => window.removeEventListener('hashchange', take)
}
