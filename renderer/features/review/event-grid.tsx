import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Event } from '../../../common/contracts/event.ts'
import { EventCard } from './event-card.tsx'
import { loadMore, useReview } from './review-store.ts'

const CARD_MIN = 216
const GAP = 10
const PAD = 12
const WORDS = 66

interface EventGridProps {
  readonly events: readonly Event[]
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}

/** Only the rows in view exist, so thousands of events stay instant. */
export function EventGrid({ events, chosen, onChoose }: EventGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const columns = Math.max(1, Math.floor((width - 2 * PAD + GAP) / (CARD_MIN + GAP)))
  const cardWidth = (width - 2 * PAD - (columns - 1) * GAP) / columns
  const rowHeight = Math.round((cardWidth * 9) / 16) + WORDS + GAP
  const rows = width > 0 ? Math.ceil(events.length / columns) : 0
  // The list is not compiled; its own subscriptions re-render it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 3, paddingStart: PAD, paddingEnd: PAD })

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const observer = new ResizeObserver(() => setWidth(box.clientWidth))
    observer.observe(box)
    setWidth(box.clientWidth)
    return () => observer.disconnect()
  }, [])
  useEffect(() => virtual.measure(), [virtual, rowHeight])

  const visible = virtual.getVirtualItems()
  const lastRow = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows > 0 && lastRow >= rows - 4) void loadMore()
  }, [rows, lastRow])

  const chosenRow = chosen ? Math.floor(events.findIndex((event) => event.id === chosen) / columns) : -1
  useEffect(() => {
    if (chosenRow >= 0 && width > 0) virtual.scrollToIndex(chosenRow, { align: 'auto' })
  }, [virtual, chosenRow, width])

  return (
    // A list that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className="grid-scroll" data-testid="event-grid" tabIndex={0} role="group" aria-label="Events" onScroll={(event) => useReview.setState({ atTop: event.currentTarget.scrollTop < 40 })}>
      <div className="grid-rows" style={{ height: virtual.getTotalSize() }}>
        {visible.map((row) => (
          <div key={row.key} className="grid-row" style={{ transform: `translateY(${row.start}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, height: rowHeight - GAP, padding: `0 ${PAD}px`, gap: GAP }}>
            {events.slice(row.index * columns, (row.index + 1) * columns).map((event) => (
              <EventCard key={event.id} event={event} chosen={event.id === chosen} onChoose={onChoose} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
