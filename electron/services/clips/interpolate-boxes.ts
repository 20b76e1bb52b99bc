import type { TrackBox } from '../../../common/contracts/event.ts'

export interface AnalysedFrame {
  readonly ptsMs: number
  readonly capturedAtMs: number
  readonly sequence: number
  /** Null for a frame the analysis lost: that says nothing about what was in it. */
  readonly boxes: readonly TrackBox[] | null
}

/** An object last (or next) seen further away than this is not guessed. */
const HOLD_MS = 1_000

/**
 * Boxes of a frame nobody analysed, all marked predicted. A track on both sides moves evenly between them; a track on one
 * side only stands where that side saw it, for the half of the gap that is nearer to it.
 */
export function interpolateBoxes({ ptsMs, before, after }: {
  ptsMs: number
  before: AnalysedFrame | undefined
  after: AnalysedFrame | undefined
}): TrackBox[] {
  const left = before?.boxes ?? []
  const right = after?.boxes ?? []
  const sinceMs = before ? ptsMs - before.ptsMs : Infinity
  const untilMs = after ? after.ptsMs - ptsMs : Infinity
  const boxes: TrackBox[] = []
  for (const from of left) {
    const to = right.find((box) => box[0] === from[0])
    if (to) boxes.push(between(from, to, sinceMs / (sinceMs + untilMs)))
    else if (sinceMs <= Math.min(untilMs, HOLD_MS)) boxes.push(predicted(from))
  }
  for (const to of right) {
    if (untilMs < Math.min(sinceMs, HOLD_MS) && !left.some((box) => box[0] === to[0])) boxes.push(predicted(to))
  }
  return boxes
}

const predicted = ([id, label, score, x, y, w, h]: TrackBox): TrackBox => [id, label, score, x, y, w, h, 1]

function between(from: TrackBox, to: TrackBox, share: number): TrackBox {
  const mix = (a: number, b: number): number => a + (b - a) * share
  const nearer = share < 0.5 ? from : to
  return [from[0], nearer[1], nearer[2], mix(from[3], to[3]), mix(from[4], to[4]), mix(from[5], to[5]), mix(from[6], to[6]), 1]
}
