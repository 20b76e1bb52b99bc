import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import { parseFrameId } from '../../../common/ids.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { privacyMarker } from './clip-privacy.ts'
import { createEpochLine, type EpochLine, type EpochTie } from './epoch-line.ts'
import { createEventBook } from './event-book.ts'
import type { Fragment } from './mp4/fragment.ts'
import type { InitSegment } from './mp4/init-segment.ts'
import { createPictureShelf, type TrackPicture } from './picture-shelf.ts'
import { startRecording, type Recording } from './recording.ts'
import type { ClipVerifier } from './verify-clip.ts'

type RecordedCamera = Pick<CameraConfig, 'events' | 'record'>

/** Keeps the last seconds of every camera's compressed stream and makes clips of events. Also the one writer of events under way. */
export interface ClipService {
  /** How much pre-roll to keep. Cameras that record nothing keep none. */
  setCamera(cameraId: string, camera: RecordedCamera & Pick<CameraConfig, 'privacy'>): void
  removeCamera(cameraId: string): void
  epochStarted(args: { cameraId: string; epoch: number; tie: EpochTie; burnedIn?: boolean }): void
  onInit(cameraId: string, epoch: number, init: InitSegment): void
  onFragment(cameraId: string, epoch: number, fragment: Fragment): void
  /** Before the event machine sees it, so that an event it starts finds its trigger frame here. */
  onResult(result: FrameResult): void
  epochEnded(cameraId: string, epoch: number): void
  open(event: Event, camera: RecordedCamera): void
  update(event: Event): void
  end(event: Event): void
  picture(picture: TrackPicture): void
  /** Ends a clip under way and deletes the event with all its media; false when there was none. */
  remove(eventId: string): Promise<boolean>
  /** Events the store must not take for left open when it restarts. */
  openEventIds(): string[]
  /** Finishes every clip with what there is; resolves when all is stored, or after `withinMs` (2.5 s). */
  stop(withinMs?: number): Promise<void>
}

/** Beyond the pre-roll: the time from an object's first moment to its confirmation. */
const CONFIRM_MARGIN_MS = 6_000
const MAX_RING_BYTES = 48 * 1024 * 1024
const DEFAULT_PRE_SECONDS = 5

export function createClipService({ store, clock, logger, verify, onEvent }: {
  store: Pick<Store, 'putEvent' | 'closeClip' | 'putSnapshot' | 'openClip' | 'appendFragments' | 'deleteEvent'>
  clock: Clock
  logger: Logger
  verify: ClipVerifier
  /** Every event as it starts, changes and ends, its clip's and snapshot's changes included; after it was stored. */
  onEvent: (event: Event) => void
}): ClipService {
  const book = createEventBook({ store, clock, logger, onEvent })
  const shelf = createPictureShelf()
  const spans = new Map<string, number>()
  const masks = new Map<string, CameraConfig['privacy']>()
  /** The newest epochs of each camera, newest last: one runs, and the one before it may still be drained by the analysis. */
  const lines = new Map<string, EpochLine[]>()
  const recordings = new Map<string, Recording>()

  const spanOf = (cameraId: string): number => spans.get(cameraId) ?? DEFAULT_PRE_SECONDS * 1_000 + CONFIRM_MARGIN_MS
  const lineOf = (cameraId: string, epoch: number): EpochLine => {
    const known = lines.get(cameraId) ?? []
    const found = known.find((line) => line.epoch === epoch)
    if (found) return found
    const line = createEpochLine({ epoch, spanMs: spanOf(cameraId), maxBytes: MAX_RING_BYTES })
    lines.set(cameraId, [...known, line].slice(-2))
    return line
  }
  const on = function* (line: EpochLine): Generator<Recording> {
    for (const recording of recordings.values()) if (recording.line === line) yield recording
  }

  const record = (event: Event, { camera, line, mark }: { camera: RecordedCamera; line: EpochLine; mark: (clip: Event['clip']) => Event['clip'] }): void => {
    const { sequence } = parseFrameId(event.frameId)
    const startedMs = line.history.ptsAtWall(Date.parse(event.startedAt))
    const triggerMs = line.history.ptsOf(sequence) ?? startedMs
    if (triggerMs === null) {
      book.closeClip(event.id, mark({ ...event.clip, state: 'failed', reason: 'The frame that triggered the event is not known to the recorder.' }), null)
      return
    }
    const recording = startRecording({
      eventId: event.id, day: event.startedAt.slice(0, 10), line, startMs: startedMs ?? triggerMs, triggerMs, events: camera.events, store, clock, verify,
      onVerified: (clip) => book.setClip(event.id, mark(clip)),
      onFinished(clip, init) {
        recordings.delete(event.id)
        book.closeClip(event.id, mark(clip), init)
        if (clip.state !== 'saved') logger.warn({ eventId: event.id, cameraId: event.camera, reason: clip.reason }, `clip is ${clip.state}`)
      },
    })
    recordings.set(event.id, recording)
    if (line.ended) recording.finish(null)
  }

  return {
    setCamera(cameraId, camera) {
      const span = camera.record.mode === 'off' ? 0 : camera.events.preSeconds * 1_000 + CONFIRM_MARGIN_MS
      spans.set(cameraId, span)
      for (const line of lines.get(cameraId) ?? []) line.ring.setSpan(span)
      // Pictures that wait for their event were taken before the new masks were there.
      if (JSON.stringify(masks.get(cameraId) ?? []) !== JSON.stringify(camera.privacy)) shelf.forget(cameraId)
      masks.set(cameraId, camera.privacy)
    },
    removeCamera(cameraId) {
      for (const line of lines.get(cameraId) ?? []) this.epochEnded(cameraId, line.epoch)
      lines.delete(cameraId)
      spans.delete(cameraId)
      masks.delete(cameraId)
    },
    epochStarted({ cameraId, epoch, tie, burnedIn = false }) {
      const line = lineOf(cameraId, epoch)
      line.tie = tie
      line.burnedIn = burnedIn
    },
    onInit(cameraId, epoch, init) { lineOf(cameraId, epoch).init = init },
    onFragment(cameraId, epoch, fragment) {
      const line = lineOf(cameraId, epoch)
      line.push(fragment)
      for (const recording of on(line)) recording.onFragment(fragment)
    },
    onResult(result) {
      const line = lineOf(result.cameraId, result.epoch)
      line.history.add(result)
      // As far back as a clip could begin: the ring's own start, which a long group of pictures puts before the span.
      let neededMs = Math.min(result.ptsMs - spanOf(result.cameraId), (line.ring.oldestMs ?? Infinity) + (line.offsetMs() ?? 0))
      for (const recording of on(line)) {
        recording.onResult()
        neededMs = Math.min(neededMs, recording.needsFromMs)
      }
      line.history.forgetBefore(neededMs)
    },
    epochEnded(cameraId, epoch) {
      const line = lineOf(cameraId, epoch)
      line.ended = true
      for (const recording of on(line)) recording.finish(null)
    },
    open(event, camera) {
      const recorded = camera.record.mode !== 'off'
      const { epoch } = parseFrameId(event.frameId)
      const line = lineOf(event.camera, epoch)
      const mark = privacyMarker(line, () => masks.get(event.camera) ?? [])
      book.open({ ...event, clip: recorded ? mark({ ...event.clip, state: 'recording' }) : { ...event.clip, state: 'none' } })
      const jpeg = shelf.take({ cameraId: event.camera, epoch, trackId: event.trackId })
      if (jpeg) book.putSnapshot(event.id, jpeg)
      if (recorded) record(event, { camera, line, mark })
    },
    update: (event) => book.update(event),
    end(event) {
      const recording = recordings.get(event.id)
      book.update(event)
      const endMs = event.endedAt === null ? null : recording?.line.history.ptsAtWall(Date.parse(event.endedAt))
      recording?.eventEnded(endMs ?? recording.line.history.lastPtsMs ?? 0)
    },
    picture(picture) {
      const event = book.find(({ camera, trackId, frameId }) => camera === picture.cameraId && trackId === picture.trackId && parseFrameId(frameId).epoch === picture.epoch)
      if (event) book.putSnapshot(event.id, picture.jpeg)
      else shelf.put(picture)
    },
    async remove(eventId) {
      book.forget(eventId)
      const recording = recordings.get(eventId)
      recording?.finish('The event was deleted.')
      await recording?.done
      return store.deleteEvent(eventId)
    },
    openEventIds: () => book.ids(),
    async stop(withinMs = 2_500) {
      const open = [...recordings.values()]
      for (const recording of open) {
        recording.line.ended = true
        recording.finish(null)
      }
      const written = Promise.all(open.map((recording) => recording.done)).then(() => book.settled())
      // What takes longer (a store that hangs) is repaired at the next start: everything acknowledged is already safe.
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const cancel = clock.after(withinMs, resolve)
      await Promise.race([written, late])
      cancel()
    },
  }
}
