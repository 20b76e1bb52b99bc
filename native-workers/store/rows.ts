import type { FootageRow, FootageSegment, TrackFrame } from '../../common/wire/store-messages.ts'
import type { Prepared } from './prepared.ts'
import { indexOf, rowId } from './row-id.ts'

export type RowFacts = FootageSegment['rows'][number]

/** The rows of one media file: facts, bytes and boxes apart. Ranges are `from` ≤ index < `to`. */
export interface Rows {
  /** False when it was there already; `kept` is never taken back. */
  put(stream: number, row: FootageRow): boolean
  putTracks(stream: number, index: number, frames: readonly TrackFrame[]): void
  get(stream: number, index: number): RowFacts | null
  list(stream: number, from: number, to: number): RowFacts[]
  bytes(stream: number, from: number, to: number): Uint8Array[]
  tracks(stream: number, from: number, to: number): TrackFrame[]
  /** First and last index + 1 there is in a range; null where there is none. */
  bounds(stream: number, from: number, to: number): { from: number; to: number } | null
  /** Indexes of those that are not there. */
  missing(stream: number, from: number, to: number): number[]
  /** The last row at or before `index` at which decoding can begin. */
  keyframeBefore(stream: number, index: number): number | null
  /** Indexes of those that may go: not kept. */
  deletable(stream: number, from: number, to: number): number[]
  keep(stream: number, from: number, to: number): void
  /** No longer kept. */
  release(stream: number, from: number, to: number): void
  /** Those that are not kept. */
  delete(stream: number, from: number, to: number): void
}

interface Row { readonly id: number; readonly start_ms: number; readonly end_ms: number; readonly dts_ms: number; readonly wall_ms: number; readonly keyframe: number; readonly frames: number; readonly size: number }

const FACTS = 'SELECT id, start_ms, end_ms, dts_ms, wall_ms, keyframe, frames, size FROM fragments'
const factsOf = (row: Row): RowFacts => ({
  index: indexOf(row.id), startMs: row.start_ms, endMs: row.end_ms, dtsMs: row.dts_ms, wallMs: row.wall_ms, keyframe: row.keyframe === 1, frames: row.frames, bytes: row.size,
})

export function createRows(sql: Prepared): Rows {
  const deletable = (stream: number, from: number, to: number): number[] =>
    sql<{ id: number }>('SELECT id FROM fragments WHERE id >= ? AND id < ? AND kept = 0').all(rowId(stream, from), rowId(stream, to)).map(({ id }) => indexOf(id))
  return {
    put(stream, row) {
      const id = rowId(stream, row.index)
      const added = sql('INSERT OR IGNORE INTO fragments (id, start_ms, end_ms, dts_ms, wall_ms, keyframe, frames, size, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, row.startMs, row.endMs, row.dtsMs, row.wallMs, Number(row.keyframe), row.frames, row.bytes.length, Number(row.kept)).changes > 0
      if (added) sql('INSERT OR REPLACE INTO fragment_bytes (id, bytes) VALUES (?, ?)').run(id, row.bytes)
      else if (row.kept) sql('UPDATE fragments SET kept = 1 WHERE id = ? AND kept = 0').run(id)
      return added
    },
    putTracks(stream, index, frames) {
      sql('INSERT OR REPLACE INTO fragment_tracks (id, frames) VALUES (?, ?)').run(rowId(stream, index), JSON.stringify(frames))
    },
    get(stream, index) {
      const row = sql<Row>(`${FACTS} WHERE id = ?`).get(rowId(stream, index))
      return row ? factsOf(row) : null
    },
    list: (stream, from, to) => sql<Row>(`${FACTS} WHERE id >= ? AND id < ? ORDER BY id`).all(rowId(stream, from), rowId(stream, to)).map(factsOf),
    bytes: (stream, from, to) => sql<{ bytes: Buffer }>(`SELECT coalesce(b.bytes, older.bytes) AS bytes FROM fragments f LEFT JOIN fragment_bytes b ON b.id = f.id
      LEFT JOIN clip_fragments older ON older.clip_id = f.id >> 32 AND older.idx = f.id & 4294967295
      WHERE f.id >= ? AND f.id < ? ORDER BY f.id`).all(rowId(stream, from), rowId(stream, to)).map((row) => row.bytes),
    tracks(stream, from, to) {
      const stored = [
        ...sql<{ frames: string }>('SELECT frames FROM fragment_tracks WHERE id >= ? AND id < ?').all(rowId(stream, from), rowId(stream, to)),
        ...sql<{ frames: string }>('SELECT frames FROM clip_tracks WHERE clip_id = ? AND idx >= ? AND idx < ?').all(stream, from, to),
      ]
      // Rows hold their frames in decoding order; a viewer wants them as they are shown.
      return stored.flatMap(({ frames }) => JSON.parse(frames) as TrackFrame[]).sort((a, b) => a.pts - b.pts)
    },
    bounds(stream, from, to) {
      const found = sql<{ least: number | null; most: number | null }>(`SELECT (SELECT id FROM fragments WHERE id >= @from AND id < @to ORDER BY id LIMIT 1) AS least,
        (SELECT id FROM fragments WHERE id >= @from AND id < @to ORDER BY id DESC LIMIT 1) AS most`).get({ from: rowId(stream, from), to: rowId(stream, to) })
      return !found || found.least === null || found.most === null ? null : { from: indexOf(found.least), to: indexOf(found.most) + 1 }
    },
    missing(stream, from, to) {
      const there = new Set(sql<{ id: number }>('SELECT id FROM fragments WHERE id >= ? AND id < ?').all(rowId(stream, from), rowId(stream, to)).map(({ id }) => indexOf(id)))
      return there.size === to - from ? [] : Array.from({ length: to - from }, (_, n) => from + n).filter((index) => !there.has(index))
    },
    keyframeBefore(stream, index) {
      const found = sql<{ id: number }>('SELECT id FROM fragments WHERE id >= ? AND id <= ? AND keyframe = 1 ORDER BY id DESC LIMIT 1').get(rowId(stream, 0), rowId(stream, index))
      return found ? indexOf(found.id) : null
    },
    deletable,
    keep: (stream, from, to) => { sql('UPDATE fragments SET kept = 1 WHERE id >= ? AND id < ? AND kept = 0').run(rowId(stream, from), rowId(stream, to)) },
    release: (stream, from, to) => { sql('UPDATE fragments SET kept = 0 WHERE id >= ? AND id < ? AND kept = 1').run(rowId(stream, from), rowId(stream, to)) },
    delete(stream, from, to) {
      const range = [rowId(stream, from), rowId(stream, to)]
      for (const table of ['fragment_bytes', 'fragment_tracks']) sql(`DELETE FROM ${table} WHERE id IN (SELECT id FROM fragments WHERE id >= ? AND id < ? AND kept = 0)`).run(...range)
      for (const table of ['clip_fragments', 'clip_tracks']) sql(`DELETE FROM ${table} WHERE clip_id = ? AND idx >= ? AND idx < ?`).run(stream, from, to)
      sql('DELETE FROM fragments WHERE id >= ? AND id < ? AND kept = 0').run(...range)
    },
  }
}
