import { useRef, useState } from 'react'
import './event-note.css'
import type { Event } from '../../../common/contracts/event.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { patchEvents } from './review-actions.ts'

/** What somebody wrote down about an event; saved when the field is left. */
export function EventNote({ event }: { readonly event: Event }) {
  const [draft, setDraft] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const kept = event.note ?? ''
  const text = draft ?? kept
  const save = (): void => {
    if (draft !== null && draft.trim() !== kept) void patchEvents([event], { note: draft.trim() })
    setDraft(null)
  }
  useKeys('review', { note: () => field.current?.focus() })
  return (
    <label className="note">
      <span className="field-label">Note {draft !== null && draft.trim() !== kept && <span>· saved when you leave the field</span>}</span>
      <textarea
        ref={field} value={text} rows={text.length > 80 || text.includes('\n') ? 3 : 1} maxLength={2000} placeholder="What was it? Who was told?" data-testid="event-note"
        onChange={(change) => setDraft(change.target.value)} onBlur={save}
        onKeyDown={(press) => {
          if (press.key === 'Escape') {
            setDraft(null)
            // The key belongs to the field, not to the event.
            press.stopPropagation()
            press.currentTarget.blur()
          }
          if (press.key === 'Enter' && (press.ctrlKey || press.metaKey)) press.currentTarget.blur()
        }}
      />
    </label>
  )
}
