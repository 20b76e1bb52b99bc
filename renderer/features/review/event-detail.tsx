import { Check, ChevronDown, ChevronUp, Download, Pin, PinOff, SlidersHorizontal, Trash2, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import './event-detail.css'
import type { Event } from '../../../common/contracts/event.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { clockTime, dayOf, exactTime } from '../../ui/format.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { Button, IconButton } from '../../ui/kit/button.tsx'
import { Empty } from '../../ui/kit/empty.tsx'
import { LabelMark } from '../../ui/kit/label-mark.tsx'
import { ClipPlayer } from './clip-player.tsx'
import { EventFacts } from './event-facts.tsx'
import { EventNote } from './event-note.tsx'
import { ExportPanel } from './export-panel.tsx'
import { useOpenEvent } from './open-event.ts'
import { closeEvent, swapEvent } from './review-address.ts'
import { exportEvents, hasClip, turnPinned } from './review-actions.ts'
import { useEvent, useTracks } from './use-event.ts'
import { neighbour, removeAndMoveOn, reviewAndMoveOn } from './use-review-keys.ts'

interface EventDetailProps {
  readonly id: string
  /** The event as the list has it; an address may lead to one that is not in the list. */
  readonly known: Event | undefined
  readonly shown: readonly Event[]
}

/** One event: its clip with boxes on every frame, and what is known about it. */
export function EventDetail({ id, known, shown }: EventDetailProps) {
  const { event, problem } = useEvent(id, known)
  const [part, setPart] = useState(1)
  const [exporting, setExporting] = useState(false)
  useEffect(() => {
    useOpenEvent.setState({ event })
    return () => useOpenEvent.setState({ event: null })
  }, [event])
  const { tracks, refresh } = useTracks(id, event?.clip.state, part)
  useCameras((state) => state.list)
  useKeys('review', {
    exportMore: () => (event && hasClip(event) ? setExporting((now) => !now) : false),
    close: () => (exporting ? setExporting(false) : false),
  })
  const step = (by: 1 | -1) => (): void => {
    const next = neighbour(shown, id, by)
    if (next) swapEvent(next.id)
  }
  if (problem !== null || !event) {
    return (
      <section className="detail" aria-label="Event" aria-busy={problem === null}>
        {problem !== null && <Empty icon={<X />} title="This event cannot be shown" actions={<Button onClick={closeEvent}>Close</Button>}>{problem}</Empty>}
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
        <IconButton label="Close" keys="Esc" onClick={closeEvent} data-testid="close-event"><X aria-hidden /></IconButton>
      </header>
      <ClipPlayer event={event} tracks={tracks} part={part} onPart={setPart} onMore={refresh} />
      <div className="detail-actions">
        <Button tone={event.reviewed ? 'plain' : 'accent'} icon={<Check aria-hidden />} aria-pressed={event.reviewed} onClick={() => reviewAndMoveOn(shown, event)} data-testid="mark-reviewed">
          {event.reviewed ? 'Reviewed' : 'Mark reviewed'}
        </Button>
        <Button icon={event.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />} aria-pressed={event.pinned} onClick={() => void turnPinned([event])} data-testid="pin">{event.pinned ? 'Unpin' : 'Pin'}</Button>
        <span className="button-pair">
          <Button icon={<Download aria-hidden />} disabled={!hasClip(event)} onClick={() => exportEvents([event])} data-testid="export">Export</Button>
          <IconButton label="Export with choices" keys="Ctrl+E" disabled={!hasClip(event)} pressed={exporting} onClick={() => setExporting(!exporting)} data-testid="export-more"><SlidersHorizontal aria-hidden /></IconButton>
        </span>
        <span className="grow" />
        <Button tone="danger" icon={<Trash2 aria-hidden />} onClick={() => removeAndMoveOn(shown, event)} data-testid="delete-event">Delete</Button>
      </div>
      {exporting && <ExportPanel sources={[{ eventId: event.id }]} parts={event.clip.parts?.length ?? 1} masked={event.clip.privacy === 'not-in-clip'} onDone={() => setExporting(false)} />}
      <EventNote key={event.note ?? ''} event={event} />
      <EventFacts event={event} tracks={tracks} />
    </section>
  )
}
