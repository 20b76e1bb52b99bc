import { Check, Download, Pin, Trash2, X } from 'lucide-react'
import './selection-bar.css'
import type { Event } from '../../../common/contracts/event.ts'
import { Button, IconButton } from '../../ui/kit/button.tsx'
import { exportEvents, hasClip, removeEvents, turnPinned, turnReviewed } from './review-actions.ts'
import { useReview } from './review-store.ts'
import { NOTHING } from './selection.ts'

/** What can be done to several events at once. */
export function SelectionBar({ events }: { readonly events: readonly Event[] }) {
  if (events.length === 0) return null
  const clips = events.filter(hasClip).length
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selected events" data-testid="selection-bar">
      <strong>{events.length} selected</strong>
      <span className="grow" />
      <Button icon={<Check aria-hidden />} onClick={() => void turnReviewed(events)} data-testid="selected-reviewed">{events.every(({ reviewed }) => reviewed) ? 'Not reviewed' : 'Reviewed'}</Button>
      <Button icon={<Pin aria-hidden />} onClick={() => void turnPinned(events)} data-testid="selected-pin">{events.every(({ pinned }) => pinned) ? 'Unpin' : 'Pin'}</Button>
      <Button icon={<Download aria-hidden />} disabled={clips === 0} onClick={() => exportEvents(events)} data-testid="selected-export">{clips === events.length || clips === 0 ? 'Export' : `Export ${clips}`}</Button>
      <Button tone="danger" icon={<Trash2 aria-hidden />} onClick={() => removeEvents(events)} data-testid="selected-delete">Delete</Button>
      <IconButton label="Select none" keys="Esc" onClick={() => useReview.setState({ selection: NOTHING })}><X aria-hidden /></IconButton>
    </div>
  )
}
