import type { FrameResult } from '../../../common/frame-result.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { Store, TrackChunk } from '../../../common/wire/store-messages.ts'
import type { Logger } from '../../ports/logger.ts'
import { beginChunk, type OpenChunk } from './open-chunk.ts'

export interface TrackLog {
  onResult(result: FrameResult): void
  /** The camera's epoch ended, or the analysis died. */
  cameraGone(cameraId: string): void
  /** Resolves when all that is known of the camera by now is stored, or lost. */
  flush(cameraId: string): Promise<void>
  /** Hands over what is in memory; the store's own stop waits for it. */
  stop(): void
}

/** Chunks the store has not answered yet, over all cameras. More wait for nobody: they are lost, and said so. */
const MAX_UNANSWERED = 64

interface LoggedCamera {
  open: OpenChunk | null
  /** Tracks that live, from chunk to chunk. */
  live: ReadonlySet<number>
  /** Chunks lost since the last one that was handed over. */
  lost: number
}

/** Keeps what every camera's tracks did, in chunks, for a replay of other rules. Never waits for the store and never grows beyond its bound. */
export function createTrackLog({ store, logger }: { store: Pick<Store, 'putTrackChunk'>; logger: Logger }): TrackLog {
  const cameras = new Map<string, LoggedCamera>()
  const unanswered = new Set<Promise<void>>()
  let losing = false

  function lose(camera: LoggedCamera, chunk: TrackChunk, reason: string): void {
    camera.lost += 1 + chunk.lost
    // Once per outage: the store itself says what is wrong with it.
    if (!losing) logger.warn({ camera: chunk.camera, reason }, 'what was tracked cannot be stored just now: a later replay of the rules will have a gap here')
    losing = true
  }

  async function put(camera: LoggedCamera, chunk: TrackChunk): Promise<void> {
    try {
      await store.putTrackChunk(chunk)
      if (losing) logger.info({ camera: chunk.camera }, 'what is tracked is stored again')
      losing = false
    } catch (error) {
      lose(camera, chunk, messageOf(error))
    }
  }

  function close(camera: LoggedCamera | undefined, gone: boolean): void {
    if (!camera?.open) return
    const chunk = camera.open.close({ gone, lost: camera.lost })
    camera.live = gone ? new Set() : camera.open.live
    camera.open = null
    camera.lost = 0
    if (unanswered.size >= MAX_UNANSWERED) return lose(camera, chunk, `the store has ${unanswered.size} chunks to answer`)
    const putting: Promise<void> = put(camera, chunk).finally(() => unanswered.delete(putting))
    unanswered.add(putting)
  }

  return {
    onResult(result) {
      const camera = cameras.get(result.cameraId) ?? { open: null, live: new Set(), lost: 0 }
      cameras.set(result.cameraId, camera)
      if (camera.open?.add(result)) return
      close(camera, false)
      camera.open = beginChunk(result, camera.live)
      camera.open.add(result)
    },
    cameraGone: (cameraId) => close(cameras.get(cameraId), true),
    async flush(cameraId) {
      close(cameras.get(cameraId), false)
      await Promise.all(unanswered)
    },
    stop() {
      for (const camera of cameras.values()) close(camera, true)
    },
  }
}
