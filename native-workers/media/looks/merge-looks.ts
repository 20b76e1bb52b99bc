import type { Box, Detection } from '../../../common/frame-result.ts'
import { boxArea, intersectionArea, iou } from '../../../common/geometry/box.ts'
import { areaOf, zoomOf, type Look, type Optics } from './optics.ts'

/** What one look found. */
export interface Seen {
  readonly look: Look
  readonly detections: readonly Detection[]
}

/** How near to a crop's edge a box ends that goes on beyond it: input pixels. Detectors round the cut side inwards. */
const CUT_PX = 6
/** Boxes of two looks that overlap by this much are one object. */
const SAME_OVERLAP = 0.45
/** A cut box lies in the whole one by this share of itself. */
const PART_SHARE = 0.6

/** Does the crop's edge, and not the picture's, end this box? */
export function isCut(optics: Optics, look: Look, [x, y, w, h]: Box): boolean {
  if (look === null) return false
  const [left, top, width, height] = areaOf(optics, look)
  const zoom = zoomOf(optics, look)
  const nearX = CUT_PX / zoom / optics.picture.width
  const nearY = CUT_PX / zoom / optics.picture.height
  return (left > 0 && x - left < nearX) || (top > 0 && y - top < nearY)
    || (left + width < 1 && left + width - x - w < nearX) || (top + height < 1 && top + height - y - h < nearY)
}

export interface Merged {
  readonly detections: readonly Detection[]
  /** Boxes that a crop cut through and no other look showed whole. */
  readonly cut: readonly Detection[]
}

/**
 * The detections of several looks at one frame as those of one: of two boxes on one object the whole one is kept before the cut one, then the
 * better score. What only cut boxes show is no detection: its place and size are wrong, and belong looked at again.
 */
export function mergeLooks(optics: Optics, seen: readonly Seen[]): Merged {
  const only = seen[0]
  if (seen.length === 1 && only?.look === null) return { detections: only.detections, cut: [] }
  const boxes = seen.flatMap(({ look, detections }, at) => detections.map((detection) => ({ detection, at, cut: isCut(optics, look, detection.box) })))
  // Sorting is stable: looks and detections in their order.
  boxes.sort((a, b) => Number(a.cut) - Number(b.cut) || b.detection.score - a.detection.score)
  const kept: typeof boxes = []
  for (const box of boxes) {
    const known = kept.some((other) => other.detection.label === box.detection.label && other.at !== box.at && sameObject(other.detection.box, box.detection.box, box.cut))
    if (!known) kept.push(box)
  }
  return { detections: kept.filter(({ cut }) => !cut).map(({ detection }) => detection), cut: kept.filter(({ cut }) => cut).map(({ detection }) => detection) }
}

const sameObject = (kept: Box, box: Box, cut: boolean): boolean =>
  iou(kept, box) >= SAME_OVERLAP || (cut && boxArea(box) > 0 && intersectionArea(kept, box) / boxArea(box) >= PART_SHARE)
