import type { FrameResult } from '../../../common/frame-result.ts'
import { ChunkWriter } from '../../../common/track-log/chunk-writer.ts'
import type { TrackChunk } from '../../../common/wire/store-messages.ts'

/** A chunk with frames in it is stored after so long; what a crash loses at most. */
const LONGEST_MS = 30_000
/** While nothing is in the picture, only "it was analysed" is noted, and seldom. */
const LONGEST_QUIET_MS = 600_000
/** A crowd: stored sooner. */
const LARGEST_BYTES = 256 * 1024

/** The part of one camera's track log that is still in memory. */
export interface OpenChunk {
  /** False when the frame does not belong to it any more: it must be closed, and a new one begun with the frame. */
  add(result: FrameResult): boolean
  close(args: { gone: boolean; lost: number }): TrackChunk
  /** Tracks that live on after its last frame. */
  readonly live: ReadonlySet<number>
}

/** `live`: tracks that live when it begins. */
export function beginChunk(first: FrameResult, live: ReadonlySet<number>): OpenChunk {
  const { cameraId: camera, epoch, capturedAtMs: fromMs } = first
  const alive = new Set(live)
  const beganWith = live.size
  let writer: ChunkWriter | null = null
  let toMs = fromMs

  return {
    live: alive,
    add(result) {
      const age = result.capturedAtMs - fromMs
      // A clock that was set back begins a new chunk as well: within one, time goes on.
      if (result.epoch !== epoch || result.capturedAtMs < toMs || age >= (writer ? LONGEST_MS : LONGEST_QUIET_MS) || (writer?.bytes ?? 0) >= LARGEST_BYTES) return false
      // Out of the picture is not gone: a track goes on living until it is said to have ended.
      const quiet = alive.size === 0 && result.tracks.length === 0 && result.endedTracks.length === 0
      if (!quiet && !writer && age >= LONGEST_MS) return false
      toMs = result.capturedAtMs
      if (quiet) return true
      writer ??= new ChunkWriter()
      writer.add(result)
      for (const { trackId } of result.tracks) alive.add(trackId)
      for (const id of result.endedTracks) alive.delete(id)
      return true
    },
    close({ gone, lost }) {
      return { camera, epoch, fromMs, toMs, frames: writer?.frames ?? 0, live: beganWith, gone, lost, bytes: writer?.take() ?? new Uint8Array() }
    },
  }
}
