import type { Box, TrackState } from '../frame-result.ts'
import { iou } from '../geometry/box.ts'

/** Where something stood when its track was lost: behind a lorry, or because the camera was away. */
export interface ParkedPlace {
  readonly label: string
  readonly box: Box
  /** Wall clock of its last hit. */
  readonly lastSeenMs: number
}

/** What turns up in the very place, with the same name, is the same thing. Boxes of things that stand agree much better than this. */
const SAME_PLACE = 0.5
/** With less than this in common it has left the place, and is news like everything that moves. */
const STILL_THERE = 0.3
/** Nobody parks for longer without being seen in between. */
const REMEMBERED_MS = 24 * 3_600_000
const MOST_PLACES = 64

/** The places after a track that stood was lost at `place`. */
export const withPlace = (places: readonly ParkedPlace[], place: ParkedPlace): readonly ParkedPlace[] =>
  [...places.filter(({ label, box }) => label !== place.label || iou(box, place.box) < SAME_PLACE), place].slice(-MOST_PLACES)

/** The place a track has turned up in; null when it is new. */
export function parkedPlaceOf(places: readonly ParkedPlace[], { label, box }: Pick<TrackState, 'label' | 'box'>, nowMs: number): Box | null {
  const place = places.find((known) => known.label === label && nowMs - known.lastSeenMs <= REMEMBERED_MS && iou(known.box, box) >= SAME_PLACE)
  return place?.box ?? null
}

export const stillThere = (parkedAt: Box, box: Box): boolean => iou(parkedAt, box) >= STILL_THERE
