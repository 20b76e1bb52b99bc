import { clipTimeline, type ClipTimeline } from '../../../common/footage/clip-timeline.ts'
import type { ClipTracks, TrackBox } from '../../../common/contracts/event.ts'
import { OTHER_EPOCH } from '../../../common/track-number.ts'
import type { FootageSegment, Store, TrackFrame } from '../../../common/wire/store-messages.ts'
import { finishInit } from './mp4/finish-init.ts'
import { parseInit } from './mp4/init-segment.ts'
import { rebaseRow, SEQUENCES_PER_ROW, type TickShift } from './mp4/rebase-row.ts'

/** A run of rows, and where their bytes and boxes come from: the store, or memory. */
export interface ReadableSegment {
  readonly segment: FootageSegment
  /** `from` ≤ index < `to`. */
  readRows(from: number, to: number): Promise<readonly Uint8Array[]>
  /** On the stream's timeline, in order of pts. */
  readTracks(): Promise<readonly TrackFrame[]>
}

/** Footage as one file: init segment and fragments, end to end, moved to begin at 0. */
export interface FootageFile {
  readonly size: number
  readonly codec: string
  /** RFC 6381, for `video/mp4; codecs="…"`. */
  readonly codecString: string
  /** The sound's, likewise; null where there is none. */
  readonly soundString: string | null
  readonly width: number
  readonly height: number
  readonly timeline: ClipTimeline
  /** Bytes `from` to `to` (exclusive), in pieces of at most a few rows. Throws when what is read was deleted meanwhile. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
  /** From the keyframe on that the frame shown at a moment needs, seconds in the file, with what a player needs before it; every frame at the time it has in the whole file. */
  readFrom(seconds: number): AsyncIterable<Uint8Array>
  /**
   * Boxes of every frame; pts as ffprobe prints it for this file. Every epoch counts its tracks anew: those of `ownEpoch` (the first, where none is named) keep their numbers, those of
   * another have `OTHER_EPOCH` added, so that nobody is taken for somebody else.
   */
  tracks(ownEpoch?: number): Promise<ClipTracks>
}

/** Rows per call: a long clip is streamed, never held. */
const ROWS_PER_READ = 8

export function storedSegment(store: Pick<Store, 'readRows' | 'readTracks'>, segment: FootageSegment): ReadableSegment {
  const { file, stream, rows } = segment
  return {
    segment,
    readRows: (from, to) => store.readRows({ file, stream, from, to }),
    readTracks: () => store.readTracks({ file, stream, from: rows[0]?.index ?? 0, to: (rows.at(-1)?.index ?? -1) + 1 }),
  }
}

/** Null where there is nothing. Expects segments of one stream format, in order of time. */
export function openFootageFile(given: readonly ReadableSegment[]): FootageFile | null {
  const parts = given.filter(({ segment }) => segment.rows.length > 0)
  const [head] = parts
  if (!head) return null
  const timeline = clipTimeline(parts.map(({ segment }) => segment))
  const init = finishInit(head.segment.init, { durationMs: timeline.durationMs })
  const facts = parseInit(head.segment.init)
  const shifts = parts.map(({ segment: { audio } }, index): TickShift[] => {
    const { shiftMs } = timeline.segments[index] ?? { shiftMs: 0 }
    const video = { trackId: facts.trackId, ticks: Math.round((shiftMs * facts.timescale) / 1_000) }
    return audio ? [video, { trackId: audio.trackId, ticks: Math.round(((shiftMs + audio.offsetMs) * audio.timescale) / 1_000) }] : [video]
  })
  /** Where each row lies in the file; the init segment comes before the first. */
  let end = init.length
  const rows = parts.flatMap(({ segment }, part) => segment.rows.map((row) => {
    const at = end
    end += row.bytes
    return { part, index: row.index, at, end, keyframe: row.keyframe, startMs: row.startMs + (timeline.segments[part]?.shiftMs ?? 0) }
  }))

  const read = async function* (from: number, to: number): AsyncGenerator<Uint8Array> {
    if (from < init.length && from < to) yield init.slice(from, Math.min(to, init.length))
    let next = rows.findIndex((row) => row.end > from)
    while (next >= 0 && next < rows.length && (rows[next]?.at ?? Infinity) < to) {
      const group = runFrom(rows, next, to)
      const [first] = group
      const last = group.at(-1)
      if (!first || !last) return
      const pieces = await parts[first.part]?.readRows(first.index, last.index + 1) ?? []
      if (pieces.length !== group.length) throw new Error('what was read is gone: it was deleted meanwhile')
      for (const [index, piece] of pieces.entries()) {
        const row = group[index] ?? first
        const moved = rebaseRow(piece, { shifts: shifts[first.part] ?? [], firstSequence: (next + index) * SEQUENCES_PER_ROW + 1 })
        const part = moved.subarray(Math.max(0, from - row.at), Math.min(moved.length, to - row.at))
        if (part.length > 0) yield part
      }
      next += group.length
    }
  }
  return {
    async *readFrom(seconds) {
      yield* read(0, init.length)
      yield* read(rows[startFor(rows, seconds * 1_000)]?.at ?? init.length, end)
    },
    size: end, codec: head.segment.codec, codecString: head.segment.codecString, soundString: facts.audio?.codecString ?? null, width: facts.width, height: facts.height, timeline, read,
    async tracks(ownEpoch = head.segment.epoch) {
      const frames: TrackFrame[] = []
      const others = [...new Set(parts.map(({ segment }) => segment.epoch))].filter((epoch) => epoch !== ownEpoch)
      for (const [index, part] of parts.entries()) {
        const { shiftMs } = timeline.segments[index] ?? { shiftMs: 0 }
        const added = (others.indexOf(part.segment.epoch) + 1) * OTHER_EPOCH
        for (const { pts, boxes } of await part.readTracks()) {
          frames.push({ pts: Math.round(pts * 1e6 + shiftMs * 1_000) / 1e6, boxes: added === 0 ? boxes : boxes.map(([id, ...box]): TrackBox => [id + added, ...box]) })
        }
      }
      const worst = parts.reduce((most, { segment: { alignment } }) => (alignment.errorMs > most.errorMs ? alignment : most), head.segment.alignment)
      return { startedAt: new Date(timeline.startWallMs).toISOString(), alignment: { exact: parts.every(({ segment }) => segment.alignment.exact), errorMs: worst.errorMs }, frames }
    },
  }
}

interface PlacedRow { readonly part: number; readonly index: number; readonly at: number; readonly end: number; readonly keyframe: boolean; readonly startMs: number }

/** The row decoding has to begin with. Frames that are shown before the keyframe of their own row need the group of pictures before it as well (open groups). */
function startFor(rows: readonly PlacedRow[], atMs: number): number {
  const holds = Math.max(0, rows.findLastIndex(({ startMs }) => startMs <= atMs))
  const keyframeUpTo = (last: number): number => rows.findLastIndex(({ keyframe }, place) => keyframe && place <= last)
  const own = keyframeUpTo(holds)
  const before = own === holds ? keyframeUpTo(holds - 1) : own
  return Math.max(0, before >= 0 && rows[before]?.part === rows[holds]?.part ? before : own)
}

/** The next few rows that one call reads: of one segment, without a break. */
function runFrom(rows: readonly PlacedRow[], next: number, to: number): readonly PlacedRow[] {
  const run: PlacedRow[] = []
  for (const row of rows.slice(next, next + ROWS_PER_READ)) {
    const previous = run.at(-1)
    if (row.at >= to || (previous && (row.part !== previous.part || row.index !== previous.index + 1))) break
    run.push(row)
  }
  return run
}
