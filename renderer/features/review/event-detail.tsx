import { Check, ChevronDown, ChevronUp, Download, Pin, PinOff, Trash2, X } from 'lucide-react'
import './event-detail.css'
import type { Event } from '../../../common/contracts/event.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { go, swap } from '../../stores/route.ts'
import { clockTime, dayOf, exactTime } from '../../ui/format.ts'
import { Button, IconButton } from '../../ui/kit/button.tsx'
import { Empty } from '../../ui/kit/empty.tsx'
import { LabelMark } from '../../ui/kit/label-mark.tsx'
import { ClipPlayer } from './clip-player.tsx'
import { EventFacts } from './event-facts.tsx'
import { exportClip, hasClip, patchEvent } from './review-actions.ts'
import { useEvent } from './use-event.ts'
import { neighbour, removeAndMoveOn } from './use-review-keys.ts'

interface EventDetailProps {
  readonly id: string
  /** The event as the list has it; an address may lead to one that is not in the list. */
  readonly known: Event | undefined
  readonly shown: readonly Event[]
}

/** One event: its clip with boxes on every frame, and what is known about it. */
export function EventDetail({ id, known, shown }: EventDetailProps) {
  const { event, tracks, problem } = useEvent(id, known)
  useCameras((state) => state.list)
  const step = (by: 1 | -1) => (): void => {
    const next = neighbour(shown, id, by)
    if (next) swap('review', next.id)
  }
  if (problem !== null || !event) {
    return (
      <section className="detail" aria-label="Event" aria-busy={problem === null}>
        {problem !== null && <Empty icon={<X />} title="This event cannot be shown" actions={<Button onClick={() => go('review')}>Close</Button>}>{problem}</Empty>}
      </section>
    )
  }
  const at = Date.parse(event.startedAt)
  return (
    <section className="detail" aria-label={`Event ${event.label} at ${nameOfCamera(event.camera)}`} data-testid="event-detail">
      <header className="detail-head">
        <div className="detail-title">
          <h2><LabelMark label={event.label} /> <span className="detail-at">at {nameOfCamera(event.camera)}</span></h2>
          <time className="muted" dateTime={event.startedAt} title={exactTime(at)}>{dayOf(at)} {clockTime(at)}</time>
        </div>
        <IconButton label="Previous event" keys="K" disabled={!neighbour(shown, id, -1)} onClick={step(-1)}><ChevronUp aria-hidden /></IconButton>
        <IconButton label="Next event" keys="J" disabled={!neighbour(shown, id, 1)} onClick={step(1)}><ChevronDown aria-hidden /></IconButton>
        <IconButton label="Close" keys="Esc" onClick={() => go('review')} data-testid="close-event"><X aria-hidden /></IconButton>
      </header>
      <ClipPlayer event={event} tracks={tracks} />
      <div className="detail-actions">
        <Button tone={event.reviewed ? 'plain' : 'accent'} icon={<Check aria-hidden />} aria-pressed={event.reviewed} onClick={() => void patchEvent(event, { reviewed: !event.reviewed })} data-testid="mark-reviewed">
          {event.reviewed ? 'Reviewed' : 'Mark reviewed'}
        </Button>
        <Button icon={event.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />} aria-pressed={event.pinned} onClick={() => void patchEvent(event, { pinned: !event.pinned })} data-testid="pin">{event.pinned ? 'Unpin' : 'Pin'}</Button>
        <Button icon={<Download aria-hidden />} disabled={!hasClip(event)} onClick={() => exportClip(event)} data-testid="export">Export</Button>
        <span className="grow" />
        <Button tone="danger" icon={<Trash2 aria-hidden />} onClick={() => removeAndMoveOn(shown, event)} data-testid="delete-event">Delete</Button>
      </div>
      <EventFacts event={event} tracks={tracks} />
    </section>
  )
}
