import { createStore } from 'zustand'
import type { CameraTimeline } from '../../../common/contracts/footage.ts'
import { kept, withInView, type Span } from './span.ts'

/** One timeline: what is in view, what is known of it, and where one stands. */
export interface TimelineState {
  readonly span: Span
  readonly cameras: readonly string[]
  /** By camera; what was known stays until there is something newer. */
  readonly data: Readonly<Record<string, CameraTimeline>>
  /** The time `data` reaches over. */
  readonly known: Span | null
  readonly loading: boolean
  readonly problem: string | null
  readonly cursorMs: number | null
  readonly hoverMs: number | null
  readonly inMs: number | null
  readonly outMs: number | null
  /** What is being looked at, such as an open clip. */
  readonly framed: Range | null
}

export type TimelineStore = ReturnType<typeof createTimelineStore>

export const createTimelineStore = (nowMs: number, lengthMs: number) => createStore<TimelineState>()(() => ({
  span: kept({ fromMs: nowMs - lengthMs * 0.95, toMs: nowMs + lengthMs * 0.05 }, nowMs), cameras: [], data: {}, known: null, loading: false, problem: null, cursorMs: null, hoverMs: null, inMs: null, outMs: null, framed: null,
}))

/** Moves the cursor; with `follow` the page is turned when it leaves the view. */
export function setCursor(store: TimelineStore, cursorMs: number | null, { follow = true, nowMs }: { follow?: boolean; nowMs: number }): void {
  store.setState(({ span }) => ({ cursorMs, span: follow && cursorMs !== null ? withInView(span, cursorMs, nowMs) : span }))
}

/** Whoever moved the cursor out of view looks at something else. */
export const isInView = ({ span, cursorMs }: Pick<TimelineState, 'span' | 'cursorMs'>): boolean => cursorMs === null || (cursorMs >= span.fromMs && cursorMs <= span.toMs)

export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

/** The marked range; null until both ends are set. */
export const rangeOf = ({ inMs, outMs }: Pick<TimelineState, 'inMs' | 'outMs'>): Range | null =>
  (inMs === null || outMs === null || inMs === outMs ? null : { fromMs: Math.min(inMs, outMs), toMs: Math.max(inMs, outMs) })
