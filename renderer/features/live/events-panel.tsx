import { BellRing } from 'lucide-react'
import './events-panel.css'
import { useEvents } from '../../stores/events.ts'
import { hrefOf } from '../../stores/route.ts'
import { EventItem } from './event-item.tsx'

const SHOWN = 30

/** The newest events as they happen, picture first. */
export function EventsPanel() {
  const recent = useEvents((state) => state.recent)
  const loaded = useEvents((state) => state.loaded)
  return (
    <aside className="events-panel" aria-label="Newest events">
      <header className="events-head">
        <h2>Newest events</h2>
        <a className="muted" href={hrefOf('review')}>Review</a>
      </header>
      <ol className="events-list" data-testid="newest-events">
        {recent.slice(0, SHOWN).map((event) => <EventItem key={event.id} event={event} />)}
      </ol>
      {loaded && recent.length === 0 && (
        <div className="events-none"><BellRing aria-hidden /><p>Nothing has happened yet. Events appear here the moment they begin.</p></div>
      )}
    </aside>
  )
}
