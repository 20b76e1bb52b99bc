import type { Claim } from '../../../common/wire/store-messages.ts'
import type { MediaFile } from '../../../common/footage/media-file.ts'
import type { BuiltRow } from './row-builder.ts'

/** A row in memory, and what has become of it. */
export interface HeldRow {
  readonly row: BuiltRow
  /** Wall clock of its first frame; null until the analysis told. */
  wallMs: number | null
  /** held: nobody wants it yet. queued: it waits for its boxes. sent: under way to the store. */
  place: 'held' | 'queued' | 'sent' | 'stored' | 'lost'
  /** Clips it belongs to, from before it was sent. */
  readonly claims: Claim[]
  kept: boolean
  /** Where it was sent to. */
  file: MediaFile | null
}

/** As if nobody had ever wanted it: what became of it is undone, and whoever wants it now has it stored. */
export function holdAgain(held: HeldRow): void {
  held.place = 'held'
  held.claims.length = 0
}

export interface RingSpan {
  /** Always there, within a bound no camera should reach: the pre-roll of clips. */
  readonly preRollMs: number
  /** As much of this as fits into `rewindBytes`: for looking back at once. */
  readonly rewindMs: number
  readonly rewindBytes: number
}

/** The last rows of one epoch. Always begins with a keyframe: nothing before one can be decoded. */
export interface RowRing {
  add(row: BuiltRow): HeldRow
  /** Everything from the last keyframe row presented at or before `ptsMs` (milliseconds on the stream's own timeline), else from the oldest one. */
  from(ptsMs: number): readonly HeldRow[]
  setSpan(span: RingSpan): void
  readonly rows: readonly HeldRow[]
  /** Where the oldest row is shown; null while there is none. */
  readonly oldestMs: number | null
  readonly bytes: number
}

export function createRowRing({ span: given, maxBytes }: { span: RingSpan; maxBytes: number }): RowRing {
  let span = given
  let rows: HeldRow[] = []
  let bytes = 0

  /** Where the second group of pictures begins; 0 when there is none. */
  const secondGroup = (): number => Math.max(0, rows.findIndex(({ row }, index) => index > 0 && row.keyframe))
  const drop = (count: number): void => {
    for (const { row } of rows.slice(0, count)) bytes -= row.bytes.length
    rows = rows.slice(count)
  }
  /** Whole groups of pictures leave, so that the first row stays a keyframe. */
  const trim = (): void => {
    const endMs = rows.at(-1)?.row.endMs ?? 0
    for (;;) {
      const next = secondGroup()
      const nextMs = rows[next]?.row.startMs ?? 0
      const spare = nextMs <= endMs - span.preRollMs && (nextMs <= endMs - span.rewindMs || bytes > span.rewindBytes)
      if (next === 0 || !(spare || bytes > maxBytes)) break
      drop(next)
    }
    // One group alone beyond the limit (a camera that sends no keyframes for minutes): start again at its next keyframe.
    if (bytes > maxBytes) drop(rows.length)
  }

  return {
    add(row) {
      const held: HeldRow = { row, wallMs: null, place: 'held', claims: [], kept: false, file: null }
      if (rows.length === 0 && !row.keyframe) return held
      rows.push(held)
      bytes += row.bytes.length
      if (row.keyframe || bytes > maxBytes) trim()
      return held
    },
    from: (ptsMs) => rows.slice(Math.max(0, rows.findLastIndex(({ row }) => row.keyframe && row.startMs <= ptsMs))),
    setSpan(next) {
      span = next
      trim()
    },
    get rows() { return rows },
    get oldestMs() { return rows[0]?.row.startMs ?? null },
    get bytes() { return bytes },
  }
}
