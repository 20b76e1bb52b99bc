import type { Store, TrackFrame } from '../../../common/wire/store-messages.ts'
import type { TrackBox } from '../../../common/contracts/event.ts'
import type { Clock } from '../../ports/clock.ts'
import { createAlignment } from './alignment.ts'
import type { EpochLine } from './epoch-line.ts'
import type { ClipRow } from './row-builder.ts'

/** Brings a clip's rows to the store, each together with the boxes of its frames. */
export interface RowWriter {
  add(rows: readonly ClipRow[]): void
  /** Writes what is ready; `force` writes everything with the boxes known by now. */
  pump(force: boolean): void
  /** Nothing waits and nothing is under way. */
  readonly idle: boolean
  /** Start of the oldest row that still waits, milliseconds on the clip's timeline; null when none does. */
  readonly waitingFromMs: number | null
  stop(): void
}

/** A row waits this long for the analysis of its frames; then it is stored with what is known. */
const BOXES_WAIT_MS = 1_500
/** What a store that does not answer may leave in memory per clip. */
const MAX_PENDING_BYTES = 48 * 1024 * 1024
/** One call's worth: the store answers others in between. */
const MAX_CALL_BYTES = 4 * 1024 * 1024

export function createRowWriter({ eventId, line, rawOfZeroMs, store, clock, onStored, onFailed }: {
  eventId: string
  line: EpochLine
  /** The clip's zero on the source's timeline. */
  rawOfZeroMs: number
  store: Pick<Store, 'appendFragments'>
  clock: Clock
  /** These rows are durable; none when the call only ended. */
  onStored: (rows: readonly ClipRow[]) => void
  onFailed: (reason: string) => void
}): RowWriter {
  const alignment = createAlignment(line.history)
  let waiting: { row: ClipRow; sinceMs: number }[] = []
  let pendingBytes = 0
  let inFlight = 0
  let failed = false
  let cancelTimer: (() => void) | null = null

  const fail = (reason: string): void => {
    if (failed) return
    failed = true
    waiting = []
    onFailed(reason)
  }

  const write = async (rows: readonly ClipRow[]): Promise<void> => {
    for (const row of rows) alignment.add(row.framesMs.map((ms) => rawOfZeroMs + ms), rawOfZeroMs + row.endDtsMs)
    const tracks = rows.flatMap((row) => row.framesMs.map((ms): TrackFrame => ({ pts: seconds(ms), boxes: line.history.boxesAt(rawOfZeroMs + ms).map(rounded) })))
    const fragments = rows.map(({ framesMs: _framesMs, endDtsMs: _endDtsMs, ...stored }) => stored)
    const bytes = bytesOf(rows)
    inFlight += 1
    let reason: string | null = null
    try {
      await store.appendFragments({ eventId, fragments, tracks, alignment: alignment.read() })
    } catch (error) {
      reason = `The clip could not be stored any further: ${error instanceof Error ? error.message : String(error)}`
    }
    inFlight -= 1
    pendingBytes -= bytes
    if (reason !== null) fail(reason)
    onStored(failed ? [] : rows)
  }

  const ready = ({ row, sinceMs }: { row: ClipRow; sinceMs: number }): boolean =>
    (line.history.lastPtsMs ?? -Infinity) >= rawOfZeroMs + Math.max(...row.framesMs) || clock.monotonic() - sinceMs >= BOXES_WAIT_MS

  const pump = (force: boolean): void => {
    while (waiting.length > 0) {
      let count = 0
      let bytes = 0
      for (const entry of waiting) {
        if ((!force && !ready(entry)) || (count > 0 && bytes + entry.row.bytes.length > MAX_CALL_BYTES)) break
        count += 1
        bytes += entry.row.bytes.length
      }
      if (count === 0) break
      const rows = waiting.slice(0, count).map((entry) => entry.row)
      waiting = waiting.slice(count)
      void write(rows)
    }
    if (waiting.length > 0 && cancelTimer === null) {
      cancelTimer = clock.after(BOXES_WAIT_MS, () => {
        cancelTimer = null
        pump(false)
      })
    }
  }

  return {
    add(rows) {
      if (failed) return
      const sinceMs = clock.monotonic()
      waiting.push(...rows.map((row) => ({ row, sinceMs })))
      pendingBytes += bytesOf(rows)
      if (pendingBytes > MAX_PENDING_BYTES) fail('The store did not answer for so long that the rest of the clip had to be given up.')
      else pump(false)
    },
    pump,
    get idle() { return waiting.length === 0 && inFlight === 0 },
    get waitingFromMs() { return waiting[0]?.row.startMs ?? null },
    stop: () => cancelTimer?.(),
  }
}

const bytesOf = (rows: readonly ClipRow[]): number => rows.reduce((sum, row) => sum + row.bytes.length, 0)
/** As ffprobe prints them: six decimals. */
const seconds = (ms: number): number => Math.round(ms * 1_000) / 1_000_000
const short = (share: number): number => Math.round(share * 100_000) / 100_000
const rounded = ([id, label, score, x, y, w, h, predicted]: TrackBox): TrackBox => [id, label, Math.round(score * 1_000) / 1_000, short(x), short(y), short(w), short(h), predicted]
