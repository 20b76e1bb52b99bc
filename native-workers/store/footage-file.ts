import type { Claim, FootageRow, FootageSegment, StoreCalls, TrackFrame } from '../../common/wire/store-messages.ts'
import type { MediaFile } from '../../common/footage/media-file.ts'
import { createActivity, type Activity } from './activity.ts'
import { createClaims, type Claims, type Run } from './claims.ts'
import type { Sqlite } from './database.ts'
import { preparedOn } from './prepared.ts'
import { createRows, type Rows } from './rows.ts'
import { createSnapshots, type Snapshots } from './snapshots.ts'
import { createSpans, type Spans } from './spans.ts'
import { createStreams, type Streams } from './streams.ts'
import { createTrackLogDay, type TrackLogDay } from './track-log-day.ts'

/** One media file, open. What changes more than one table goes through its own methods, each one transaction. */
export interface FootageFile {
  readonly file: MediaFile
  readonly streams: Streams
  readonly rows: Rows
  readonly claims: Claims
  readonly spans: Spans
  readonly activity: Activity
  readonly snapshots: Snapshots
  readonly trackLog: TrackLogDay
  append(args: Omit<Parameters<StoreCalls['appendRows']>[0], 'file'>): void
  /** Rows that are there, of `run`. */
  claim(claim: Claim, run: Run): void
  /** Forgets an event: its snapshot, its claims, and the rows that only it showed. */
  forget(eventId: string): void
  /** A run with its stream's head; null where it has no rows. */
  segment(run: Run): FootageSegment | null
  /** Whose rows or motion are here. */
  cameras(): string[]
  putActivity(camera: string, steps: Parameters<Activity['put']>[1]): void
  /** Rows recorded for themselves: they stay when the events that show them are deleted. */
  keep(run: Run): void
  /** Some of the rows older than a wall clock that no clip shows; the bytes they had, null where there are none (left). */
  trim(beforeMs: number): number | null
  /** Bytes in use: pages a deletion freed are written again before the file grows. */
  usedBytes(): number
  /** Everything or nothing. */
  transaction(action: () => void): void
}

/** Pages given back to the file system per deletion: bounded, so that deleting one event never holds the store up. */
const VACUUM_PAGES = 2_000
/** Ten seconds of video: a few milliseconds. */
const TRIM_ROWS = 20

export function createFootageFile(file: MediaFile, database: Sqlite): FootageFile {
  const sql = preparedOn(database)
  const streams = createStreams(sql)
  const rows = createRows(sql)
  const claims = createClaims(sql)
  const spans = createSpans(sql, rows)
  const activity = createActivity(sql)
  const snapshots = createSnapshots(sql)
  const transaction = database.transaction((action: () => void) => action())
  return {
    file, streams, rows, claims, spans, activity, snapshots, transaction,
    trackLog: createTrackLogDay(sql),
    append: ({ camera, epoch, rows: added, tracks, alignment, claims: claimed }) => transaction(() => {
      const stream = streams.idOf(camera, epoch)
      for (const row of added) if (rows.put(stream, row)) spans.add(stream, row.index)
      for (const [index, frames] of framesByRow(added, tracks)) rows.putTracks(stream, index, frames)
      streams.align(stream, alignment)
      const [first] = added
      const last = added.at(-1)
      if (first && last) for (const claim of claimed) claims.add(claim, { stream, from: first.index, to: last.index + 1 })
    }),
    claim: (claim, { stream, from, to }) => transaction(() => {
      // Never beyond what there is: a row that comes there later may be none of this clip's.
      const there = rows.bounds(stream, from, to)
      if (there) claims.add(claim, { stream, ...there })
    }),
    forget(eventId) {
      transaction(() => {
        const runs = claims.of(eventId)
        claims.remove(eventId)
        snapshots.delete(eventId)
        for (const free of runs.flatMap((run) => claims.uncovered(run))) {
          for (const index of rows.deletable(free.stream, free.from, free.to)) spans.remove(free.stream, index)
          rows.delete(free.stream, free.from, free.to)
        }
      })
      database.pragma(`incremental_vacuum(${VACUUM_PAGES})`)
    },
    segment({ stream, from, to }) {
      const found = rows.list(stream, from, to)
      if (found.length === 0) return null
      const { id: _id, ...head } = streams.get(stream)
      return { ...head, file, stream, rows: found }
    },
    cameras: () => sql<{ camera: string }>("SELECT camera FROM streams WHERE camera <> '' UNION SELECT camera FROM activity_minutes").all().map(({ camera }) => camera),
    keep: ({ stream, from, to }) => rows.keep(stream, from, to),
    trim(beforeMs) {
      for (const span of spans.olderThan(beforeMs)) {
        const old = rows.list(span.stream, span.from, span.to).filter(({ wallMs }) => wallMs < beforeMs)
        const [free] = old.length === 0 ? [] : claims.uncovered({ stream: span.stream, from: span.from, to: (old.at(-1)?.index ?? 0) + 1 })
        if (!free) continue
        const to = Math.min(free.to, free.from + TRIM_ROWS)
        const bytes = rows.list(free.stream, free.from, to).reduce((sum, row) => sum + row.bytes, 0)
        transaction(() => {
          for (let index = free.from; index < to; index += 1) spans.remove(free.stream, index)
          rows.release(free.stream, free.from, to)
          rows.delete(free.stream, free.from, to)
        })
        return bytes
      }
      return null
    },
    usedBytes: () => (Number(database.pragma('page_count', { simple: true })) - Number(database.pragma('freelist_count', { simple: true }))) * Number(database.pragma('page_size', { simple: true })),
    putActivity: (camera, steps) => transaction(() => activity.put(camera, steps)),
  }
}

/** Boxes go with the row their frame is in, so that a part of the rows has its own. Frames outside all rows go with the nearest. */
function framesByRow(rows: readonly FootageRow[], frames: readonly TrackFrame[]): Map<number, TrackFrame[]> {
  const found = new Map<number, TrackFrame[]>()
  for (const frame of frames) {
    // Half a tick of the presentation times' last digit: seconds are written with six.
    const row = rows.findLast(({ startMs }) => startMs <= frame.pts * 1000 + 0.001) ?? rows[0]
    if (row) found.set(row.index, [...found.get(row.index) ?? [], frame])
  }
  return found
}
