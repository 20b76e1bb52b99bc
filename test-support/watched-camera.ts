import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CameraConfig } from '../common/contracts/camera-config.ts'
import type { Event } from '../common/contracts/event.ts'
import type { FrameResult } from '../common/frame-result.ts'
import type { Store } from '../common/wire/store-messages.ts'
import type { Clock } from '../electron/ports/clock.ts'
import { createClipService } from '../electron/services/clips/clip-service.ts'
import { createFootageDesk } from '../electron/services/clips/footage-desk.ts'
import type { Fragment } from '../electron/services/clips/mp4/fragment.ts'
import { createFragmentSplitter } from '../electron/services/clips/mp4/fragment-splitter.ts'
import type { InitSegment } from '../electron/services/clips/mp4/init-segment.ts'
import { createRecordingGate } from '../electron/services/clips/recording-gate.ts'
import { createClipVerifier } from '../electron/services/clips/verify-clip.ts'
import { aResult, aTrack, silentLogger, T0 } from './events.ts'
import { decodedFrames, FFMPEG, firstDtsMs, fragmentedCopy, makeVideo, type DecodedFrame } from './ffmpeg-clips.ts'

/** What a camera would deliver, ready to be fed: its compressed stream, and every decoded frame with its time. */
export interface Footage {
  readonly path: string
  readonly init: InitSegment
  readonly fragments: readonly Fragment[]
  readonly frames: readonly DecodedFrame[]
  readonly offsetMs: number
}

export async function makeFootage({ path, ...video }: { path: string; bFrames: number; seconds: number; openGop?: boolean }): Promise<Footage> {
  await makeVideo({ path, ...video })
  const inits: InitSegment[] = []
  const fragments: Fragment[] = []
  createFragmentSplitter({ onInit: (init) => inits.push(init), onFragment: (fragment) => fragments.push(fragment) }).push(fragmentedCopy(path))
  const [init] = inits
  if (!init) throw new Error(`${path}: no init segment in ffmpeg's stream`)
  return { path, init, fragments, frames: decodedFrames(path), offsetMs: firstDtsMs(path) }
}

export const watchedCamera = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:pattern' }], events: { preSeconds: 3, postSeconds: 2, maxSeconds: 120 } })

/** Feeds footage through a clip service as a running camera does; the box's x tells the frame's number in the source. */
export function watchCamera({ source, store, clock, everyNth = 1, tie = 'known' }: { source: Footage; store: Store; clock: Clock; everyNth?: number; tie?: 'known' | 'unknown' }) {
  const told: Event[] = []
  const gate = createRecordingGate({ clock, onChange: () => {} })
  const clips = createClipService({ store, clock, logger: silentLogger, gate, verify: createClipVerifier({ store, ffmpegPath: FFMPEG }), onEvent: (event) => told.push(event) })
  clips.setCamera('gate', watchedCamera)
  const begin = (epoch: number, init = source.init): void => {
    clips.epochStarted({ cameraId: 'gate', epoch, tie: { offsetMs: tie === 'known' ? source.offsetMs : null } })
    clips.onInit('gate', epoch, init)
  }
  begin(1)
  const turns = async (): Promise<void> => { for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => { setImmediate(resolve) }) }
  const desk = createFootageDesk({ store, clock, lines: (id) => clips.lines(id) })
  return {
    clips,
    desk,
    gate,
    told,
    last: (): Event | undefined => told.at(-1),
    /** The camera's ffmpeg was started again. */
    begin,
    /** Frames from..to of the source: first the compressed stream, then the analysis. `laterMs`: the wall clock beyond the source's own time. */
    async feed(from: number, to: number, { epoch = 1, laterMs = 0, result = {} }: { epoch?: number; laterMs?: number; result?: Partial<FrameResult> } = {}): Promise<void> {
      for (let index = from; index < to; index += 1) {
        const fragment = source.fragments[index]
        const frame = source.frames[index]
        if (!fragment || !frame) throw new RangeError(`the footage has no frame ${index}`)
        clips.onFragment('gate', epoch, fragment)
        const ptsMs = Math.round(frame.ptsMs)
        if (index % everyNth === 0) clips.onResult(aResult({ epoch, sequence: index / everyNth, ptsMs, capturedAtMs: T0 + ptsMs + laterMs, tracks: [aTrack({ box: [index / 1_000, 0.1, 0.1, 0.1] })], ...result }))
        await turns()
      }
    },
    async save(eventId: string, path: string, part = 1): Promise<string> {
      const file = await desk.clip(eventId, part)
      if (!file) throw new Error(`event ${eventId} has no clip`)
      await pipeline(Readable.from(file.read(0, file.size)), createWriteStream(path))
      return path
    },
  }
}
