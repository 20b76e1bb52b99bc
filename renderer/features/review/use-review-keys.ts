import type { Event } from '../../../common/contracts/event.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { useListShape } from './list-shape.ts'
import { closeEvent, openEvent, swapEvent } from './review-address.ts'
import { exportEvents, removeEvents, turnPinned, turnReviewed } from './review-actions.ts'
import { rowsOf, walkRows } from './review-list.ts'
import { useReviewSettings } from './review-settings.ts'
import { useReview } from './review-store.ts'
import { allOf, NOTHING } from './selection.ts'
import { useChangeView } from './view-switch.tsx'

/** The event after or before the chosen one; the first when none is chosen. */
export function neighbour(shown: readonly Event[], chosen: string | null, by: 1 | -1): Event | undefined {
  const at = shown.findIndex((event) => event.id === chosen)
  if (at < 0) return shown[0]
  return shown[at + by]
}

/** Moves on before the chosen one leaves the list. */
export function removeAndMoveOn(shown: readonly Event[], event: Event): void {
  const next = neighbour(shown, event.id, 1) ?? neighbour(shown, event.id, -1)
  removeEvents([event])
  swapEvent(next && next.id !== event.id ? next.id : null)
}

/** In the queue what is seen to makes way for the next that waits. */
export function reviewAndMoveOn(shown: readonly Event[], event: Event): void {
  const at = shown.findIndex(({ id }) => id === event.id)
  const next = shown.slice(at + 1).find(({ reviewed }) => !reviewed)
  const moves = useReview.getState().filters.view === 'queue' && !event.reviewed
  void turnReviewed([event])
  if (moves && at >= 0 && next) swapEvent(next.id)
}

/** What works with or without the player; the player binds its own keys. Several selected events come before the open one. */
export function useReviewKeys(shown: readonly Event[], chosen: string | null): void {
  const changeView = useChangeView()
  const event = shown.find((one) => one.id === chosen)
  const several = (): readonly Event[] => shown.filter(({ id }) => useReview.getState().selection.ids.has(id))
  // The first choice can be left with Back; walking on does not fill the history.
  const show = (next: Event | undefined): unknown => (next ? (chosen ? swapEvent(next.id) : openEvent(next.id)) : false)
  const arrow = (way: 'left' | 'right' | 'up' | 'down') => (): unknown => {
    const { sections, leaving } = useReview.getState()
    return show(walkRows(rowsOf(sections, useListShape.getState().columns, leaving), chosen, way))
  }
  const each = (many: (events: readonly Event[]) => unknown, one: (event: Event) => unknown) => (): unknown => {
    const selected = several()
    if (selected.length > 0) return void many(selected)
    return event ? void one(event) : false
  }
  useKeys('review', {
    queue: () => changeView('queue'),
    list: () => changeView('list'),
    recordings: () => changeView('recordings'),
    next: () => show(neighbour(shown, chosen, 1)),
    previous: () => show(neighbour(shown, chosen, -1)),
    left: arrow('left'),
    right: arrow('right'),
    up: arrow('up'),
    down: arrow('down'),
    reviewed: each(turnReviewed, (one) => reviewAndMoveOn(shown, one)),
    pin: each(turnPinned, (one) => turnPinned([one])),
    export: each(exportEvents, (one) => exportEvents([one])),
    remove: each(removeEvents, (one) => removeAndMoveOn(shown, one)),
    selectAll: () => useReview.setState({ selection: allOf(shown.map(({ id }) => id)) }),
    layout: () => useReviewSettings.setState(({ layout }) => ({ layout: layout === 'grid' ? 'rows' : 'grid' })),
    timeline: () => useReviewSettings.setState(({ timeline }) => ({ timeline: !timeline })),
    close: () => {
      if (useReview.getState().selection.ids.size > 0) return useReview.setState({ selection: NOTHING })
      return chosen ? closeEvent() : false
    },
  })
}
