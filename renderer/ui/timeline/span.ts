/** A stretch of wall-clock time in view; milliseconds since 1970. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
export const SHORTEST_MS = 30 * SECOND
export const LONGEST_MS = 42 * DAY

export const lengthOf = ({ fromMs, toMs }: Span): number => toMs - fromMs

/** Where a moment lies on so many pixels. */
export const toX = (span: Span, width: number, ms: number): number => ((ms - span.fromMs) / lengthOf(span)) * width
export const toMs = (span: Span, width: number, x: number): number => span.fromMs + (x / Math.max(1, width)) * lengthOf(span)

/** Nothing to see lies ahead: a little of it is enough. */
export function kept(span: Span, nowMs: number): Span {
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lengthOf(span)))
  const toMs = Math.min(span.fromMs + length, nowMs + length * 0.1)
  return { fromMs: toMs - length, toMs }
}

/** Zooms; the moment stays where it is in view. A factor above 1 shows less time. */
export function zoomed(span: Span, factor: number, atMs: number, nowMs: number): Span {
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lengthOf(span) / factor))
  const share = (atMs - span.fromMs) / lengthOf(span)
  const fromMs = atMs - share * length
  return kept({ fromMs, toMs: fromMs + length }, nowMs)
}

export const moved = (span: Span, byMs: number, nowMs: number): Span => kept({ fromMs: span.fromMs + byMs, toMs: span.toMs + byMs }, nowMs)

export const around = (atMs: number, length: number, nowMs: number): Span => kept({ fromMs: atMs - length / 2, toMs: atMs + length / 2 }, nowMs)

/** Turns the page when the moment is about to leave the view, or is not in it. */
export function withInView(span: Span, atMs: number, nowMs: number): Span {
  const share = (atMs - span.fromMs) / lengthOf(span)
  if (share >= 0 && share <= 0.94) return span
  return moved(span, atMs - span.fromMs - lengthOf(span) * (share > 1 || share < 0 ? 0.5 : 0.12), nowMs)
}

/** The engine keeps motion by ten seconds. */
const STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400]
const STEP_PX = 3

export interface Plan extends Span {
  readonly stepSeconds: number
}

/** What to ask for so that the view and what lies beside it can be drawn; the same for neighbouring views. */
export function planOf(span: Span, width: number): Plan {
  const wanted = (lengthOf(span) / SECOND / Math.max(1, width)) * STEP_PX
  const stepSeconds = STEPS.find((step) => step >= wanted) ?? 86_400
  // Whole pages of a size that doubles: a little panning or zooming asks for nothing new.
  const page = 2 ** Math.ceil(Math.log2(lengthOf(span)))
  return { fromMs: Math.floor((span.fromMs - page / 8) / page) * page, toMs: Math.ceil((span.toMs + page / 8) / page) * page, stepSeconds }
}

/** Where there is something to play at or after a moment; null where there is not. Spans are in order. */
export function nextRecorded(spans: readonly (readonly [number, number])[], atMs: number): number | null {
  for (const [from, to] of spans) if (to > atMs + 500) return Math.max(from, atMs)
  return null
}

export const isRecorded = (spans: readonly (readonly [number, number])[], atMs: number): boolean => spans.some(([from, to]) => from <= atMs && atMs < to)
