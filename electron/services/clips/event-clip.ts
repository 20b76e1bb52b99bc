import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import { startClipPart, type ClipPart, type PartOutcome, type RecordedLine } from './clip-part.ts'
import { clipWindow, furtherWindow, type ClipWindow } from './clip-window.ts'
import type { EpochLine } from './epoch-line.ts'
import type { PartSummary } from './part-footage.ts'
import type { HeldRow } from './row-ring.ts'
import type { ClipVerifier } from './verify-clip.ts'

type Clip = Event['clip']

/** The clip of an event: one part, or several where the event outlasts `maxSeconds`. */
export interface EventClip {
  readonly cameraId: string
  onRows(recorded: RecordedLine, rows: readonly HeldRow[]): void
  onResult(result: FrameResult): void
  onStored(line: EpochLine, rows: readonly HeldRow[]): void
  onLost(line: EpochLine, rows: readonly HeldRow[], reason: string): void
  onLineEnded(line: EpochLine): void
  /** On the source's timeline of the event's epoch. */
  eventEnded(endMs: number): void
  finish(reason: string | null): void
  readonly triggerStored: Promise<void>
  readonly done: Promise<void>
}

export interface EventClipArgs {
  readonly event: Event
  readonly recorded: RecordedLine
  readonly previous: RecordedLine | null
  /** The object's first moment and the trigger frame, milliseconds on the source's timeline. */
  readonly startMs: number
  readonly triggerMs: number
  readonly events: CameraConfig['events']
  readonly store: Pick<Store, 'claimRows'>
  readonly clock: Clock
  readonly verify: ClipVerifier
  readonly onClip: (clip: Clip) => Promise<void>
  /** False while nothing can be recorded at all: the disk is full. */
  readonly canRecord: () => boolean
}

/** An hour of two minutes each; what goes on longer is what continuous recording is for. */
const MAX_PARTS = 30
/** After a part that could not be stored to its end, while the event goes on. */
const TRY_AGAIN_MS = 5_000

const startOf = (part: PartSummary | undefined): { startedAt?: string } => (part?.startedAtMs == null ? {} : { startedAt: new Date(part.startedAtMs).toISOString() })

export function startEventClip(args: EventClipArgs): EventClip {
  const { event, recorded, events } = args
  const { line } = recorded
  const finished: PartOutcome[] = []
  const { promise: done, resolve: settle } = Promise.withResolvers<void>()
  let running = true
  let concluded = false
  /** Nothing more is wanted, whether or not the event goes on. */
  let over = false
  let endMs: number | null = null
  let moving = true
  let nextFromMs = 0
  let nextNotBeforeMs = -Infinity

  const clipNow = (state: Clip['state'], reason: string | null): Clip => {
    const parts = running ? [...finished, part.summary()] : finished
    const whole = parts.filter(({ rows }) => rows > 0)
    const triggerSeconds = (finished[0] ?? part).triggerSeconds
    return {
      state, verified: finished[0]?.verified ?? part.verified,
      seconds: Math.round(whole.reduce((sum, { seconds }) => sum + seconds, 0) * 1_000) / 1_000, bytes: whole.reduce((sum, { bytes }) => sum + bytes, 0),
      ...(line.init && { codec: line.init.codec }),
      ...(reason !== null && { reason }),
      ...(triggerSeconds !== null && { triggerSeconds }),
      ...((parts[0]?.gaps.length ?? 0) > 0 && { gaps: parts[0]?.gaps.map(([from, to]): [number, number] => [from, to]) }),
      ...startOf(whole[0]),
      ...(whole.length > 1 && { parts: whole.map((each) => ({ seconds: each.seconds, bytes: each.bytes, ...startOf(each) })) }),
    }
  }

  const begin = (window: ClipWindow): ClipPart => {
    running = true
    const next = startClipPart({
      ...args, window, claim: { eventId: event.id, part: finished.filter(({ rows }) => rows > 0).length + 1 }, previous: finished.length === 0 ? args.previous : null,
      onChange: () => args.onClip(clipNow('recording', null)),
    })
    if (endMs !== null) next.eventEnded(endMs)
    void next.done.then(closed)
    return next
  }
  /** The part is at its end: the event's, the camera's, or its own limit. */
  const closed = (outcome: PartOutcome): void => {
    running = false
    finished.push(outcome)
    // What could not be stored is gone: the next part begins with what is there by then.
    nextFromMs = outcome.reason === null ? part.limitMs : -Infinity
    if (over || endMs !== null || line.ended || finished.length >= MAX_PARTS) return conclude()
    if (outcome.reason !== null) nextNotBeforeMs = args.clock.monotonic() + TRY_AGAIN_MS
    void args.onClip(outcome.reason === null ? clipNow('recording', null) : clipNow(stateNow(), outcome.reason))
    goOn()
  }
  const goOn = (): void => {
    // Something that stands still is on record already: the next part begins when it moves again.
    const maybe = moving && !running && args.clock.monotonic() >= nextNotBeforeMs && args.canRecord()
    if (maybe) part = begin(furtherWindow(Math.max(nextFromMs, (line.history.lastPtsMs ?? 0) - events.preSeconds * 1_000), events))
  }
  const problemNow = (): string | null => finished.find(({ reason }) => reason !== null)?.reason ?? null
  const stateNow = (): Clip['state'] => (finished.every(({ rows }) => rows === 0) ? 'failed' : problemNow() === null ? 'saved' : 'partial')
  const conclude = (): void => {
    if (concluded) return
    concluded = true
    void args.onClip(clipNow(stateNow(), problemNow()))
    settle()
  }

  let part = begin(clipWindow({ startMs: args.startMs, triggerMs: args.triggerMs, events }))
  const { triggerStored } = part
  if (line.ended) part.onLineEnded(line)
  return {
    cameraId: line.cameraId,
    onRows: (of, rows) => { if (running) part.onRows(of, rows) },
    onResult(result) {
      if (running) part.onResult()
      if (result.epoch !== line.epoch) return
      const track = result.tracks.find(({ trackId }) => trackId === event.trackId)
      if (track) moving = !track.stationary
      if (!running && !concluded) goOn()
    },
    onStored: (of, rows) => { if (running) part.onStored(of, rows) },
    onLost: (of, rows, reason) => { if (running) part.onLost(of, rows, reason) },
    onLineEnded(of) {
      if (running) part.onLineEnded(of)
      else if (of === line) conclude()
    },
    eventEnded(at) {
      endMs = at
      if (running) part.eventEnded(at)
      else conclude()
    },
    finish(reason) {
      over = true
      if (running) part.finish(reason)
      else conclude()
    },
    triggerStored,
    done,
  }
}
