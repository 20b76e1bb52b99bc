import { Check, NotebookPen, Pin, TriangleAlert } from 'lucide-react'
import type { Event } from '../../../common/contracts/event.ts'
import { Tip } from '../../ui/kit/tip.tsx'

/** Noted, pinned, and reviewed or not. */
export function EventMarks({ event }: { readonly event: Event }) {
  return (
    <>
      {event.note && <Tip text={event.note}><NotebookPen role="img" aria-label={`note: ${event.note}`} className="mark-quiet" /></Tip>}
      {event.pinned && <Pin role="img" aria-label="pinned" className="mark-pin" />}
      {event.reviewed ? <Check role="img" aria-label="reviewed" className="mark-quiet" /> : <span className="mark-new" role="img" aria-label="not reviewed" />}
    </>
  )
}

export function SeverityMark({ severity }: Pick<Event, 'severity'>) {
  return severity === 'alert' ? <TriangleAlert role="img" aria-label="alert" className="mark-alert" /> : null
}
