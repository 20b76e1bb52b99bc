import type { TrackBox } from '../../../common/contracts/event.ts'
import { mediaFileOf, type MediaFile } from '../../../common/footage/media-file.ts'
import { messageOf } from '../../../common/message-of.ts'
import { StoreError } from '../../../common/store-error.ts'
import type { FootageRow, Store, TrackFrame } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import { createAlignment } from './alignment.ts'
import type { EpochLine } from './epoch-line.ts'
import type { RecordingGate } from './recording-gate.ts'
import type { HeldRow } from './row-ring.ts'
import { streamHead } from './stream-head.ts'

/** Brings an epoch's wanted rows to the store, in order, each together with the boxes of its frames. */
export interface FootageWriter {
  /** From here on they are the writer's: `queued`, then `sent`, then `stored` or `lost`. */
  add(rows: readonly HeldRow[]): void
  /** Sends what is ready; `force` sends everything with the boxes known by now. */
  pump(force: boolean): void
  /** Start of the oldest row that still waits, milliseconds on the stream's timeline; null when none does. */
  readonly waitingFromMs: number | null
  /** Why nothing is taken just now; null while it is. */
  readonly refusal: string | null
  /** When every row that was sent is stored or lost. */
  settled(): Promise<void>
}

/** A row waits this long for the analysis of its frames; then it is stored with what is known. */
const BOXES_WAIT_MS = 1_500
/** What a store that does not answer may leave in memory per camera. */
const MAX_PENDING_BYTES = 48 * 1024 * 1024
const TOO_SLOW = 'The store did not answer for so long that footage had to be given up.'
/** One call's worth: the store answers others in between. */
const MAX_CALL_BYTES = 4 * 1024 * 1024

export interface FootageWriterOptions {
  readonly line: EpochLine
  readonly store: Pick<Store, 'openStream' | 'appendRows'>
  readonly clock: Clock
  readonly gate: RecordingGate
  /** These rows are durable. */
  readonly onStored: (rows: readonly HeldRow[]) => void
  readonly onLost: (rows: readonly HeldRow[], reason: string) => void
}

export function createFootageWriter({ line, store, clock, gate, onStored, onLost }: FootageWriterOptions): FootageWriter {
  const alignment = createAlignment(line.history)
  const opened = new Set<MediaFile>()
  let waiting: { held: HeldRow; sinceMs: number }[] = []
  let pendingBytes = 0
  let cancelTimer: (() => void) | null = null
  const sending = new Set<Promise<void>>()

  const lose = (rows: readonly HeldRow[], reason: string): void => {
    for (const held of rows) held.place = 'lost'
    onLost(rows, reason)
  }

  const send = async (rows: readonly HeldRow[], file: MediaFile): Promise<void> => {
    const offsetMs = line.offsetMs() ?? 0
    const head = streamHead(line)
    for (const { row } of rows) alignment.add(row.framesMs.map((ms) => offsetMs + ms), offsetMs + row.endDtsMs)
    const tracks = rows.flatMap(({ row }) => row.framesMs.map((ms): TrackFrame => ({ pts: seconds(ms), boxes: line.history.boxesAt(offsetMs + ms).map(rounded) })))
    const bytes = bytesOf(rows)
    try {
      // The store does what it is asked in order: the stream's head is there before its rows.
      const calls: Promise<void>[] = []
      if (!opened.has(file)) calls.push(store.openStream({ file, ...head }))
      opened.add(file)
      calls.push(store.appendRows({ file, camera: line.cameraId, epoch: line.epoch, rows: rows.map(stored), tracks, alignment: alignment.read(), claims: rows[0]?.claims ?? [] }))
      await Promise.all(calls)
      for (const held of rows) held.place = 'stored'
      gate.taken()
      onStored(rows)
    } catch (error) {
      const kind = error instanceof StoreError ? error.kind : 'other'
      opened.delete(file)
      if (kind !== 'other') gate.refused(kind)
      lose(rows, gate.state.at === 'shut' ? gate.state.reason : `The clip could not be stored any further: ${messageOf(error)}`)
    } finally {
      pendingBytes -= bytes
    }
  }

  const ready = ({ held, sinceMs }: { held: HeldRow; sinceMs: number }): boolean =>
    (line.history.lastPtsMs ?? -Infinity) >= (line.offsetMs() ?? Infinity) + held.row.framesMs.reduce((a, b) => Math.max(a, b), 0) || clock.monotonic() - sinceMs >= BOXES_WAIT_MS

  /** The next rows that go into one call: of one file and the same clips. */
  const nextCall = (force: boolean): { rows: HeldRow[]; file: MediaFile } | null => {
    const rows: HeldRow[] = []
    let file: MediaFile | null = null
    let bytes = 0
    for (const entry of waiting) {
      const { held } = entry
      if (!force && !ready(entry)) break
      held.wallMs ??= line.wallOf(held.row.startMs) ?? clock.now()
      const own = mediaFileOf(held.wallMs, line.cameraId)
      const previous = rows.at(-1)
      if (previous && (own !== file || held.row.index !== previous.row.index + 1 || !sameClaims(previous, held) || bytes + held.row.bytes.length > MAX_CALL_BYTES)) break
      file = own
      bytes += held.row.bytes.length
      rows.push(held)
    }
    return file === null ? null : { rows, file }
  }

  const pump = (force: boolean): void => {
    for (let call = nextCall(force); call !== null; call = nextCall(force)) {
      const { rows, file } = call
      waiting = waiting.slice(rows.length)
      for (const held of rows) {
        held.place = 'sent'
        held.file = file
      }
      const sent: Promise<void> = send(rows, file).finally(() => sending.delete(sent))
      sending.add(sent)
    }
    if (waiting.length === 0 || cancelTimer !== null) return
    cancelTimer = clock.after(BOXES_WAIT_MS, () => {
      cancelTimer = null
      pump(false)
    })
  }

  return {
    add(rows) {
      const wanted: HeldRow[] = []
      for (const held of rows) {
        if (!gate.mayTry()) lose([held], gate.state.at === 'shut' ? gate.state.reason : '')
        else if (pendingBytes + held.row.bytes.length > MAX_PENDING_BYTES) lose([held], TOO_SLOW)
        else {
          held.place = 'queued'
          pendingBytes += held.row.bytes.length
          wanted.push(held)
        }
      }
      const sinceMs = clock.monotonic()
      waiting.push(...wanted.map((held) => ({ held, sinceMs })))
      pump(line.ended)
    },
    pump,
    get waitingFromMs() { return waiting[0]?.held.row.startMs ?? null },
    get refusal() { return gate.state.at === 'shut' ? gate.state.reason : pendingBytes >= MAX_PENDING_BYTES / 2 ? TOO_SLOW : null },
    async settled() {
      cancelTimer?.()
      cancelTimer = null
      await Promise.all(sending)
    },
  }
}

const stored = ({ row: { framesMs: _framesMs, endDtsMs: _endDtsMs, ...row }, wallMs, kept }: HeldRow): FootageRow => ({ ...row, wallMs: wallMs ?? 0, kept })
const sameClaims = (a: HeldRow, b: HeldRow): boolean =>
  a.claims.length === b.claims.length && a.claims.every((claim) => b.claims.some(({ eventId, part }) => eventId === claim.eventId && part === claim.part))
const bytesOf = (rows: readonly HeldRow[]): number => rows.reduce((sum, { row }) => sum + row.bytes.length, 0)
/** As ffprobe prints them: six decimals. */
const seconds = (ms: number): number => Math.round(ms * 1_000) / 1_000_000
const short = (share: number): number => Math.round(share * 100_000) / 100_000
const rounded = ([id, label, score, x, y, w, h, predicted]: TrackBox): TrackBox => [id, label, Math.round(score * 1_000) / 1_000, short(x), short(y), short(w), short(h), predicted]
