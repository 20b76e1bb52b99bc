import { GAP_MS } from '../../common/footage/clip-timeline.ts'
import type { Prepared } from './prepared.ts'
import type { Rows } from './rows.ts'

/** Rows that follow each other; times are wall clock. */
export interface Span {
  readonly stream: number
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly fromMs: number
  readonly toMs: number
}

/** What there is to play in one media file, kept with every row that comes or goes, so that nobody has to scan rows for it. */
export interface Spans {
  /** After the row was put. */
  add(stream: number, index: number): void
  /** Before the row is deleted. */
  remove(stream: number, index: number): void
  /** Of a camera; those that touch a stretch of wall clock, in order of recording. */
  between(camera: string, fromMs: number, toMs: number): Span[]
  /** Those that begin before a wall clock, oldest first. */
  olderThan(beforeMs: number): Span[]
  /** Wall clock of the oldest; null where there is none. */
  oldestMs(): number | null
}

/** A wall clock that moves by more than this against the stream was set. */
const CLOCK_STEP_MS = 2_000

type Times = Pick<NonNullable<ReturnType<Rows['get']>>, 'startMs' | 'endMs' | 'wallMs'>

/** Whether two rows that follow each other in the stream also do on the wall. */
export function joins(before: Times, after: Times): boolean {
  const step = (after.wallMs - after.startMs) - (before.wallMs - before.startMs)
  return Math.abs(step) <= CLOCK_STEP_MS && Math.abs(after.startMs - before.endMs) <= GAP_MS
}

export const endWallMs = ({ startMs, endMs, wallMs }: Times): number => wallMs + endMs - startMs

interface Row { readonly stream_id: number; readonly from_idx: number; readonly to_idx: number; readonly from_ms: number; readonly to_ms: number }
const spanOf = (row: Row): Span => ({ stream: row.stream_id, from: row.from_idx, to: row.to_idx, fromMs: row.from_ms, toMs: row.to_ms })

export function createSpans(sql: Prepared, rows: Pick<Rows, 'get'>): Spans {
  /** The span that has `index` in it, or ends right before it. */
  const at = (stream: number, index: number): Span | null => {
    const row = sql<Row>('SELECT * FROM spans WHERE stream_id = ? AND from_idx <= ? ORDER BY from_idx DESC LIMIT 1').get(stream, index)
    return row && row.to_idx >= index ? spanOf(row) : null
  }
  const put = ({ stream, from, to, fromMs, toMs }: Span): void => {
    sql('INSERT OR REPLACE INTO spans (stream_id, from_idx, to_idx, from_ms, to_ms) VALUES (?, ?, ?, ?, ?)').run(stream, from, to, fromMs, toMs)
  }
  const drop = (stream: number, from: number): void => { sql('DELETE FROM spans WHERE stream_id = ? AND from_idx = ?').run(stream, from) }
  return {
    add(stream, index) {
      const row = rows.get(stream, index)
      const before = at(stream, index)
      if (!row || (before && before.to > index)) return
      let span: Span = { stream, from: index, to: index + 1, fromMs: row.wallMs, toMs: endWallMs(row) }
      const last = before && rows.get(stream, index - 1)
      if (before && last && joins(last, row)) span = { ...span, from: before.from, fromMs: before.fromMs }
      const next = sql<Row>('SELECT * FROM spans WHERE stream_id = ? AND from_idx = ?').get(stream, index + 1)
      const first = next && rows.get(stream, index + 1)
      if (next && first && joins(row, first)) {
        drop(stream, index + 1)
        span = { ...span, to: next.to_idx, toMs: next.to_ms }
      }
      put(span)
    },
    remove(stream, index) {
      const span = at(stream, index)
      if (!span || span.to <= index) return
      drop(stream, span.from)
      const last = rows.get(stream, index - 1)
      if (span.from < index && last) put({ ...span, to: index, toMs: endWallMs(last) })
      const first = rows.get(stream, index + 1)
      if (span.to > index + 1 && first) put({ ...span, from: index + 1, fromMs: first.wallMs })
    },
    olderThan: (beforeMs) => sql<Row>('SELECT * FROM spans WHERE from_ms < ? ORDER BY from_ms').all(beforeMs).map(spanOf),
    oldestMs: () => sql<{ at: number | null }>('SELECT min(from_ms) AS at FROM spans').get()?.at ?? null,
    between: (camera, fromMs, toMs) => sql<Row>(`SELECT p.* FROM streams s JOIN spans p ON p.stream_id = s.id
      WHERE s.camera = ? AND p.from_ms < ? AND p.to_ms > ? ORDER BY s.epoch, p.from_idx`).all(camera, toMs, fromMs).map(spanOf),
  }
}
