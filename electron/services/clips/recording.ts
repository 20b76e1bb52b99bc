import type { EventsConfig } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import { clipStop, clipWindow } from './clip-window.ts'
import type { EpochLine } from './epoch-line.ts'
import { SAME_FRAME_MS } from './frame-history.ts'
import { finishInit } from './mp4/finish-init.ts'
import type { Fragment } from './mp4/fragment.ts'
import { createRowBuilder, type ClipRow, type RowBuilder } from './row-builder.ts'
import { createRowWriter, type RowWriter } from './row-writer.ts'
import type { ClipVerdict, ClipVerifier } from './verify-clip.ts'

type Clip = Event['clip']

/** One clip, from its pre-roll to its last row. */
export interface Recording {
  readonly line: EpochLine
  onFragment(fragment: Fragment): void
  /** Something was analysed: rows that waited for their boxes may be written. */
  onResult(): void
  /** The event ended at this moment of the source's timeline. */
  eventEnded(endMs: number): void
  /** Nothing more will come, or nothing more is wanted: writes what there is. */
  finish(reason: string | null): void
  /** What was analysed since then is still needed, milliseconds on the source's timeline. */
  readonly needsFromMs: number
  readonly done: Promise<void>
}

export interface RecordingArgs {
  readonly eventId: string
  readonly day: string
  readonly line: EpochLine
  /** The object's first moment and the trigger frame, milliseconds on the source's timeline. */
  readonly startMs: number
  readonly triggerMs: number
  readonly events: EventsConfig
  readonly store: Pick<Store, 'openClip' | 'appendFragments'>
  readonly clock: Clock
  readonly verify: ClipVerifier
  /** The trigger frame was read back and decoded while the clip goes on. */
  readonly onVerified: (clip: Clip) => void
  /** `init`, where there is one, carries the clip's length. */
  readonly onFinished: (clip: Clip, init: Uint8Array | null) => void
}

/** Longer than the camera watchdog (20 s), which ends the epoch and with it the clip. */
const STALLED_AFTER_MS = 25_000

/** The part that exists once the first fragment is there. */
interface Running {
  readonly builder: RowBuilder
  readonly writer: RowWriter
  readonly rawOfMs: (ticks: number) => number
  readonly clipMs: (ticks: number) => number
  readonly zeroMs: number
}

export function startRecording(args: RecordingArgs): Recording {
  const { eventId, line, events, store, clock } = args
  const window = clipWindow({ startMs: args.startMs, triggerMs: args.triggerMs, events })
  const toleranceMs = Math.max(SAME_FRAME_MS, line.tie?.errorMs ?? 0)
  const { promise: done, resolve: settle } = Promise.withResolvers<void>()
  let phase: 'waiting' | 'recording' | 'closing' | 'closed' = 'waiting'
  let running: Running | null = null
  let stopMs = window.limitMs
  let reachedMs = -Infinity
  let problem: string | null = null
  const stored = { rows: 0, bytes: 0, startMs: Infinity, endMs: 0 }
  /** The row decoding must start at to reach the trigger. */
  let keyRow = 0
  /** The trigger frame on the clip's timeline, once it came, and its row, once that is complete. */
  let trigger: { readonly ptsMs: number; row: number | null } | null = null
  let verdict: Promise<ClipVerdict> | null = null
  let verified = false
  let cancelDeadline = (): void => {}

  const clipNow = (state: Clip['state']): Clip => ({
    state,
    seconds: stored.rows === 0 ? 0 : Math.round(stored.endMs - stored.startMs) / 1_000,
    bytes: stored.rows === 0 ? 0 : stored.bytes + (line.init?.bytes.length ?? 0),
    verified,
  })

  const onStored = (rows: readonly ClipRow[]): void => {
    for (const row of rows) {
      stored.rows += 1
      stored.bytes += row.bytes.length
      stored.startMs = Math.min(stored.startMs, row.startMs)
      stored.endMs = Math.max(stored.endMs, row.endMs)
    }
    const triggerRow = trigger?.row ?? null
    if (trigger && verdict === null && rows.some((row) => row.index === triggerRow)) {
      verdict = args.verify({ eventId, fromIndex: keyRow, toIndex: (triggerRow ?? 0) + 1, ptsMs: trigger.ptsMs, toleranceMs })
      void noteVerdict(verdict)
    }
    closeWhenWritten()
  }

  const noteVerdict = async (found: Promise<ClipVerdict>): Promise<void> => {
    verified = (await found).ok
    if (verified && phase === 'recording') args.onVerified(clipNow('recording'))
  }

  const begin = (): void => {
    const offsetMs = line.offsetMs()
    const { init } = line
    if (offsetMs === null || init === null) return
    const fragments = line.ring.from(window.fromMs - offsetMs)
    const [first] = fragments
    if (!first) return
    const originDts = first.dts
    const rawOfMs = (ticks: number): number => (ticks * 1_000) / first.timescale + offsetMs
    const zeroMs = rawOfMs(originDts)
    phase = 'recording'
    running = {
      builder: createRowBuilder({ originDts }),
      writer: createRowWriter({ eventId, line, rawOfZeroMs: zeroMs, store, clock, onStored, onFailed: (reason) => finish(reason) }),
      rawOfMs,
      clipMs: (ticks) => ((ticks - originDts) * 1_000) / first.timescale,
      zeroMs,
    }
    store.openClip({ eventId, day: args.day, init: init.bytes, codec: init.codec, codecString: init.codecString, startWallMs: line.history.wallAtPts(zeroMs) ?? clock.now() })
      .catch((error: unknown) => finish(`The clip could not be opened: ${error instanceof Error ? error.message : String(error)}`))
    for (const fragment of fragments) take(fragment)
  }

  const take = (fragment: Fragment): void => {
    if (phase !== 'recording' || !running) return
    const { builder, writer, rawOfMs, clipMs } = running
    reachedMs = rawOfMs(fragment.dts)
    if (reachedMs >= stopMs && builder.endsCleanlyBefore(fragment)) return finish(null)
    add(builder.push(fragment), writer)
    const hit = trigger ? undefined : fragment.samples.find((sample) => Math.abs(rawOfMs(sample.pts) - window.triggerMs) <= toleranceMs)
    if (!hit) return
    trigger = { ptsMs: clipMs(hit.pts), row: null }
    // The sooner its row is durable, the sooner it can be checked.
    builder.hurry()
  }

  const add = (rows: readonly ClipRow[], writer: RowWriter): void => {
    for (const row of rows) {
      const holdsTrigger = trigger?.row === null && row.framesMs.includes(trigger.ptsMs)
      // A frame shown before its own keyframe needs the group of pictures before that as well.
      if (row.keyframe && (trigger === null || (holdsTrigger && trigger.ptsMs >= (row.framesMs[0] ?? 0)))) keyRow = row.index
      if (trigger && holdsTrigger) trigger.row = row.index
    }
    writer.add(rows)
  }

  const finish = (reason: string | null): void => {
    cancelDeadline()
    problem ??= reason
    if (phase === 'waiting') {
      phase = 'closed'
      args.onFinished({ ...clipNow('failed'), reason: problem ?? 'The camera delivered nothing that could be recorded.' }, null)
      return settle()
    }
    if (phase !== 'recording') return
    phase = 'closing'
    if (running) add(running.builder.flush(), running.writer)
    running?.writer.pump(line.ended || reason !== null)
    closeWhenWritten()
  }

  const closeWhenWritten = (): void => {
    if (phase !== 'closing' || running?.writer.idle === false) return
    phase = 'closed'
    running?.writer.stop()
    void conclude()
  }

  const conclude = async (): Promise<void> => {
    const found: ClipVerdict = await (verdict ?? { ok: false, reason: trigger ? 'The trigger frame could not be stored.' : 'The trigger frame is not in what the camera delivered for the clip.' })
    verified = found.ok
    const reason = problem ?? (found.ok ? null : found.reason)
    const clip = clipNow(stored.rows === 0 ? 'failed' : reason === null ? 'saved' : 'partial')
    const init = stored.rows > 0 && line.init ? finishInit(line.init.bytes, { durationMs: clip.seconds * 1_000 }) : null
    args.onFinished({ ...clip, ...(reason === null ? {} : { reason }) }, init)
    settle()
  }

  begin()
  return {
    line,
    onFragment(fragment) {
      if (phase === 'waiting') begin()
      else take(fragment)
      if (phase === 'closing') running?.writer.pump(false)
    },
    onResult() {
      if (phase === 'waiting') begin()
      running?.writer.pump(false)
      closeWhenWritten()
    },
    eventEnded(endMs) {
      stopMs = clipStop(window, endMs, events)
      if (reachedMs >= stopMs) return finish(null)
      // A stream that stands still brings no frame that would end the clip.
      cancelDeadline = clock.after(events.postSeconds * 1_000 + STALLED_AFTER_MS, () => finish(null))
    },
    finish,
    get needsFromMs() {
      if (!running) return window.fromMs
      return Math.min(running.zeroMs + (running.writer.waitingFromMs ?? Infinity), reachedMs) - 1_000
    },
    done,
  }
}
