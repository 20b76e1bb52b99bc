import type { Box } from '../../../common/frame-result.ts'
import { labelColour } from '../../../common/label-colour.ts'
import { trackNumber } from '../../../common/track-number.ts'
import type { Rect } from './letterbox.ts'
import { placeChips } from './place-chips.ts'

export type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** One box as live tiles and the player draw it. */
export interface DrawnBox {
  readonly trackId: number
  readonly label: string
  readonly score: number
  readonly box: Box
  readonly predicted: boolean
  /** Drawn dimmed: it stands still, or is not what the clip is about. */
  readonly stationary: boolean
  readonly confirmed: boolean
}

interface Place {
  readonly picture: Rect
  /** Device pixels per CSS pixel. */
  readonly scale: number
}

export const OVERLAY_FONT = 'Inter, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
const DIMMED = 0.55

/** Narrower pictures, in CSS pixels, get shorter chips: the picture owns the tile. */
const ROOMY = 440
const NARROW = 230

/**
 * `person 0.91 · 41`: label, score, track; the shorter ones where many stand close together or the picture is small.
 * What no model named has no score worth a word.
 */
export function chipTexts({ label, score, trackId }: Pick<DrawnBox, 'label' | 'score' | 'trackId'>, pictureWidth: number): readonly string[] {
  const number = trackNumber(trackId)
  const texts = [`${label} ${score.toFixed(2)} · ${number}`, `${label} · ${number}`, String(number)]
  return texts.slice(pictureWidth < NARROW ? 2 : pictureWidth < ROOMY || label === 'motion' ? 1 : 0)
}

/** All boxes first, then all chips, so that no box crosses a word. */
export function drawBoxes(pen: Pen, boxes: readonly DrawnBox[], { picture, scale }: Place): void {
  pen.save()
  pen.lineJoin = 'round'
  for (const box of boxes) drawBox(pen, box, { picture, scale })
  pen.setLineDash([])
  drawChips(pen, boxes.filter((box) => box.confirmed), { picture, scale })
  pen.restore()
}

const rectOf = ([x, y, w, h]: Box, picture: Rect): Rect =>
  ({ x: picture.x + x * picture.width, y: picture.y + y * picture.height, width: w * picture.width, height: h * picture.height })

function drawBox(pen: Pen, drawn: DrawnBox, { picture, scale }: Place): void {
  const { x, y, width, height } = rectOf(drawn.box, picture)
  pen.globalAlpha = drawn.stationary ? DIMMED : drawn.confirmed ? 1 : 0.8
  pen.setLineDash(drawn.predicted ? [6 * scale, 4 * scale] : [])
  // A dark edge under the line keeps it visible on bright pictures.
  pen.lineWidth = 3.5 * scale
  pen.strokeStyle = 'rgba(6, 10, 15, 0.35)'
  pen.strokeRect(x, y, width, height)
  pen.lineWidth = (drawn.confirmed ? 2 : 1.25) * scale
  pen.strokeStyle = labelColour(drawn.label)
  pen.strokeRect(x, y, width, height)
}

function drawChips(pen: Pen, boxes: readonly DrawnBox[], { picture, scale }: Place): void {
  const width = picture.width / scale
  const height = (width < ROOMY ? 15 : 17) * scale
  const padding = 5 * scale
  pen.font = `500 ${Math.round((width < ROOMY ? 10.5 : 11.5) * scale)}px ${OVERLAY_FONT}`
  pen.textBaseline = 'middle'
  // What of the picture is on the canvas: with `cover` its edges lie outside.
  const x = Math.max(0, picture.x)
  const y = Math.max(0, picture.y)
  const within = { x, y, width: Math.min(pen.canvas.width, picture.x + picture.width) - x, height: Math.min(pen.canvas.height, picture.y + picture.height) - y }
  const texts = boxes.map((box) => chipTexts(box, width))
  const edge = scale
  const chips = placeChips(boxes.map((box, index) => {
    const rect = rectOf(box.box, picture)
    return { box: { x: rect.x - edge, y: rect.y - edge, width: rect.width + 2 * edge, height: rect.height + 2 * edge }, widths: (texts[index] ?? []).map((text) => pen.measureText(text).width + 2 * padding) }
  }), { within, height })
  for (const [index, chip] of chips.entries()) {
    const box = boxes[index]
    if (!box || !chip) continue
    pen.globalAlpha = box.stationary ? DIMMED + 0.15 : 1
    pen.fillStyle = labelColour(box.label)
    pen.beginPath()
    pen.roundRect(chip.x, chip.y, chip.width, height, 3 * scale)
    pen.fill()
    pen.fillStyle = '#0A0E13'
    pen.fillText(texts[index]?.[chip.text] ?? '', chip.x + padding, chip.y + height / 2 + 0.5 * scale)
  }
}
