import { mediaFileOf, parseMediaFile, pinnedFileOf } from '../../common/footage/media-file.ts'
import { type Claim, type FootageSegment, MAX_SEGMENT_ROWS } from '../../common/wire/store-messages.ts'
import type { EventFiles } from './event-files.ts'
import type { FootageFile } from './footage-file.ts'
import type { MediaFiles } from './media-files.ts'
import { endWallMs } from './spans.ts'

export interface Segments {
  clip(claim: Claim): FootageSegment[]
  /** All parts of an event that have rows, by number. */
  parts(eventId: string): Map<number, FootageSegment[]>
  footage(args: { camera: string; fromMs: number; toMs: number }): FootageSegment[]
}

const DAY_MS = 86_400_000

/** Views on rows, across files. */
export function createSegments({ files, media }: { files: EventFiles; media: MediaFiles }): Segments {
  const parts = (eventId: string, only?: number): Map<number, FootageSegment[]> => {
    const found = new Map<number, FootageSegment[]>()
    for (const file of files.of(eventId)) {
      media.read(file, (footage) => {
        for (const run of footage.claims.of(eventId)) {
          const segment = only === undefined || run.part === only ? footage.segment(run) : null
          if (segment) found.set(run.part, [...found.get(run.part) ?? [], segment])
        }
      })
    }
    for (const segments of found.values()) segments.sort(byRecording)
    return found
  }
  return {
    parts: (eventId) => new Map([...parts(eventId)].sort(([a], [b]) => a - b)),
    clip: ({ eventId, part }) => parts(eventId, part).get(part) ?? [],
    footage({ camera, fromMs, toMs }) {
      const known = new Set(media.list().map(({ file }) => file))
      // A row is in the file of the day it began on; the one before may hold the keyframe it needs.
      const days = daysOf(fromMs, toMs)
      const wanted = [...days.map((day) => day), ...days.map((day) => `${day}.${camera}`), pinnedFileOf(camera)].filter((file) => known.has(file))
      const found: FootageSegment[] = []
      for (const file of wanted) {
        media.read(file, (footage) => {
          for (const span of footage.spans.between(camera, fromMs, toMs)) {
            const segment = footage.segment(span)
            const rows = segment?.rows.filter((row) => endWallMs(row) > fromMs && row.wallMs < toMs) ?? []
            if (segment && rows.length > 0) found.push({ ...segment, rows })
          }
        })
      }
      found.sort(byRecording)
      return cutOff(withKeyframes(distinct(found), known, media))
    },
  }
}

const daysOf = (fromMs: number, toMs: number): string[] => {
  const days: string[] = []
  for (let at = Math.floor(fromMs / DAY_MS) * DAY_MS - DAY_MS; at < toMs; at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

/** Epochs count up through all days and restarts, whatever the wall clock does; clips of older versions have no epochs to go by, and are older. */
function byRecording(a: FootageSegment, b: FootageSegment): number {
  const older = Number(isOlder(b)) - Number(isOlder(a))
  if (older !== 0) return older
  const byWall = (a.rows[0]?.wallMs ?? 0) - (b.rows[0]?.wallMs ?? 0)
  return isOlder(a) ? byWall : a.epoch - b.epoch || (a.rows[0]?.index ?? 0) - (b.rows[0]?.index ?? 0)
}
const isOlder = ({ file, timescale }: FootageSegment): boolean => timescale === 0 || parseMediaFile(file).camera === null

/** A row that was copied for a pinned event while its day is still being dropped is there twice. */
function distinct(segments: readonly FootageSegment[]): FootageSegment[] {
  const seen = new Set<string>()
  return segments.flatMap((segment) => {
    const rows = segment.rows.filter(({ index }) => {
      const key = `${isOlder(segment) ? segment.file : ''} ${segment.epoch} ${index}`
      return !seen.has(key) && seen.add(key)
    })
    return rows.length > 0 ? [{ ...segment, rows }] : []
  })
}

/** Every segment that does not go on from the one before it begins where decoding can. */
function withKeyframes(segments: readonly FootageSegment[], known: ReadonlySet<string>, media: MediaFiles): FootageSegment[] {
  const whole: FootageSegment[] = []
  for (const segment of segments) {
    const [first] = segment.rows
    const before = whole.at(-1)
    const goesOn = before !== undefined && first !== undefined && before.epoch === segment.epoch && before.rows.at(-1)?.index === first.index - 1
    if (first && !first.keyframe && !goesOn) whole.push(...leadIn(segment, known, media))
    else whole.push(segment)
  }
  return whole
}

/** The segment with the rows from its keyframe on, which may lie before midnight. */
function leadIn(segment: FootageSegment, known: ReadonlySet<string>, media: MediaFiles): FootageSegment[] {
  const [first] = segment.rows
  if (!first) return []
  const before = (footage: FootageFile, stream: number, end: number): { run: FootageSegment; found: boolean } | null => {
    const keyframe = footage.rows.keyframeBefore(stream, end - 1)
    const from = keyframe ?? footage.rows.bounds(stream, Math.max(0, end - MAX_LEAD_ROWS), end)?.from
    const run = from === undefined ? null : footage.segment({ stream, from, to: end })
    // With a hole in it, what precedes is of no use.
    return run && run.rows.length === end - from! ? { run, found: keyframe !== null } : null
  }
  const here = media.read(segment.file, (footage) => before(footage, segment.stream, first.index))
  if (here?.found) return [{ ...segment, rows: [...here.run.rows, ...segment.rows] }]
  const start = here?.run.rows[0] ?? first
  const yesterday = mediaFileOf(start.wallMs - DAY_MS, segment.camera)
  const there = known.has(yesterday) ? media.read(yesterday, (footage) => {
    const stream = footage.streams.find(segment.camera, segment.epoch)
    return stream === null ? null : before(footage, stream, start.index)
  }) : null
  return there?.found ? [there.run, { ...segment, rows: [...here?.run.rows ?? [], ...segment.rows] }] : [segment]
}

/** No group of pictures is longer. */
const MAX_LEAD_ROWS = 600

function cutOff(segments: readonly FootageSegment[]): FootageSegment[] {
  let left = MAX_SEGMENT_ROWS
  return segments.flatMap((segment) => {
    const rows = segment.rows.slice(0, left)
    left -= rows.length
    return rows.length > 0 ? [{ ...segment, rows }] : []
  })
}
