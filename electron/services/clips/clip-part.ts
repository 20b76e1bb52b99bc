import type { EventsConfig } from '../../../common/contracts/camera-config.ts'
import type { Claim, Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import { clipStop, type ClipWindow } from './clip-window.ts'
import type { EpochLine } from './epoch-line.ts'
import type { FootageWriter } from './footage-writer.ts'
import { SAME_FRAME_MS } from './frame-history.ts'
import { sameStream } from './mp4/init-segment.ts'
import { createPartFootage, type PartSummary } from './part-footage.ts'
import type { HeldRow } from './row-ring.ts'
import type { ClipVerdict, ClipVerifier } from './verify-clip.ts'

/** A camera's epoch with the one who writes its rows. */
export interface RecordedLine {
  readonly line: EpochLine
  readonly writer: FootageWriter
}

export interface PartOutcome extends PartSummary {
  readonly triggerSeconds: number | null
  /** The trigger frame was read back and decoded; of a further part: its first picture was. */
  readonly verified: boolean
  /** Null when nothing is wrong. */
  readonly reason: string | null
}

/** One clip of an event, from its pre-roll to its last row; over the end of an epoch where the camera comes back in time. */
export interface ClipPart {
  /** Rows of the camera became complete. */
  onRows(recorded: RecordedLine, rows: readonly HeldRow[]): void
  /** Something was analysed. */
  onResult(): void
  onStored(line: EpochLine, rows: readonly HeldRow[]): void
  onLost(line: EpochLine, rows: readonly HeldRow[], reason: string): void
  onLineEnded(line: EpochLine): void
  /** The event ended at this moment of its epoch's source timeline. */
  eventEnded(endMs: number): void
  /** Nothing more will come, or nothing more is wanted. */
  finish(reason: string | null): void
  summary(): PartSummary
  readonly verified: boolean
  /** Where the trigger frame is in the part; null until it is stored. */
  readonly triggerSeconds: number | null
  /** The trigger frame's row is stored, or the part came to its end without it. */
  readonly triggerStored: Promise<void>
  /** Where the next part would begin, milliseconds on the source's timeline of its epoch. */
  readonly limitMs: number
  readonly done: Promise<PartOutcome>
}

export interface ClipPartArgs {
  readonly claim: Claim
  readonly recorded: RecordedLine
  /** The epoch before it, for a pre-roll that reaches back over the camera's restart. */
  readonly previous: RecordedLine | null
  /** The frame whose row is checked is the window's trigger. */
  readonly window: ClipWindow
  readonly events: EventsConfig
  readonly store: Pick<Store, 'claimRows'>
  readonly clock: Clock
  readonly verify: ClipVerifier
  /** The trigger frame was stored, or checked; after that, every few seconds, that there is more. */
  readonly onChange: () => Promise<void>
}

/** Longer than the camera watchdog (20 s), which ends the epoch. */
const STALLED_AFTER_MS = 25_000
/** How far a clip under way has come is told this often: each time it is a write and a word to everybody. */
const TELL_EVERY_MS = 5_000
const NO_TRIGGER = 'The trigger frame is not in what the camera delivered for the clip.'

export function startClipPart(args: ClipPartArgs): ClipPart {
  const { claim, recorded: own, window, events, clock } = args
  const { line: home } = own
  const toleranceMs = Math.max(SAME_FRAME_MS, home.tie?.errorMs ?? 0)
  const { promise: done, resolve: settle } = Promise.withResolvers<PartOutcome>()
  /** away: the epoch ended, the camera may come back before the clip's end. */
  let phase: 'waiting' | 'recording' | 'away' | 'closing' | 'closed' = 'waiting'
  let current: RecordedLine = own
  let stopMs = window.limitMs
  let ended = false
  let problem: string | null = null
  let trigger: { readonly index: number; readonly keyIndex: number; readonly ptsMs: number } | null = null
  let triggerSeconds: number | null = null
  const onDisk = Promise.withResolvers<void>()
  let verdict: Promise<ClipVerdict> | null = null
  let found: ClipVerdict | null = null
  let cancelDeadline = (): void => {}
  let toldAtMs = clock.monotonic()
  const footage = createPartFootage({ claim, store: args.store, onStored: () => changed(), onFailed: (reason) => finish(reason) })

  const rawOf = (line: EpochLine, streamMs: number): number => streamMs + (line.offsetMs() ?? 0)
  const stopWallMs = (): number => home.history.wallAtPts(stopMs) ?? clock.now()
  /** Never longer than the post-roll: a clock that was set back would make it an hour. */
  const untilStopMs = (): number => Math.min(events.postSeconds * 1_000, ended ? Math.max(0, stopWallMs() - clock.now()) : Infinity)
  /** False once the clip ends before the row. */
  const isWanted = ({ line }: RecordedLine, held: HeldRow): boolean =>
    (line === home ? rawOf(line, held.row.dtsMs) < stopMs : (line.wallOf(held.row.dtsMs) ?? clock.now()) < stopWallMs())

  const findTrigger = (rows: readonly HeldRow[]): void => {
    for (const { row } of trigger ? [] : rows) {
      const { triggerMs } = window
      const ptsMs = triggerMs === null ? row.framesMs[0] : row.framesMs.find((ms) => Math.abs(rawOf(home, ms) - triggerMs) <= toleranceMs)
      if (ptsMs === undefined) continue
      // A frame shown before its own keyframe needs the group of pictures before that as well.
      const before = row.keyframe && ptsMs < (row.framesMs[0] ?? 0) ? row.index - 1 : row.index
      const key = home.ring.rows.findLast((held) => held.row.keyframe && held.row.index <= before)
      trigger = { index: row.index, keyIndex: key?.row.index ?? row.index, ptsMs }
    }
  }
  const take = (recorded: RecordedLine, rows: readonly HeldRow[]): void => {
    const wanted = rows.filter((held) => isWanted(recorded, held))
    if (recorded.line === home) findTrigger(wanted)
    footage.claim(recorded.line, recorded.writer, wanted)
    if (wanted.length < rows.length) close()
  }

  const begin = (): void => {
    const offsetMs = home.offsetMs()
    if (offsetMs === null || home.init === null) return
    const rows = home.ring.from(window.fromMs - offsetMs)
    const [first] = rows
    if (!first) return home.hurry()
    phase = 'recording'
    const reachesBack = first.row.index === 0 && rawOf(home, first.row.startMs) > window.fromMs + SAME_FRAME_MS
    if (reachesBack) takeFromBefore(rawOf(home, first.row.startMs) - window.fromMs)
    take(own, rows)
    home.hurry()
  }
  /** What the epoch before had in the last `missingMs` before this one began, by the wall clock. */
  const takeFromBefore = (missingMs: number): void => {
    const { previous } = args
    const last = previous?.line.ring.rows.at(-1)
    const beganWallMs = home.wallOf(home.ring.oldestMs ?? 0)
    if (!previous?.line.init || !home.init || !last || beganWallMs === null || !sameStream(previous.line.init.bytes, home.init.bytes)) return
    const lastWallMs = previous.line.wallOf(last.row.endMs)
    if (lastWallMs === null || lastWallMs < beganWallMs - missingMs) return
    footage.claim(previous.line, previous.writer, previous.line.ring.from(last.row.endMs - (lastWallMs - (beganWallMs - missingMs))))
  }

  const tell = (): Promise<void> => {
    toldAtMs = clock.monotonic()
    return args.onChange()
  }
  const changed = (): void => {
    if (trigger && verdict === null && footage.isStored(home, trigger.index)) {
      triggerSeconds = footage.secondsAt(home, trigger.ptsMs)
      // Known to whoever hears of the event, also after a crash: first the footage, then where the frame is in it, then the word.
      void tell().then(() => onDisk.resolve())
      verdict = args.verify({ claim, epoch: home.epoch, fromIndex: trigger.keyIndex, toIndex: trigger.index + 1, ptsMs: trigger.ptsMs, toleranceMs })
      void verdict.then((said) => {
        found = said
        if (phase !== 'closed') void tell()
      })
    } else if (found !== null && phase === 'recording' && clock.monotonic() - toldAtMs >= TELL_EVERY_MS) void tell()
    closeWhenStored()
  }
  const close = (): void => {
    cancelDeadline()
    if (phase === 'closed') return
    phase = 'closing'
    closeWhenStored()
  }
  const finish = (reason: string | null): void => {
    problem ??= reason
    if (phase === 'waiting' && problem === null) problem = 'The camera delivered nothing that could be recorded.'
    close()
  }
  const closeWhenStored = (): void => {
    if (phase !== 'closing' || footage.outstanding > 0) return
    phase = 'closed'
    void conclude()
  }
  const conclude = async (): Promise<void> => {
    onDisk.resolve()
    const said = await (verdict ?? { ok: false as const, reason: trigger ? 'The trigger frame could not be stored.' : NO_TRIGGER })
    settle({ ...footage.summary(), triggerSeconds, verified: said.ok, reason: problem ?? (said.ok ? null : said.reason) })
  }
  const wait = (ms: number): void => {
    cancelDeadline()
    cancelDeadline = clock.after(ms, () => finish(null))
  }

  begin()
  return {
    limitMs: window.limitMs,
    onRows(recorded, rows) {
      if (phase === 'waiting' && recorded.line === home) return begin()
      if (phase === 'away' && recorded.line !== current.line && recorded.line.init) {
        const comesBack = current.line.init !== null && sameStream(current.line.init.bytes, recorded.line.init.bytes)
        if (!comesBack) return finish(null)
        current = recorded
        phase = 'recording'
      }
      if (phase === 'recording' && recorded.line === current.line) take(recorded, rows)
    },
    onResult() {
      if (phase === 'waiting') begin()
    },
    onStored(line, rows) {
      footage.stored(line, rows)
      changed()
    },
    onLost(line, rows, reason) {
      if (footage.lost(line, rows)) finish(reason)
    },
    onLineEnded(line) {
      if (line !== current.line) return
      if (phase === 'waiting') begin()
      if (phase === 'waiting') return finish(null)
      if (phase !== 'recording') return
      phase = 'away'
      // Its event ends with the epoch; until that is said, as long as the post-roll could be.
      wait(untilStopMs())
    },
    eventEnded(endMs) {
      ended = true
      stopMs = clipStop(window, endMs, events)
      if (phase === 'away') return wait(untilStopMs())
      const reached = current.line.ring.rows.at(-1)
      if (phase === 'recording' && reached && !isWanted(current, reached)) return close()
      current.line.hurry()
      // A stream that stands still brings no row that would end the clip.
      wait(events.postSeconds * 1_000 + STALLED_AFTER_MS)
    },
    finish,
    summary: () => footage.summary(),
    get triggerSeconds() { return triggerSeconds },
    triggerStored: onDisk.promise,
    get verified() { return found?.ok ?? false },
    done,
  }
}
