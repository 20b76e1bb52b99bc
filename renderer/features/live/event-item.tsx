import { Pin } from 'lucide-react'
import type { Event } from '../../../common/contracts/event.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { hrefOf } from '../../stores/route.ts'
import { clockTime, exactTime } from '../../ui/format.ts'
import { EventPicture } from '../../ui/kit/event-picture.tsx'
import { LabelMark } from '../../ui/kit/label-mark.tsx'

export function EventItem({ event }: { readonly event: Event }) {
  // Names come with the camera list, which may arrive after the events.
  useCameras((state) => state.list)
  const at = Date.parse(event.startedAt)
  return (
    <li>
      <a className={`event-item ${event.severity === 'alert' ? 'event-item-alert' : ''}`} href={hrefOf('review', event.id)} data-testid={`newest-${event.id}`}>
        <span className="event-item-picture">
          <EventPicture event={event} alt={`${event.label} at ${nameOfCamera(event.camera)}`} />
          {event.state === 'active' && <span className="event-item-now">now</span>}
        </span>
        <span className="event-item-words">
          <span className="event-item-row">
            <LabelMark label={event.label} />
            {event.pinned && <Pin aria-label="pinned" />}
            {!event.reviewed && <span className="event-item-new" role="img" aria-label="not reviewed" />}
          </span>
          <span className="clip-text muted">{nameOfCamera(event.camera)}</span>
          <time className="muted" dateTime={event.startedAt} title={exactTime(at)}>{clockTime(at)}</time>
        </span>
      </a>
    </li>
  )
}
