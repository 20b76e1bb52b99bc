import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import type { RunningEngine } from './engine.ts'
import { decodedFrames } from './ffmpeg-clips.ts'

export interface ClipEnd {
  readonly frames: number
  /** Wall clock of the last frame, never later than it was: the event began at the first of its hits, its box is shown from about there. */
  readonly lastFrameAtMs: number
}

/** Fetches an event's clip and decodes it to its last frame; throws when that gives an error. */
export async function clipEnd(engine: RunningEngine, event: Event, folder: string): Promise<ClipEnd> {
  const path = join(folder, `${event.id}.mp4`)
  writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
  const frames = decodedFrames(path, ['-xerror'])
  const { frames: boxes } = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
  const first = boxes.find((frame) => frame.boxes.some(([trackId]) => trackId === event.trackId))
  const last = frames.at(-1)
  if (!first || !last) throw new Error(`the clip of ${event.id} (${event.camera}) holds ${frames.length} frames, and its object in ${first ? 'some' : 'none'} of them`)
  return { frames: frames.length, lastFrameAtMs: Date.parse(event.startedAt) + last.ptsMs - first.pts * 1_000 }
}
