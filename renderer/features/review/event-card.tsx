import { Check, MoveRight, Pin } from 'lucide-react'
import type { Event } from '../../../common/contracts/event.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { eventSnapshotUrl } from '../../transport/api-url.ts'
import { exactTime, length, whenWords } from '../../ui/format.ts'
import { LabelMark } from '../../ui/kit/label-mark.tsx'
import { Snapshot } from '../../ui/kit/snapshot.tsx'
import { clipWords } from './clip-words.ts'

interface EventCardProps {
  readonly event: Event
  readonly chosen: boolean
  readonly onChoose: (id: string) => void
}

/** An event at a glance: its picture, what, where, when, and whether somebody has seen to it. */
export function EventCard({ event, chosen, onChoose }: EventCardProps) {
  useCameras((state) => state.list)
  const at = Date.parse(event.startedAt)
  const seconds = event.endedAt ? (Date.parse(event.endedAt) - at) / 1000 : null
  const clip = clipWords(event)
  const name = nameOfCamera(event.camera)
  const place = [...event.zones, ...event.lines.map((line) => line.id)]
  return (
    <button
      type="button" className={`card ${chosen ? 'card-chosen' : ''} ${event.reviewed ? 'card-reviewed' : ''} ${event.severity === 'alert' ? 'card-alert' : ''}`}
      data-testid={`event-${event.id}`} aria-pressed={chosen} onClick={() => onChoose(event.id)}
    >
      <span className="card-picture">
        <Snapshot src={event.snapshot ? eventSnapshotUrl(event.id) : null} alt="" />
        {event.state === 'active' && <span className="card-now">now</span>}
        {seconds !== null && <span className="card-length">{length(seconds)}</span>}
        {event.clip.state !== 'saved' && event.clip.state !== 'recording' && <span className="card-clip">{clip.text}</span>}
      </span>
      <span className="card-words">
        <span className="card-row">
          <LabelMark label={event.label} />
          <span className="muted">{event.score.toFixed(2)}</span>
          <span className="grow" />
          {event.pinned && <Pin role="img" aria-label="pinned" className="card-pin" />}
          {event.reviewed ? <Check role="img" aria-label="reviewed" className="card-check" /> : <span className="card-new" role="img" aria-label="not reviewed" />}
        </span>
        <span className="card-row card-small">
          <span className="clip-text">{name}</span>
          <span className="grow" />
          <time className="muted" dateTime={event.startedAt} title={exactTime(at)}>{whenWords(at)}</time>
        </span>
        <span className="card-row card-small muted">
          {event.lines.length > 0 && <MoveRight aria-hidden />}
          <span className="clip-text">{place.join(', ')}</span>
        </span>
      </span>
    </button>
  )
}
