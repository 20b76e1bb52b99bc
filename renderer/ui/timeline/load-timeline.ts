import type { CameraTimeline } from '../../../common/contracts/footage.ts'
import { onEventNews } from '../../stores/events.ts'
import { engine } from '../../transport/engine.ts'
import { errorText, isUnknownToEngine } from '../../transport/error-text.ts'
import { planOf, type Plan } from './span.ts'
import type { TimelineStore } from './timeline-store.ts'

const WAIT_MS = 140
const NEWS_MS = 1_000
/** What is over does not change; what is going on does. */
const FRESH_OVER_MS = 120_000
const FRESH_NOW_MS = 8_000
const KEPT_PAGES = 24

interface Page {
  readonly atMs: number
  readonly cameras: readonly CameraTimeline[]
}

const keyOf = (cameras: readonly string[], { fromMs, toMs, stepSeconds }: Plan): string => `${cameras.join(',')} ${fromMs} ${toMs} ${stepSeconds}`

/** Reads what is in view, a moment after it stopped moving, and again as time goes on. Returns the stop. */
export function loadTimeline(store: TimelineStore, width: () => number): () => void {
  const pages = new Map<string, Page>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = ''
  let over = false

  const show = (plan: Plan, page: Page): void => {
    store.setState({ data: Object.fromEntries(page.cameras.map((one) => [one.camera, one])), known: plan, loading: false, problem: null })
  }
  const load = async (): Promise<void> => {
    const { span, cameras } = store.getState()
    if (cameras.length === 0 || width() === 0) return
    const plan = planOf(span, width())
    const key = keyOf(cameras, plan)
    const page = pages.get(key)
    const now = Date.now()
    if (page && wanted !== key) show(plan, page)
    wanted = key
    if (page && now - page.atMs < (plan.toMs > now - 60_000 ? FRESH_NOW_MS : FRESH_OVER_MS)) return
    store.setState({ loading: !page })
    try {
      const found = await engine().footage.timeline({ cameras: [...cameras], from: new Date(plan.fromMs).toISOString(), to: new Date(plan.toMs).toISOString(), stepSeconds: plan.stepSeconds })
      const fresh = { atMs: Date.now(), cameras: found.cameras }
      pages.delete(key)
      pages.set(key, fresh)
      for (const old of pages.keys()) if (pages.size > KEPT_PAGES) pages.delete(old)
      if (!over && wanted === key) show(plan, fresh)
    } catch (error) {
      if (!over && wanted === key) store.setState({ loading: false, problem: problemOf(error) })
    }
  }
  const soon = (waitMs = WAIT_MS): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      void load()
    }, waitMs)
  }
  /** News come faster than that where much moves: they wait for a reading that is due, they never put it off. */
  const atLast = (): void => {
    if (timer === undefined) soon(NEWS_MS)
  }
  const stops = [
    store.subscribe((next, before) => {
      if (next.span !== before.span || next.cameras !== before.cameras) soon()
    }),
    onEventNews((news) => {
      if (news.type === 'event' && !store.getState().cameras.includes(news.event.camera)) return
      // What is kept of now is old; what is over may have lost an event.
      pages.clear()
      atLast()
    }),
  ]
  const again = setInterval(atLast, FRESH_NOW_MS)
  soon(0)
  return () => {
    over = true
    clearTimeout(timer)
    clearInterval(again)
    for (const stop of stops) stop()
  }
}

const problemOf = (error: unknown): string => (isUnknownToEngine(error) ? 'This engine does not know what was recorded when. A newer one does.' : errorText(error))
