import { ArrowRight, Cctv, ScanLine } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { EventPicture } from '../ui/kit/event-picture.tsx'
import type { Entry } from './palette-entries.ts'

interface PaletteItemProps {
  readonly id: string
  readonly entry: Entry
  readonly selected: boolean
  /** The first of its group carries the group's name. */
  readonly first: boolean
  readonly onPoint: () => void
  readonly onOpen: () => void
}

const ICONS = { Screens: ArrowRight, Cameras: Cctv, Events: ScanLine }

export function PaletteItem({ id, entry, selected, first, onPoint, onOpen }: PaletteItemProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (selected) place.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const Icon = ICONS[entry.group]
  return (
    <>
      {first && <div className="palette-group" role="presentation">{entry.group}</div>}
      {/* The combobox above has the focus and the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div ref={place} id={id} className="palette-item" role="option" aria-selected={selected} onPointerMove={onPoint} onClick={onOpen}>
        {entry.event?.snapshot
          ? <span className="palette-picture"><EventPicture event={entry.event} alt="" /></span>
          : <Icon aria-hidden />}
        <span className="clip-text">{entry.title}</span>
        <span className="muted clip-text grow">{entry.detail}</span>
      </div>
    </>
  )
}
