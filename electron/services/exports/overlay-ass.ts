import type { ClipTracks } from '../../../common/contracts/event.ts'
import type { Point } from '../../../common/frame-result.ts'
import { labelColour } from '../../../common/label-colour.ts'
import { trackNumber } from '../../../common/track-number.ts'

export interface Overlay {
  readonly width: number
  readonly height: number
  readonly durationMs: number
  /** Boxes with their labels on every frame; null = none. */
  readonly tracks: ClipTracks['frames'] | null
  /** Wall clock of the file's time 0, printed on every frame; null = not. */
  readonly startWallMs: number | null
  /** What is filled black in every frame, fractions of the picture. */
  readonly masks: readonly (readonly Point[])[]
}

/**
 * What is burned into an export, as Advanced SubStation Alpha (libass draws it): one entry per frame and box, from halfway to the frame before to halfway to the frame after. The format counts in hundredths of a
 * second: at up to 60 fps (8 ms to the middle, 5 ms of rounding) every entry still meets its own frame and no other.
 */
export function overlayAss(overlay: Overlay): string {
  const { width, height, durationMs, masks } = overlay
  const size = Math.max(11, Math.round(height / 40))
  const lines = masks.map((points) => dialogue(0, 0, durationMs + 60_000, `{\\p1\\pos(0,0)\\bord0\\shad0\\1c&H000000&}${path(points, width, height)}{\\p0}`))
  for (const [index, frame] of (overlay.tracks ?? []).entries()) lines.push(...boxLines(overlay, index, frame, size))
  if (overlay.startWallMs !== null) lines.push(...timeLines({ ...overlay, startWallMs: overlay.startWallMs }))
  return `${head({ width, height, size })}${lines.join('\n')}\n`
}

const head = ({ width, height, size }: { width: number; height: number; size: number }): string => `[Script Info]
ScriptType: v4.00+
PlayResX: ${width}
PlayResY: ${height}
ScaledBorderAndShadow: yes
WrapStyle: 2

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV
Style: Default,sans-serif,${size},&H00FFFFFF,&H00100A06,&H80000000,0,1,1.5,0,7,0,0,0
Style: Time,monospace,${size},&H00FFFFFF,&H00100A06,&H80000000,0,3,2,0,3,8,8,8

[Events]
Format: Layer, Start, End, Style, Text
`

const dialogue = (layer: number, fromMs: number, toMs: number, text: string, style = 'Default'): string => `Dialogue: ${layer},${stamp(fromMs)},${stamp(toMs)},${style},${text}`

/** h:mm:ss.cc */
function stamp(ms: number): string {
  const cs = Math.max(0, Math.round(ms / 10))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${Math.floor(cs / 360_000)}:${two(Math.floor(cs / 6_000) % 60)}:${two(Math.floor(cs / 100) % 60)}.${two(cs % 100)}`
}

type Frame = ClipTracks['frames'][number]

function boxLines({ tracks, width, height }: Overlay, index: number, { pts, boxes }: Frame, size: number): string[] {
  const atMs = pts * 1_000
  const beforeMs = (tracks?.[index - 1]?.pts ?? pts - 0.04) * 1_000
  const afterMs = (tracks?.[index + 1]?.pts ?? pts + 0.04) * 1_000
  // Of a pause between two epochs no frame may carry the boxes on.
  const fromMs = atMs - Math.min(250, (atMs - beforeMs) / 2)
  const toMs = atMs + Math.min(250, (afterMs - atMs) / 2)
  return boxes.flatMap(([trackId, label, score, x, y, w, h, predicted]) => {
    const colour = bgr(labelColour(label))
    const [left, top, right, bottom] = [x * width, y * height, (x + w) * width, (y + h) * height].map((value) => Math.round(value)) as [number, number, number, number]
    const frame = `m ${left} ${top} l ${right} ${top} ${right} ${bottom} ${left} ${bottom}`
    const text = escape(label === 'motion' ? `motion · ${trackNumber(trackId)}` : `${label} ${score.toFixed(2)} · ${trackNumber(trackId)}`)
    return [
      dialogue(1, fromMs, toMs, `{\\p1\\pos(0,0)\\1a&HFF&\\3c${colour}\\bord${Math.max(2, Math.round(height / 270))}\\3a&H${predicted === 1 ? '70' : '00'}&}${frame}{\\p0}`),
      dialogue(2, fromMs, toMs, `{\\an1\\pos(${left},${Math.max(size + 2, top - 2)})\\1c${colour}}${text}`),
    ]
  })
}

/** The operator reads it beside other clocks: the machine's own time zone, with its distance from UTC. */
function timeLines({ startWallMs, durationMs }: { startWallMs: number; durationMs: number }): string[] {
  const lines: string[] = []
  for (let atMs = 0; atMs < durationMs; atMs += 1_000 - ((startWallMs + atMs) % 1_000)) {
    const toMs = Math.min(durationMs, atMs + 1_000 - ((startWallMs + atMs) % 1_000))
    lines.push(dialogue(3, atMs, toMs, wallText(startWallMs + atMs), 'Time'))
  }
  return lines
}

/** 2026-11-25 10:15:02 +01:00 */
export function wallText(ms: number): string {
  const at = new Date(ms)
  const offset = -at.getTimezoneOffset()
  const local = new Date(ms + offset * 60_000).toISOString()
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
}

const path = (points: readonly Point[], width: number, height: number): string =>
  points.map(([x, y], index) => `${index === 0 ? 'm' : index === 1 ? 'l' : ''} ${Math.round(x * width)} ${Math.round(y * height)}`.trim()).join(' ')

/** &HBBGGRR& */
const bgr = (hex: string): string => `&H${hex.slice(5, 7)}${hex.slice(3, 5)}${hex.slice(1, 3)}&`

/** Nothing a label says may be taken for a command. */
const escape = (text: string): string => text.replaceAll('\\', '∕').replaceAll('{', '(').replaceAll('}', ')').replaceAll(/[\r\n]/g, ' ')
