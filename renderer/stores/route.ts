import { create } from 'zustand'

const SCREENS = ['live', 'review', 'performance', 'cameras', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

/** `#/cameras/gate/regions` = screen `cameras`, rest `['gate', 'regions']`. */
export interface Route {
  readonly screen: Screen
  readonly rest: readonly string[]
}

export function parseRoute(hash: string): Route {
  const [first, ...rest] = hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decode)
  const screen = SCREENS.find((name) => name === first)
  return screen ? { screen, rest } : { screen: 'live', rest: [] }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const hrefOf = (screen: Screen, ...rest: readonly string[]): string =>
  `#/${[screen, ...rest].map(encodeURIComponent).join('/')}`

export const useRoute = create<{ route: Route }>()(() => ({ route: parseRoute(globalThis.location?.hash ?? '') }))

export function go(screen: Screen, ...rest: readonly string[]): void {
  location.hash = hrefOf(screen, ...rest)
}

/** As `go`, but Back does not stop here. */
export function swap(screen: Screen, ...rest: readonly string[]): void {
  history.replaceState(null, '', hrefOf(screen, ...rest))
  useRoute.setState({ route: { screen, rest } })
}

/** Follows the address bar; returns the undo. */
export function followRoute(): () => void {
  const take = (): void => useRoute.setState({ route: parseRoute(location.hash) })
  take()
  window.addEventListener('hashchange', take)
  return () => window.removeEventListener('hashchange', take)
}
