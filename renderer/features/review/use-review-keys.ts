import type { Event } from '../../../common/contracts/event.ts'
import { go, swap } from '../../stores/route.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { exportClip, patchEvent, removeEvent } from './review-actions.ts'

/** The event after or before the chosen one; the first when none is chosen. */
export function neighbour(shown: readonly Event[], chosen: string | null, by: 1 | -1): Event | undefined {
  const at = shown.findIndex((event) => event.id === chosen)
  if (at < 0) return shown[0]
  return shown[at + by]
}

/** Moves on before the chosen one leaves the list. */
export function removeAndMoveOn(shown: readonly Event[], event: Event): void {
  const next = neighbour(shown, event.id, 1) ?? neighbour(shown, event.id, -1)
  removeEvent(event)
  if (next) swap('review', next.id)
  else swap('review')
}

/** What works with or without the player; the player binds its own keys. */
export function useReviewKeys(shown: readonly Event[], chosen: string | null): void {
  const event = shown.find((one) => one.id === chosen)
  const step = (by: 1 | -1) => (): unknown => {
    const next = neighbour(shown, chosen, by)
    if (!next) return false
    // The first choice can be left with Back; walking on does not fill the history.
    return chosen ? swap('review', next.id) : go('review', next.id)
  }
  useKeys('review', {
    next: step(1),
    previous: step(-1),
    reviewed: () => (event ? void patchEvent(event, { reviewed: !event.reviewed }) : false),
    pin: () => (event ? void patchEvent(event, { pinned: !event.pinned }) : false),
    export: () => (event ? exportClip(event) : false),
    remove: () => (event ? removeAndMoveOn(shown, event) : false),
    close: () => (chosen ? go('review') : false),
  })
}
