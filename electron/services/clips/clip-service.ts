import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import { parseFrameId } from '../../../common/ids.ts'
import type { Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { createCameraLines, type CameraLines, type RecordedCamera } from './camera-lines.ts'
import { privacyMarker } from './clip-privacy.ts'
import type { AudioTie, EpochLine, EpochTie } from './epoch-line.ts'
import { createEventBook } from './event-book.ts'
import { startEventClip, type EventClip } from './event-clip.ts'
import type { Fragment } from './mp4/fragment.ts'
import type { InitSegment } from './mp4/init-segment.ts'
import { createPictureShelf, type TrackPicture } from './picture-shelf.ts'
import type { RecordingGate } from './recording-gate.ts'
import type { ClipVerifier } from './verify-clip.ts'

/** Keeps the last moments of every camera's compressed stream, records what is to be kept, and makes clips of events. Also the one writer of events under way. */
export interface ClipService {
  setCamera(cameraId: string, camera: RecordedCamera): void
  removeCamera(cameraId: string): void
  /** How far back cameras can be looked at from memory, in all. */
  setRewind(rewind: { readonly seconds: number; readonly maxMb: number }): void
  epochStarted(args: { cameraId: string; epoch: number; tie: EpochTie; burnedIn?: boolean }): void
  /** What is known of the sound comes after the picture's tie. */
  audioTied(cameraId: string, epoch: number, tie: AudioTie): void
  onInit(cameraId: string, epoch: number, init: InitSegment): void
  onFragment(cameraId: string, epoch: number, fragment: Fragment): void
  /** Before the event machine sees it, so that an event it starts finds its trigger frame here. */
  onResult(result: FrameResult): void
  epochEnded(cameraId: string, epoch: number): void
  open(event: Event, camera: Omit<RecordedCamera, 'privacy'>): void
  update(event: Event): void
  end(event: Event): void
  picture(picture: TrackPicture): void
  /** Ends a clip under way and deletes the event with all that only it shows; false when there was none. */
  remove(eventId: string): Promise<boolean>
  /** Events the store must not take for left open when it restarts. */
  openEventIds(): string[]
  /** The camera's newest epochs, oldest first, for reading what is in memory. */
  lines(cameraId: string): readonly EpochLine[]
  /** Finishes every clip with what there is; resolves when all is stored, or after `withinMs` (2.5 s). */
  stop(withinMs?: number): Promise<void>
}

export function createClipService({ store, clock, logger, verify, gate, onEvent }: {
  store: Pick<Store, 'putEvent' | 'putSnapshot' | 'openStream' | 'appendRows' | 'claimRows' | 'deleteEvent'>
  clock: Clock
  logger: Logger
  verify: ClipVerifier
  gate: RecordingGate
  /** Every event as it starts, changes and ends, its clip's and snapshot's changes included; after it was stored. */
  onEvent: (event: Event) => void
}): ClipService {
  const book = createEventBook({ store, clock, logger, onEvent })
  const shelf = createPictureShelf()
  const masks = new Map<string, CameraConfig['privacy']>()
  const clips = new Map<string, EventClip>()
  const cameras = new Map<string, CameraLines>()
  let rewind = { seconds: 0, maxMb: 0 }

  const of = function* (cameraId: string): Generator<EventClip> {
    for (const clip of clips.values()) if (clip.cameraId === cameraId) yield clip
  }
  const camera = (cameraId: string): CameraLines => {
    const known = cameras.get(cameraId)
    if (known) return known
    const lines = createCameraLines({
      cameraId, store, clock, logger, gate,
      onRows: (recorded, rows) => { for (const clip of of(cameraId)) clip.onRows(recorded, rows) },
      onStored: (line, rows) => { for (const clip of of(cameraId)) clip.onStored(line, rows) },
      onLost: (line, rows, reason) => { for (const clip of of(cameraId)) clip.onLost(line, rows, reason) },
    })
    cameras.set(cameraId, lines)
    return lines
  }
  const shareRewind = (): void => {
    const bytes = (rewind.maxMb * 1e6) / Math.max(1, cameras.size)
    for (const lines of cameras.values()) lines.setRewind({ ms: rewind.seconds * 1_000, bytes })
  }

  /** Resolves when the trigger frame is on disk, or will not come to be. */
  const record = (event: Event, given: Omit<RecordedCamera, 'privacy'>, mark: (clip: Event['clip']) => Event['clip']): Promise<void> => {
    const { epoch, sequence } = parseFrameId(event.frameId)
    const lines = camera(event.camera)
    const recorded = lines.at(epoch)
    const { history } = recorded.line
    const startedMs = history.ptsAtWall(Date.parse(event.startedAt))
    const triggerMs = history.ptsOf(sequence) ?? startedMs
    const fail = (reason: string): Promise<void> => book.setClip(event.id, mark({ ...event.clip, state: 'failed', reason }))
    if (triggerMs === null) return fail('The frame that triggered the event is not known to the recorder.')
    const clip = startEventClip({
      event, recorded, previous: lines.before(epoch), startMs: startedMs ?? triggerMs, triggerMs, events: given.events, store, clock, verify, canRecord: () => gate.mayTry(),
      onClip(next) {
        if (next.state !== 'saved' && next.state !== 'recording') logger.warn({ eventId: event.id, camera: event.camera, reason: next.reason }, `clip is ${next.state}`)
        return book.setClip(event.id, mark(next))
      },
    })
    clips.set(event.id, clip)
    void clip.done.then(() => clips.delete(event.id))
    // A camera that delivers nothing to record is not waited for.
    return recorded.line.init === null ? Promise.resolve() : clip.triggerStored
  }

  return {
    setCamera(cameraId, given) {
      camera(cameraId).setCamera(given)
      shareRewind()
      // Pictures that wait for their event were taken before the new masks were there.
      if (JSON.stringify(masks.get(cameraId) ?? []) !== JSON.stringify(given.privacy)) shelf.forget(cameraId)
      masks.set(cameraId, given.privacy)
    },
    removeCamera(cameraId) {
      for (const line of cameras.get(cameraId)?.lines ?? []) this.epochEnded(cameraId, line.epoch)
      cameras.delete(cameraId)
      masks.delete(cameraId)
      shareRewind()
    },
    setRewind(next) {
      rewind = next
      shareRewind()
    },
    epochStarted({ cameraId, epoch, tie, burnedIn = false }) {
      const { line } = camera(cameraId).at(epoch)
      line.tie = tie
      line.burnedIn = burnedIn
    },
    audioTied(cameraId, epoch, tie) { camera(cameraId).at(epoch).line.audioTie = tie },
    onInit(cameraId, epoch, init) { camera(cameraId).at(epoch).line.init = init },
    onFragment: (cameraId, epoch, fragment) => camera(cameraId).onFragment(epoch, fragment),
    onResult(result) {
      camera(result.cameraId).onResult(result)
      for (const clip of of(result.cameraId)) clip.onResult(result)
    },
    epochEnded(cameraId, epoch) {
      const lines = camera(cameraId)
      const { line } = lines.at(epoch)
      if (line.ended) return
      lines.end(epoch)
      for (const clip of of(cameraId)) clip.onLineEnded(line)
    },
    open(event, given) {
      const recorded = given.record.mode !== 'off'
      const { epoch } = parseFrameId(event.frameId)
      const mark = privacyMarker(camera(event.camera).at(epoch).line, () => masks.get(event.camera) ?? [])
      const onDisk = Promise.withResolvers<void>()
      book.open({ ...event, clip: recorded ? mark({ ...event.clip, state: 'recording' }) : { ...event.clip, state: 'none' } }, onDisk.promise)
      const picture = shelf.take({ cameraId: event.camera, epoch, trackId: event.trackId })
      if (picture) book.putSnapshot(event.id, picture)
      if (recorded) void record(event, given, mark).then(onDisk.resolve)
      else onDisk.resolve()
    },
    update: (event) => book.update(event),
    end(event) {
      book.update(event)
      const { history } = camera(event.camera).at(parseFrameId(event.frameId).epoch).line
      const endMs = event.endedAt === null ? null : history.ptsAtWall(Date.parse(event.endedAt))
      clips.get(event.id)?.eventEnded(endMs ?? history.lastPtsMs ?? 0)
    },
    picture(picture) {
      const event = book.find(({ camera: id, trackId, frameId }) => id === picture.cameraId && trackId === picture.trackId && parseFrameId(frameId).epoch === picture.epoch)
      const { history } = camera(picture.cameraId).at(picture.epoch).line
      const pictured = { jpeg: picture.jpeg, box: history.foundIn(picture.sequence, picture.trackId) }
      if (event) book.putSnapshot(event.id, pictured)
      else shelf.put(picture, pictured)
    },
    async remove(eventId) {
      book.forget(eventId)
      const clip = clips.get(eventId)
      clip?.finish('The event was deleted.')
      await clip?.done
      clips.delete(eventId)
      return store.deleteEvent(eventId)
    },
    openEventIds: () => book.ids(),
    lines: (cameraId) => cameras.get(cameraId)?.lines ?? [],
    async stop(withinMs = 2_500) {
      const open = [...clips.values()]
      for (const [cameraId, { lines }] of cameras) for (const line of lines) this.epochEnded(cameraId, line.epoch)
      for (const clip of open) clip.finish(null)
      const written = Promise.all([...open.map(({ done }) => done), ...[...cameras.values()].map((lines) => lines.settled())]).then(() => book.settled())
      // What takes longer (a store that hangs) is repaired at the next start: everything acknowledged is already safe.
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const cancel = clock.after(withinMs, resolve)
      await Promise.race([written, late])
      cancel()
    },
  }
}
