import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type MouseEvent } from 'react'
import './event-grid.css'
import { EventCard, EventRow } from './event-card.tsx'
import { rowsOf } from './review-list.ts'
import { useListShape } from './list-shape.ts'
import { loadMore, useReview } from './review-store.ts'
import { useReviewSettings } from './review-settings.ts'

const CARD_MIN = 216
const GAP = 10
const PAD = 12
const WORDS = 66
const HEAD = 34
const LINE = 56

interface EventGridProps {
  readonly chosen: string | null
  readonly onPress: (id: string, press: MouseEvent) => void
  readonly onTick: (id: string) => void
}

/** Only the rows in view exist, so thousands of events stay instant. */
export function EventGrid({ chosen, onPress, onTick }: EventGridProps) {
  const sections = useReview((state) => state.sections)
  const leaving = useReview((state) => state.leaving)
  const selected = useReview((state) => state.selection.ids)
  const asRows = useReviewSettings((state) => state.layout === 'rows')
  const scroller = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const columns = asRows ? 1 : Math.max(1, Math.floor((width - 2 * PAD + GAP) / (CARD_MIN + GAP)))
  const cardWidth = (width - 2 * PAD - (columns - 1) * GAP) / columns
  const rowHeight = asRows ? LINE : Math.round((cardWidth * 9) / 16) + WORDS + GAP
  const rows = useMemo(() => (width > 0 ? rowsOf(sections, columns, leaving) : []), [sections, columns, leaving, width])
  // The list is not compiled; its own subscriptions re-render it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: (index) => (rows[index]?.kind === 'head' ? HEAD : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index, overscan: asRows ? 10 : 3, paddingStart: asRows ? 0 : PAD / 2, paddingEnd: PAD,
  })

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const observer = new ResizeObserver(() => setWidth(box.clientWidth))
    observer.observe(box)
    setWidth(box.clientWidth)
    return () => observer.disconnect()
  }, [])
  useEffect(() => useListShape.setState({ columns }), [columns])
  useEffect(() => virtual.measure(), [virtual, rowHeight, rows])

  const visible = virtual.getVirtualItems()
  const lastRow = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && lastRow >= rows.length - 4) void loadMore()
  }, [rows.length, lastRow])

  const chosenRow = chosen ? rows.findIndex((row) => row.kind === 'events' && row.events.some((event) => event.id === chosen)) : -1
  useEffect(() => {
    if (chosenRow >= 0 && width > 0) virtual.scrollToIndex(chosenRow, { align: 'auto' })
  }, [virtual, chosenRow, width])

  const Item = asRows ? EventRow : EventCard
  return (
    // A list that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className={`grid-scroll ${selected.size > 0 ? 'grid-selecting' : ''}`} data-testid="event-grid" tabIndex={0} role="group" aria-label="Events" onScroll={(event) => useReview.setState({ atTop: event.currentTarget.scrollTop < 40 })}>
      <div className="grid-rows" style={{ height: virtual.getTotalSize() }}>
        {visible.map(({ index, key, start }) => {
          const row = rows[index]
          if (!row) return null
          if (row.kind === 'head') {
            return <h2 key={key} className="grid-head" style={{ transform: `translateY(${start}px)`, height: HEAD }}>{row.title} <span className="muted">{row.count}</span></h2>
          }
          return (
            <div key={key} className={asRows ? 'grid-line' : 'grid-row'} style={asRows ? { transform: `translateY(${start}px)`, height: LINE } : { transform: `translateY(${start}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, height: rowHeight - GAP, padding: `0 ${PAD}px`, gap: GAP }}>
              {row.events.map((event) => <Item key={event.id} event={event} chosen={event.id === chosen} selected={selected.has(event.id)} onPress={onPress} onTick={onTick} />)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
