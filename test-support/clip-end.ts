import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import type { RunningEngine } from './engine.ts'
import { decodedFrames } from './ffmpeg-clips.ts'

export interface ClipEnd {
  readonly frames: number
  /** Wall clock of the last frame. */
  readonly lastFrameAtMs: number
}

/** Fetches an event's clip and decodes it to its last frame; throws when that gives an error. */
export async function clipEnd(engine: RunningEngine, event: Event, folder: string): Promise<ClipEnd> {
  const path = join(folder, `${event.id}.mp4`)
  writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
  const frames = decodedFrames(path, ['-xerror', '-copyts'])
  const { frames: boxes, startedAt } = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
  const shown = boxes.some((frame) => frame.boxes.some(([trackId]) => trackId === event.trackId))
  const last = frames.at(-1)
  if (!shown || !last) throw new Error(`the clip of ${event.id} (${event.camera}) holds ${frames.length} frames, and its object in ${shown ? 'some' : 'none'} of them`)
  return { frames: frames.length, lastFrameAtMs: Date.parse(startedAt ?? '') + last.ptsMs }
}
