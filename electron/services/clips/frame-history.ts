import type { TrackBox } from '../../../common/contracts/event.ts'
import type { Box, FrameResult } from '../../../common/frame-result.ts'
import { DROP_OUTCOMES } from '../../../common/ledger.ts'
import { type AnalysedFrame, interpolateBoxes } from './interpolate-boxes.ts'

/** Clip and analysis say the same moment when they differ by no more than this: both round to their own time base. */
export const SAME_FRAME_MS = 2

/** What the analysis said about the last seconds of one epoch, by presentation time on the source's timeline. */
export interface FrameHistory {
  add(result: FrameResult): void
  /** Boxes of the moment: an analysed frame's own, or interpolated between its neighbours and marked predicted. */
  boxesAt(ptsMs: number): TrackBox[]
  /** Analysed frames in `(afterMs, untilMs]`, in order. */
  analysedBetween(afterMs: number, untilMs: number): readonly AnalysedFrame[]
  ptsOf(sequence: number): number | null
  /** Where the track was found in that very frame; null where it was only guessed. */
  foundIn(sequence: number, trackId: number): Box | null
  /** The moment on the source's timeline that had this wall clock; null while nothing is known. */
  ptsAtWall(wallMs: number): number | null
  wallAtPts(ptsMs: number): number | null
  readonly firstPtsMs: number | null
  /** The newest frame's; null before the first. */
  readonly lastPtsMs: number | null
  forgetBefore(ptsMs: number): void
}

const LOST = new Set<string>(DROP_OUTCOMES)

export function createFrameHistory(): FrameHistory {
  let frames: AnalysedFrame[] = []
  let firstPtsMs: number | null = null

  /** Index of the first frame later than `ptsMs`. */
  const after = (ptsMs: number): number => {
    let low = 0
    let high = frames.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((frames[middle]?.ptsMs ?? Infinity) <= ptsMs) low = middle + 1
      else high = middle
    }
    return low
  }
  const analysed = (from: number, step: 1 | -1): AnalysedFrame | undefined => {
    let index = from
    while (frames[index]?.boxes === null) index += step
    return frames[index]
  }
  const shifted = (known: AnalysedFrame | undefined, from: (frame: AnalysedFrame) => number, to: (frame: AnalysedFrame) => number, value: number): number | null =>
    (known ? to(known) + (value - from(known)) : null)

  return {
    add(result) {
      const boxes = LOST.has(result.outcome) ? null : result.tracks.map((track): TrackBox =>
        [track.trackId, track.label, track.score, ...track.box, track.predicted ? 1 : 0])
      firstPtsMs ??= result.ptsMs
      frames.splice(after(result.ptsMs), 0, { ptsMs: result.ptsMs, capturedAtMs: result.capturedAtMs, sequence: result.sequence, boxes })
    },
    boxesAt(ptsMs) {
      const next = after(ptsMs + SAME_FRAME_MS)
      const before = analysed(next - 1, -1)
      if (before?.boxes && before.ptsMs >= ptsMs - SAME_FRAME_MS) return [...before.boxes]
      return interpolateBoxes({ ptsMs, before, after: analysed(next, 1) })
    },
    analysedBetween: (afterMs, untilMs) => frames.slice(after(afterMs), after(untilMs)).filter((frame) => frame.boxes !== null),
    ptsOf: (sequence) => frames.find((frame) => frame.sequence === sequence)?.ptsMs ?? null,
    foundIn(sequence, trackId) {
      const box = frames.findLast((frame) => frame.sequence === sequence)?.boxes?.find(([id]) => id === trackId)
      return box && box[7] === 0 ? [box[3], box[4], box[5], box[6]] : null
    },
    ptsAtWall(wallMs) {
      const known = frames.findLast((frame) => frame.capturedAtMs <= wallMs) ?? frames[0]
      return shifted(known, (frame) => frame.capturedAtMs, (frame) => frame.ptsMs, wallMs)
    },
    wallAtPts: (ptsMs) => shifted(frames[Math.max(0, after(ptsMs) - 1)], (frame) => frame.ptsMs, (frame) => frame.capturedAtMs, ptsMs),
    get firstPtsMs() { return firstPtsMs },
    get lastPtsMs() { return frames.at(-1)?.ptsMs ?? null },
    forgetBefore(ptsMs) {
      // In steps: cutting an array at every frame would copy it at every frame.
      const index = after(ptsMs)
      if (index > 64) frames = frames.slice(index - 1)
    },
  }
}
