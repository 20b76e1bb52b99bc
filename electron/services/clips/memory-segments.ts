import type { TrackFrame } from '../../../common/wire/store-messages.ts'
import type { EpochLine } from './epoch-line.ts'
import type { ReadableSegment } from './footage-file.ts'
import { sameStream } from './mp4/init-segment.ts'
import type { HeldRow } from './row-ring.ts'
import { streamHead } from './stream-head.ts'

/** What is in memory of a camera between two wall clocks, from the keyframe at or before the first on; oldest first. */
export function memorySegments(lines: readonly EpochLine[], { fromMs, toMs }: { fromMs: number; toMs: number }): ReadableSegment[] {
  return lines.flatMap((line) => {
    if (!line.init || line.offsetMs() === null) return []
    const wallOf = ({ row, wallMs }: HeldRow): number => wallMs ?? line.wallOf(row.startMs) ?? Infinity
    const { rows } = line.ring
    const first = Math.max(0, rows.findLastIndex((held) => held.row.keyframe && wallOf(held) <= fromMs))
    const wanted = rows.slice(first).filter((held) => wallOf(held) < toMs && wallOf(held) + (held.row.endMs - held.row.startMs) > fromMs - REACH_MS)
    return wanted.length === 0 ? [] : [segmentOf(line, wanted, wallOf)]
  })
}

/** A group of pictures is seldom longer: rows before the keyframe that is needed are left out all the same. */
const REACH_MS = 30_000

function segmentOf(line: EpochLine, rows: readonly HeldRow[], wallOf: (held: HeldRow) => number): ReadableSegment {
  const offsetMs = line.offsetMs() ?? 0
  // The rows themselves are held, so that what was opened can be read to its end when the ring has moved on.
  const byIndex = new Map(rows.map((held) => [held.row.index, held.row.bytes]))
  const frames = rows.flatMap(({ row }) => row.framesMs.map((ms): TrackFrame => ({ pts: Math.round(ms * 1_000) / 1e6, boxes: line.history.boxesAt(ms + offsetMs) }))).sort((a, b) => a.pts - b.pts)
  return {
    segment: {
      ...streamHead(line), file: '', stream: 0, alignment: { exact: true, errorMs: 0 },
      rows: rows.map((held) => {
        const { index, startMs, endMs, dtsMs, keyframe, frames: count, bytes } = held.row
        return { index, startMs, endMs, dtsMs, keyframe, frames: count, wallMs: wallOf(held), bytes: bytes.length }
      }),
    },
    readRows: async (from, to) => Array.from({ length: to - from }, (_, at) => byIndex.get(from + at)).filter((bytes) => bytes !== undefined),
    readTracks: async () => frames,
  }
}

/**
 * Stored rows, and between and behind them those that only memory has, in order. Ends where the stream's format changes: one file cannot hold both.
 */
export function joinFootage(stored: readonly ReadableSegment[], inMemory: readonly ReadableSegment[]): ReadableSegment[] {
  const joined = [...stored]
  for (const held of inMemory) {
    const known = new Set(stored.filter(({ segment }) => segment.epoch === held.segment.epoch).flatMap(({ segment }) => segment.rows.map(({ index }) => index)))
    for (const rows of runsOf(held.segment.rows.filter(({ index }) => !known.has(index)))) joined.push(known.size === 0 ? held : cutTo(held, rows))
  }
  const ordered = joined.sort((a, b) => a.segment.epoch - b.segment.epoch || (a.segment.rows[0]?.index ?? 0) - (b.segment.rows[0]?.index ?? 0))
  const [head] = ordered
  const change = ordered.findIndex(({ segment }) => head !== undefined && !sameStream(segment.init, head.segment.init))
  return change < 0 ? ordered : ordered.slice(0, change)
}

type Rows = ReadableSegment['segment']['rows']

function runsOf(rows: Rows): Rows[] {
  const runs: Rows[number][][] = []
  for (const row of rows) {
    const run = runs.at(-1)
    if (run && row.index === (run.at(-1)?.index ?? NaN) + 1) run.push(row)
    else runs.push([row])
  }
  return runs
}

function cutTo({ segment, readRows, readTracks }: ReadableSegment, rows: Rows): ReadableSegment {
  const fromMs = rows.reduce((least, { startMs }) => Math.min(least, startMs), Infinity)
  const toMs = rows.reduce((most, { endMs }) => Math.max(most, endMs), -Infinity)
  // Half a millisecond: times are rounded to six decimals of a second.
  const isInside = ({ pts }: TrackFrame): boolean => pts * 1_000 >= fromMs - 0.5 && pts * 1_000 < toMs - 0.5
  return { segment: { ...segment, rows }, readRows, readTracks: async () => (await readTracks()).filter(isInside) }
}
