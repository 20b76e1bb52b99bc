import type { Line, Zone } from '../../../common/contracts/regions.ts'
import type { Point } from '../../../common/frame-result.ts'
import { drawBoxes, type Pen } from '../picture/draw-boxes.ts'
import { drawCovers } from '../picture/draw-covers.ts'
import { drawLines, drawZones } from '../picture/draw-regions.ts'
import { labelColour } from '../../../common/label-colour.ts'
import { toPixels, type Rect } from '../picture/letterbox.ts'
import { boxesAt, drawnBox, pathUntil, type TrackFrames } from './clip-time.ts'

export interface Crossing {
  readonly id: string
  readonly seconds: number
}

/** What is laid over footage. */
export interface Shown {
  readonly frames: TrackFrames
  readonly boxes: boolean
  readonly path: boolean
  /** Null: not shown. */
  readonly regions: { readonly zones: readonly Zone[]; readonly lines: readonly Line[] } | null
  /** Privacy masks, whatever else is shown. */
  readonly covers: readonly (readonly Point[])[]
  /** What the clip is about; null for footage, where all are equal. */
  readonly trackId: number | null
  readonly zonesOfEvent: readonly string[]
  readonly crossings: readonly Crossing[]
}

export const NOTHING_SHOWN: Shown = { frames: [], boxes: true, path: false, regions: null, covers: [], trackId: null, zonesOfEvent: [], crossings: [] }

interface Place {
  readonly picture: Rect
  readonly scale: number
}

const FLASH_SECONDS = 0.6

/** Draws what belongs to the frame at `seconds`; returns how many boxes. */
export function drawOverlay(pen: Pen, shown: Shown, seconds: number, { picture, scale }: Place): number {
  drawCovers(pen, shown.covers, { picture, scale })
  if (shown.regions) {
    const crossed = new Set(shown.crossings.filter((one) => Math.abs(one.seconds - seconds) < FLASH_SECONDS).map(({ id }) => id))
    drawZones(pen, shown.regions.zones.map(({ id, name, points }) => ({ name: name ?? id, points, occupied: shown.zonesOfEvent.includes(id) })), { picture, scale })
    drawLines(pen, shown.regions.lines.map(({ id, name, from, to, direction }) => ({ name: name ?? id, from, to, direction, crossed: crossed.has(id) })), { picture, scale })
  }
  const drawn = boxesAt(shown.frames, seconds)
  const paths = shown.trackId === null ? drawn.map(([id]) => id) : [shown.trackId]
  if (shown.path) for (const id of paths) drawPath(pen, shown.frames, { id, seconds }, { picture, scale })
  // The own track last: it lies on top of the others.
  if (shown.boxes) {
    const boxes = drawn.map((box) => drawnBox(box, shown.trackId ?? box[0])).toSorted((a, b) => Number(b.stationary) - Number(a.stationary))
    drawBoxes(pen, boxes, { picture, scale })
  }
  return drawn.length
}

/** The last half minute is enough of a path; more hides the picture. */
const PATH_SECONDS = 30

function drawPath(pen: Pen, frames: TrackFrames, { id, seconds }: { id: number; seconds: number }, { picture, scale }: Place): void {
  const { points, label } = pathUntil(frames, id, { from: seconds - PATH_SECONDS, to: seconds })
  if (points.length < 2) return
  pen.beginPath()
  for (const point of points) pen.lineTo(...toPixels(picture, point))
  pen.lineJoin = 'round'
  pen.lineWidth = 4 * scale
  pen.strokeStyle = 'rgba(6, 10, 15, 0.45)'
  pen.stroke()
  pen.lineWidth = 2 * scale
  pen.strokeStyle = labelColour(label)
  pen.stroke()
}
