import type { Canvas, Moments } from './draw-timeline.ts'
import { toX } from './span.ts'
import { ticksOf } from './ticks.ts'

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const DAY_CLOCK = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export function drawAxis({ pen, width, height, palette }: Canvas, moments: Moments): void {
  const { span, framed } = moments
  pen.clearRect(0, 0, width, height)
  pen.font = `500 11px ${palette.font}`
  pen.textBaseline = 'middle'
  const badges = badgesOf({ pen, width, palette }, moments)
  for (const { ms, text, major } of ticksOf(span, width)) {
    const x = Math.round(toX(span, width, ms)) + 0.5
    pen.fillStyle = major ? palette.lineStrong : palette.line
    pen.fillRect(x, height - (major ? 10 : 5), 1, major ? 10 : 5)
    pen.fillStyle = major ? palette.text : palette.muted
    const wide = pen.measureText(text).width
    const [left, right] = [x - wide / 2, x + wide / 2]
    // Half a word beside a badge reads as another time.
    if (right < width && left > 0 && !badges.some((badge) => left < badge.x + badge.wide + 4 && right > badge.x - 4)) pen.fillText(text, left, height / 2 - 2)
  }
  if (framed) {
    const [left, right] = [toX(span, width, framed.fromMs), toX(span, width, framed.toMs)]
    pen.fillStyle = palette.accent
    pen.fillRect(left, height - 3, Math.max(3, right - left), 3)
  }
  for (const { x, wide, text, colour, ink } of badges) {
    pen.fillStyle = colour
    pen.beginPath()
    pen.roundRect(x, 3, wide, height - 8, 4)
    pen.fill()
    pen.fillStyle = ink
    pen.fillText(text, x + 6, height / 2 - 0.5)
  }
}

interface Badge {
  readonly x: number
  readonly wide: number
  readonly text: string
  readonly colour: string
  readonly ink: string
}

/** The pointer's moment and the cursor's, each by its time. */
function badgesOf({ pen, width, palette }: Pick<Canvas, 'pen' | 'width' | 'palette'>, { span, hoverMs, cursorMs }: Moments): readonly Badge[] {
  const daily = span.toMs - span.fromMs > 2 * 86_400_000
  return ([[hoverMs, palette.raised, palette.text], [cursorMs, palette.accent, palette.background]] as const).flatMap(([ms, colour, ink]) => {
    if (ms === null || ms < span.fromMs || ms > span.toMs) return []
    const text = (daily ? DAY_CLOCK : CLOCK).format(ms)
    const wide = pen.measureText(text).width + 12
    return [{ x: Math.min(width - wide, Math.max(0, toX(span, width, ms) - wide / 2)), wide, text, colour, ink }]
  })
}
