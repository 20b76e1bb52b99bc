import type { FootageSegment } from '../wire/store-messages.ts'

type SegmentTimes = Pick<FootageSegment, 'camera' | 'epoch'> & {
  readonly rows: readonly Pick<FootageSegment['rows'][number], 'startMs' | 'endMs' | 'dtsMs' | 'wallMs'>[]
}

/** How one segment lies in the file made of several: file time = stream time + `shiftMs`. */
export interface PlacedSegment {
  readonly shiftMs: number
  /** Where its first frame is shown and its last one ends, milliseconds in the file. */
  readonly fromMs: number
  readonly toMs: number
}

export interface ClipTimeline {
  readonly segments: readonly PlacedSegment[]
  /** Without a picture, seconds in the file: the camera was away. */
  readonly gaps: readonly [number, number][]
  readonly durationMs: number
  /** Wall clock of the file's time 0. */
  readonly startWallMs: number
}

/** A jump between two rows of one stream that is larger than this was not recorded (mode `motion`); a frame's own length never comes near it. */
export const GAP_MS = 1_000
/** A restart of the camera's ffmpeg that took less is nothing anybody could see. */
const RESTART_MS = 200

/**
 * Lays segments behind each other: the first begins at decoding time 0, one of another epoch as much later as the wall clock says, so that a pause is as long as it was; segments
 * of one epoch keep the stream's own distances, whatever happened to the wall clock meanwhile. Expects at least one segment, each with at least one row.
 */
export function clipTimeline(segments: readonly SegmentTimes[]): ClipTimeline {
  const placed: PlacedSegment[] = []
  const gaps: [number, number][] = []
  const [head] = segments
  const first = head?.rows[0]
  if (!head || !first) throw new RangeError('clipTimeline: expected at least one segment with a row in it')
  const startWallMs = first.wallMs - (first.startMs - first.dtsMs)
  let before = head
  let endMs = 0
  for (const segment of segments) {
    const [row] = segment.rows
    const last = placed.at(-1)
    if (!row) throw new RangeError('clipTimeline: a segment without rows')
    const sameStream = last !== undefined && segment.camera === before.camera && segment.epoch === before.epoch
    // Never before what came last: a wall clock that was set back must not fold the file onto itself.
    const shiftMs = last === undefined ? -row.dtsMs : sameStream ? last.shiftMs : Math.max(row.wallMs - startWallMs - row.startMs, endMs - row.dtsMs)
    const fromMs = Math.min(...segment.rows.map(({ startMs }) => startMs)) + shiftMs
    if (last !== undefined && fromMs - endMs > (sameStream ? GAP_MS : RESTART_MS)) gaps.push(gap(endMs, fromMs))
    for (const [index, { startMs }] of segment.rows.entries()) {
      const previousEnd = segment.rows[index - 1]?.endMs
      if (previousEnd !== undefined && startMs - previousEnd > GAP_MS) gaps.push(gap(previousEnd + shiftMs, startMs + shiftMs))
    }
    endMs = Math.max(endMs, ...segment.rows.map((each) => each.endMs + shiftMs))
    placed.push({ shiftMs, fromMs, toMs: endMs })
    before = segment
  }
  return { segments: placed, gaps, durationMs: endMs, startWallMs }
}

const gap = (fromMs: number, toMs: number): [number, number] => [Math.round(fromMs) / 1_000, Math.round(toMs) / 1_000]
