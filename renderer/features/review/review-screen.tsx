import { CheckCheck } from 'lucide-react'
import { useEffect, useMemo, useRef, type MouseEvent } from 'react'
import './review-screen.css'
import { useLink } from '../../stores/link.ts'
import { useRoute } from '../../stores/route.ts'
import { Button } from '../../ui/kit/button.tsx'
import { EventDetail } from './event-detail.tsx'
import { EventGrid } from './event-grid.tsx'
import { filtersOf } from './filter-address.ts'
import { FilterBar } from './filter-bar.tsx'
import { RecordingsView } from './recordings/recordings-view.tsx'
import { openEvent, swapEvent } from './review-address.ts'
import { ReviewEmpty } from './review-empty.tsx'
import { orderOf } from './review-list.ts'
import { followNews } from './review-news.ts'
import { refresh } from './review-refresh.ts'
import { reload, useReview } from './review-store.ts'
import { ReviewTimeline } from './review-timeline.tsx'
import { clicked } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useReviewKeys } from './use-review-keys.ts'

export function ReviewScreen() {
  const recordings = useRoute((state) => state.route.query['view'] === 'recordings')
  return recordings ? <RecordingsView /> : <EventsView />
}

function EventsView() {
  const sections = useReview((state) => state.sections)
  const leaving = useReview((state) => state.leaving)
  const loaded = useReview((state) => state.loaded)
  const problem = useReview((state) => state.problem)
  const selected = useReview((state) => state.selection.ids)
  const open = useLink((link) => link.state.at === 'open')
  const chosen = useRoute((state) => state.route.rest[0] ?? null)
  const asked = useRoute((state) => JSON.stringify(filtersOf(state.route.query)))
  const shown = useMemo(() => orderOf(sections, leaving), [sections, leaving])
  const read = useRef<string | null>(null)
  useEffect(followNews, [])
  useEffect(() => {
    if (!open) return
    // The link was away: what is in view stays where it is.
    if (read.current === asked) return refresh()
    read.current = asked
    void reload(JSON.parse(asked) as ReturnType<typeof filtersOf>)
  }, [open, asked])
  useReviewKeys(shown, chosen)

  const press = (id: string, { ctrlKey, metaKey, shiftKey }: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>): void => {
    const mod = ctrlKey || metaKey
    useReview.setState(({ selection }) => ({ selection: clicked(selection, { id, mod, shift: shiftKey }, shown.map((event) => event.id)) }))
    if (mod || shiftKey) return
    if (chosen) swapEvent(id)
    else openEvent(id)
  }
  const empty = problem !== null || (loaded && shown.length === 0)

  return (
    <div className={`review ${chosen ? 'review-open' : ''}`}>
      <div className="review-list">
        <FilterBar shown={shown.length} />
        <QueueDone />
        {!loaded && problem === null && <div className="review-loading" role="status" aria-busy="true" aria-label="Loading events">{Array.from({ length: 12 }, (_, index) => <div key={index} className="review-ghost" />)}</div>}
        {loaded && shown.length > 0 && problem === null && <EventGrid chosen={chosen} onPress={press} onTick={(id) => press(id, { ctrlKey: true, metaKey: false, shiftKey: false })} />}
        {empty && <ReviewEmpty problem={problem} />}
        <SelectionBar events={shown.filter(({ id }) => selected.has(id))} />
      </div>
      {chosen && <EventDetail key={chosen} id={chosen} known={shown.find((event) => event.id === chosen)} shown={shown} />}
      <div className="review-foot"><ReviewTimeline /></div>
    </div>
  )
}

/** Everything of the queue is seen to, but still in view. */
function QueueDone() {
  const done = useReview(({ filters, sections, leaving, loaded }) => {
    const shown = orderOf(sections, leaving)
    return loaded && filters.view === 'queue' && filters.reviewed === 'any' && shown.length > 0 && sections.every(({ next }) => next === null) && shown.every(({ reviewed }) => reviewed) ? shown.length : 0
  })
  if (done === 0) return null
  return (
    <div className="banner review-done" role="status" data-testid="queue-done">
      <CheckCheck aria-hidden className="tone-live" />
      <span className="grow">That was the last one. {done === 1 ? 'It is reviewed.' : `All ${done} are reviewed.`}</span>
      <Button onClick={() => void reload()}>Clear the list</Button>
    </div>
  )
}
