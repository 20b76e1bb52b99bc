import { MoveRight } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { Event } from '../../../common/contracts/event.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { exactTime, length, whenWords } from '../../ui/format.ts'
import { EventPicture } from '../../ui/kit/event-picture.tsx'
import { LabelMark } from '../../ui/kit/label-mark.tsx'
import { clipWords } from './clip-words.ts'
import { EventMarks, SeverityMark } from './event-marks.tsx'
import { lastedSeconds, usePlaceWords } from './event-place.ts'

export interface EventItemProps {
  readonly event: Event
  /** Open beside the list. */
  readonly chosen: boolean
  /** One of several. */
  readonly selected: boolean
  readonly onPress: (id: string, press: MouseEvent) => void
  readonly onTick: (id: string) => void
}

const stateOf = ({ chosen, selected, event }: EventItemProps): string =>
  `${chosen ? 'item-chosen' : ''} ${selected ? 'item-selected' : ''} ${event.reviewed ? 'item-reviewed' : ''} ${event.severity === 'alert' ? 'item-alert' : ''}`

function Tick({ event, selected, onTick }: EventItemProps) {
  return (
    <label className="item-tick">
      <input type="checkbox" checked={selected} onChange={() => onTick(event.id)} aria-label={`Select ${event.label} at ${nameOfCamera(event.camera)}`} tabIndex={-1} />
    </label>
  )
}

/** What no model named has no score worth a word. */
function Score({ event: { label, score } }: Pick<EventItemProps, 'event'>) {
  return label === 'motion' ? null : <span className="muted">{score.toFixed(2)}</span>
}

const troubled = ({ clip }: Event): boolean => clip.state !== 'saved' && clip.state !== 'recording'

/** An event at a glance: its picture, what, where, when, and whether somebody has seen to it. */
export function EventCard(props: EventItemProps) {
  const { event, chosen, onPress } = props
  useCameras((state) => state.list)
  const at = Date.parse(event.startedAt)
  const seconds = lastedSeconds(event)
  const place = usePlaceWords(event)
  return (
    <div className={`card ${stateOf(props)}`}>
      <button type="button" className="card-main" data-testid={`event-${event.id}`} aria-pressed={chosen} onClick={(press) => onPress(event.id, press)}>
        <span className="card-picture">
          <EventPicture event={event} alt="" />
          {event.state === 'active' && <span className="card-now">now</span>}
          {seconds !== null && <span className="card-length">{length(seconds)}</span>}
          {troubled(event) && <span className="card-clip">{clipWords(event).text}</span>}
        </span>
        <span className="card-words">
          <span className="card-row">
            <SeverityMark severity={event.severity} />
            <LabelMark label={event.label} />
            <Score event={event} />
            <span className="grow" />
            <EventMarks event={event} />
          </span>
          <span className="card-row card-small">
            <span className="clip-text">{nameOfCamera(event.camera)}</span>
          </span>
          <span className="card-row card-small muted">
            {event.lines.length > 0 && <MoveRight aria-hidden />}
            <span className="clip-text">{place}</span>
            <span className="grow" />
            <time dateTime={event.startedAt} title={exactTime(at)}>{whenWords(at)}</time>
          </span>
        </span>
      </button>
      <Tick {...props} />
    </div>
  )
}

/** The same in one line. */
export function EventRow(props: EventItemProps) {
  const { event, chosen, onPress } = props
  useCameras((state) => state.list)
  const at = Date.parse(event.startedAt)
  const seconds = lastedSeconds(event)
  const place = usePlaceWords(event)
  const clip = clipWords(event)
  return (
    <div className={`line-item ${stateOf(props)}`}>
      <button type="button" className="line-main" data-testid={`event-${event.id}`} aria-pressed={chosen} onClick={(press) => onPress(event.id, press)}>
        <span className="line-picture"><EventPicture event={event} alt="" /></span>
        <span className="line-what"><SeverityMark severity={event.severity} /><LabelMark label={event.label} /><Score event={event} /></span>
        <span className="line-where"><span className="clip-text">{nameOfCamera(event.camera)}</span>{place && <span className="clip-text muted">{place}</span>}</span>
        <span className={`line-clip ${clip.tone === 'live' || clip.tone === 'muted' ? 'muted' : `tone-${clip.tone}`}`}>{clip.text}</span>
        <span className="line-length">{event.state === 'active' ? <span className="tone-alert">now</span> : seconds === null ? '–' : length(seconds)}</span>
        <time className="line-when muted" dateTime={event.startedAt} title={exactTime(at)}>{whenWords(at)}</time>
        <span className="line-marks"><EventMarks event={event} /></span>
      </button>
      <Tick {...props} />
    </div>
  )
}
