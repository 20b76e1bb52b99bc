import type { Point } from '../../../common/frame-result.ts'
import { OVERLAY_FONT, type Pen } from './draw-boxes.ts'
import { toPixels, type Rect } from './letterbox.ts'
import { arrowHead, crossingArrow } from './line-arrow.ts'

interface DrawnZone {
  readonly name: string
  readonly points: readonly Point[]
  readonly occupied: boolean
}

interface DrawnLine {
  readonly name: string
  readonly from: Point
  readonly to: Point
  readonly direction: 'any' | 'a-to-b' | 'b-to-a'
  readonly crossed: boolean
}

interface Place {
  readonly picture: Rect
  readonly scale: number
}

const ZONE = '#9ED0FF'
const LINE = '#FFD166'

export function drawZones(pen: Pen, zones: readonly DrawnZone[], { picture, scale }: Place): void {
  pen.save()
  for (const zone of zones) {
    pen.beginPath()
    for (const [index, point] of zone.points.entries()) {
      const [x, y] = toPixels(picture, point)
      if (index === 0) pen.moveTo(x, y)
      else pen.lineTo(x, y)
    }
    pen.closePath()
    if (zone.occupied) {
      pen.fillStyle = 'rgba(77, 163, 255, 0.2)'
      pen.fill()
    }
    pen.strokeStyle = 'rgba(6, 10, 15, 0.4)'
    pen.lineWidth = 3 * scale
    pen.stroke()
    pen.strokeStyle = ZONE
    pen.globalAlpha = zone.occupied ? 1 : 0.75
    pen.lineWidth = 1.25 * scale
    pen.stroke()
    pen.globalAlpha = 1
    const anchor = zone.points[0]
    if (anchor) caption(pen, zone.name, { at: toPixels(picture, anchor), colour: ZONE, scale, within: picture })
  }
  pen.restore()
}

export function drawLines(pen: Pen, lines: readonly DrawnLine[], { picture, scale }: Place): void {
  pen.save()
  pen.lineCap = 'round'
  for (const line of lines) {
    const ends = { from: toPixels(picture, line.from), to: toPixels(picture, line.to) }
    pen.lineWidth = (line.crossed ? 7 : 4) * scale
    pen.strokeStyle = line.crossed ? 'rgba(255, 209, 102, 0.45)' : 'rgba(6, 10, 15, 0.45)'
    strokeLine(pen, ends.from, ends.to)
    pen.lineWidth = (line.crossed ? 3 : 1.75) * scale
    pen.strokeStyle = line.crossed ? '#FFFFFF' : LINE
    strokeLine(pen, ends.from, ends.to)
    pen.lineWidth = 1.75 * scale
    for (const direction of line.direction === 'any' ? (['a-to-b', 'b-to-a'] as const) : [line.direction]) {
      const arrow = crossingArrow(ends, direction, 13 * scale)
      const [left, right] = arrowHead(arrow, 6 * scale)
      strokeLine(pen, arrow.from, arrow.to)
      strokeLine(pen, left, arrow.to)
      strokeLine(pen, right, arrow.to)
    }
    caption(pen, line.name, { at: ends.from, colour: LINE, scale, within: picture })
  }
  pen.restore()
}

function strokeLine(pen: Pen, from: readonly [number, number], to: readonly [number, number]): void {
  pen.beginPath()
  pen.moveTo(from[0], from[1])
  pen.lineTo(to[0], to[1])
  pen.stroke()
}

interface Caption {
  readonly at: readonly [number, number]
  readonly colour: string
  readonly scale: number
  readonly within: Rect
}

function caption(pen: Pen, text: string, { at, colour, scale, within }: Caption): void {
  pen.font = `500 ${Math.round(11 * scale)}px ${OVERLAY_FONT}`
  pen.textBaseline = 'middle'
  const width = pen.measureText(text).width
  const x = Math.max(within.x + 4 * scale, Math.min(at[0] + 6 * scale, within.x + within.width - width - 4 * scale))
  const y = Math.max(within.y + 9 * scale, Math.min(at[1] + 10 * scale, within.y + within.height - 9 * scale))
  pen.lineWidth = 3 * scale
  pen.lineJoin = 'round'
  pen.strokeStyle = 'rgba(6, 10, 15, 0.75)'
  pen.strokeText(text, x, y)
  pen.fillStyle = colour
  pen.fillText(text, x, y)
}
