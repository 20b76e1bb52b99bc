import type { CameraTimeline } from '../../../common/contracts/footage.ts'
import { labelColour } from '../../../common/label-colour.ts'
import { arrangeEvents } from './arrange-events.ts'
import { toX, type Span } from './span.ts'
import { ticksOf } from './ticks.ts'
import type { Range } from './timeline-store.ts'

/** The page's own colours; canvases do not read style sheets. */
export interface Palette {
  readonly background: string
  readonly surface: string
  readonly raised: string
  readonly line: string
  readonly lineStrong: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  readonly accentSoft: string
  readonly recorded: string
  readonly motion: string
  readonly alert: string
  readonly font: string
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return {
    background: of('--background'), surface: of('--surface'), raised: of('--raised-2'), line: of('--line'), lineStrong: of('--line-strong'), text: of('--text'), muted: of('--muted'),
    accent: of('--accent'), accentSoft: of('--accent-soft'), recorded: of('--timeline-recorded'), motion: of('--timeline-motion'), alert: of('--alert'), font: style.fontFamily,
  }
}

export interface Canvas {
  readonly pen: CanvasRenderingContext2D
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  readonly palette: Palette
}

export interface Moments {
  readonly span: Span
  readonly nowMs: number
  readonly cursorMs: number | null
  readonly hoverMs: number | null
  readonly inMs: number | null
  readonly outMs: number | null
  readonly framed: Range | null
}

interface Lane {
  readonly top: number
  readonly height: number
  readonly data: CameraTimeline | undefined
  readonly stepMs: number
}

/** All lanes, then what goes across them. */
export function drawLanes(canvas: Canvas, moments: Moments, lanes: readonly Lane[]): void {
  const { pen, width, height, palette } = canvas
  const { span, nowMs } = moments
  pen.clearRect(0, 0, width, height)
  pen.fillStyle = palette.background
  pen.fillRect(0, 0, width, height)
  for (const { ms, major } of ticksOf(span, width)) {
    pen.fillStyle = major ? palette.lineStrong : palette.line
    pen.globalAlpha = major ? 0.8 : 0.45
    pen.fillRect(Math.round(toX(span, width, ms)), 0, 1, height)
  }
  pen.globalAlpha = 1
  for (const lane of lanes) drawLane(canvas, moments, lane)
  drawRange(canvas, moments)
  const now = toX(span, width, nowMs)
  if (now < width) {
    pen.fillStyle = palette.surface
    pen.globalAlpha = 0.7
    pen.fillRect(now, 0, width - now, height)
    pen.globalAlpha = 1
    pen.fillStyle = palette.lineStrong
    pen.fillRect(Math.round(now), 0, 1, height)
  }
  for (const [ms, colour, wide] of [[moments.hoverMs, palette.muted, 1], [moments.cursorMs, palette.accent, 2]] as const) {
    if (ms === null) continue
    pen.fillStyle = colour
    pen.fillRect(Math.round(toX(span, width, ms) - wide / 2), 0, wide, height)
  }
}

function drawLane({ pen, width, palette }: Canvas, { span, nowMs }: Moments, { top, height, data, stepMs }: Lane): void {
  const x = (ms: number): number => toX(span, width, ms)
  pen.fillStyle = palette.line
  pen.fillRect(0, top + height - 1, width, 1)
  if (!data) return
  const inner = { top: top + 4, height: height - 9 }
  pen.fillStyle = palette.recorded
  for (const [from, to] of data.spans) {
    if (to < span.fromMs || from > span.toMs) continue
    const [left, right] = [Math.max(-2, x(from)), Math.min(width + 2, x(to))]
    pen.fillRect(left, inner.top, Math.max(1, right - left), inner.height)
  }
  pen.fillStyle = palette.motion
  const wide = Math.max(1, (stepMs / (span.toMs - span.fromMs)) * width)
  for (const [at, share] of data.motion) {
    if (at + stepMs < span.fromMs || at > span.toMs || share <= 0) continue
    // The square root: little motion is still seen beside much.
    const tall = Math.max(1, Math.sqrt(Math.min(1, share)) * (inner.height - 3))
    pen.fillRect(x(at), inner.top + inner.height - tall, wide, tall)
  }
  // Where only movement is counted, the objects are told apart and lie over it.
  drawCounts({ pen, palette }, data.counts, { x, wide, inner })
  for (const { left, right, label, rank, reviewed } of arrangeEvents(data.events, { span, width, nowMs })) {
    const tall = rank === 0 ? MOTION_PX : 9
    pen.globalAlpha = reviewed ? 0.55 : 1
    pen.fillStyle = labelColour(label)
    pen.fillRect(left, inner.top + inner.height - tall, right - left, tall)
    if (rank === 2) {
      pen.fillStyle = palette.alert
      pen.fillRect(left, inner.top, right - left, 3)
    }
  }
  pen.globalAlpha = 1
}

/** What merely moved is a thread under the objects, however much of it there is. */
const MOTION_PX = 3

interface Counting {
  readonly x: (ms: number) => number
  readonly wide: number
  readonly inner: { readonly top: number; readonly height: number }
}

/** Too many to tell apart: how many of which label, stacked. */
function drawCounts({ pen, palette }: Pick<Canvas, 'pen' | 'palette'>, counts: CameraTimeline['counts'], { x, wide, inner }: Counting): void {
  const objects = counts.filter(({ label }) => label !== 'motion')
  const most = Math.log1p(Math.max(1, ...objects.map(({ alerts, detections }) => alerts + detections)))
  const filled = new Map<number, number>()
  pen.fillStyle = labelColour('motion')
  for (const { atMs, label } of counts) if (label === 'motion') pen.fillRect(x(atMs), inner.top + inner.height - MOTION_PX, Math.max(1, wide), MOTION_PX)
  for (const { atMs, label, alerts, detections } of objects) {
    const tall = (Math.log1p(alerts + detections) / most) * (inner.height - 5)
    const below = filled.get(atMs) ?? 0
    pen.fillStyle = labelColour(label)
    pen.fillRect(x(atMs), inner.top + inner.height - below - tall, Math.max(1, wide - 1), tall)
    filled.set(atMs, Math.min(inner.height - 5, below + tall))
    if (alerts > 0) {
      pen.fillStyle = palette.alert
      pen.fillRect(x(atMs), inner.top, Math.max(1, wide - 1), 3)
    }
  }
}

function drawRange({ pen, width, height, palette }: Canvas, { span, inMs, outMs }: Moments): void {
  const ends = [inMs, outMs].filter((ms) => ms !== null)
  const [first, second] = ends.map((ms) => toX(span, width, ms))
  if (first === undefined) return
  if (second !== undefined) {
    pen.fillStyle = palette.accentSoft
    pen.fillRect(Math.min(first, second), 0, Math.abs(second - first), height)
  }
  pen.fillStyle = palette.accent
  for (const [at, side] of [[inMs, 1], [outMs, -1]] as const) {
    if (at === null) continue
    const x = toX(span, width, at)
    pen.fillRect(Math.round(x), 0, 1, height)
    pen.beginPath()
    pen.moveTo(x, 0)
    pen.lineTo(x + 8 * side, 0)
    pen.lineTo(x, 8)
    pen.fill()
  }
}
