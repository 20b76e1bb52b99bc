import { create } from 'zustand'
import type { Event } from '../../common/contracts/event.ts'

const KEPT = 60
const OUTLINE_MS = 10_000

interface Events {
  /** The newest events, newest first. */
  readonly recent: readonly Event[]
  readonly loaded: boolean
  /** Counts up with every event seen for the first time. */
  readonly arrivals: number
  /** Cameras with an alert that began a moment ago. */
  readonly alerting: ReadonlySet<string>
}

export const useEvents = create<Events>()(() => ({ recent: [], loaded: false, arrivals: 0, alerting: new Set<string>() }))

export type EventNews = { readonly type: 'event'; readonly event: Event } | { readonly type: 'removed'; readonly id: string } | { readonly type: 'reload' }

const listeners = new Set<(news: EventNews) => void>()

/** For stores that keep their own selection of events; returns the undo. */
export function onEventNews(listener: (news: EventNews) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Newest first by start, then by id, as the engine lists them. */
export const newerFirst = (a: Event, b: Event): number =>
  Date.parse(b.startedAt) - Date.parse(a.startedAt) || (a.id < b.id ? 1 : -1)

export function takeEventNews(news: EventNews): void {
  if (news.type === 'removed') {
    useEvents.setState(({ recent }) => ({ recent: recent.filter((event) => event.id !== news.id) }))
  } else if (news.type === 'event') {
    const isNew = !useEvents.getState().recent.some((event) => event.id === news.event.id)
    if (isNew && news.event.severity === 'alert') outline(news.event.camera)
    useEvents.setState(({ recent, arrivals }) => {
      const known = recent.some((event) => event.id === news.event.id)
      const next = known
        ? recent.map((event) => (event.id === news.event.id ? news.event : event))
        : [news.event, ...recent].sort(newerFirst).slice(0, KEPT)
      return { recent: next, arrivals: known ? arrivals : arrivals + 1 }
    })
  }
  for (const listener of listeners) listener(news)
}

const outlines = new Map<string, ReturnType<typeof setTimeout>>()

/** For ten seconds; another alert begins them anew. */
function outline(cameraId: string): void {
  clearTimeout(outlines.get(cameraId))
  outlines.set(cameraId, setTimeout(() => {
    outlines.delete(cameraId)
    useEvents.setState({ alerting: new Set(outlines.keys()) })
  }, OUTLINE_MS))
  useEvents.setState({ alerting: new Set(outlines.keys()) })
}

export function takeRecent(events: readonly Event[]): void {
  useEvents.setState({ recent: [...events].sort(newerFirst).slice(0, KEPT), loaded: true })
}
