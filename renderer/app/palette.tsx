import { Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useId, useMemo, useState } from 'react'
import './overlay.css'
import { useEvents } from '../stores/events.ts'
import { useCameraList } from '../stores/use-camera-list.ts'
import { findEntries, type Entry } from './palette-entries.ts'
import { PaletteItem } from './palette-item.tsx'

/** Finds cameras, events and screens by a few letters. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const cameras = useCameraList()
  const events = useEvents((state) => state.recent)
  const entries = useMemo(() => findEntries(text, { cameras: cameras ?? [], events }), [text, cameras, events])
  const listId = useId()
  const chosen = entries[Math.min(at, entries.length - 1)]

  const open = (entry: Entry | undefined): void => {
    if (!entry) return
    location.hash = entry.href
    onClose()
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((now) => (Math.min(now, entries.length - 1) + step + entries.length) % Math.max(1, entries.length))
    else if (event.key === 'Enter') open(chosen)
    else return
    event.preventDefault()
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="sheet" data-takes-keys data-testid="palette" aria-describedby={undefined} onKeyDown={onKeyDown}>
          <Dialog.Title className="unseen">Find</Dialog.Title>
          <div className="palette-input">
            <Search aria-hidden />
            <input
              role="combobox" aria-expanded aria-controls={listId} aria-label="Find a camera, an event or a screen" autoComplete="off" spellCheck={false}
              aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined} placeholder="Camera, event or screen" data-testid="palette-input"
              value={text} onChange={(event) => { setText(event.target.value); setAt(0) }}
            />
            <kbd className="kbd">Esc</kbd>
          </div>
          <div className="palette-list" role="listbox" id={listId} aria-label="Found">
            {entries.map((entry, index) => (
              <PaletteItem
                key={entry.id} id={`${listId}-${entry.id}`} entry={entry} selected={entry === chosen} first={entries[index - 1]?.group !== entry.group}
                onPoint={() => setAt(index)} onOpen={() => open(entry)}
              />
            ))}
            {entries.length === 0 && <p className="palette-none">Nothing is called “{text}”.</p>}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
