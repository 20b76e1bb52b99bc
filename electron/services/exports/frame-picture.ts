import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { feedFfmpeg } from '../../ffmpeg/feed-ffmpeg.ts'
import type { ExportMaterial } from './export-material.ts'
import { overlayAss } from './overlay-ass.ts'

export interface FrameRequest {
  readonly material: ExportMaterial
  /** On the footage's timeline: the frame shown at that moment. */
  readonly atSeconds: number
  readonly boxes: boolean
}

const LIMIT_MS = 15_000
/** Times are rounded to six decimals, and frames to their stream's ticks. */
const SLACK_SECONDS = 0.002

/**
 * One frame of footage in its full size as JPEG, privacy masks burned in, boxes where they are wanted. Null when the footage has no frame there.
 * `folder` is for what ffmpeg has to be given as a file. Throws when the frame cannot be decoded.
 */
export async function framePicture({ material, atSeconds, boxes }: FrameRequest, { ffmpeg, folder }: { ffmpeg: string; folder: string }): Promise<Uint8Array | null> {
  const { footage, width, height, masks, tracks } = material
  const own = await mkdtemp(join(folder, 'frame-'))
  try {
    const drawn = boxes || masks.length > 0
    const { frames } = await tracks()
    if (drawn) await writeFile(join(own, 'overlay.ass'), overlayAss({ width, height, durationMs: footage.timeline.durationMs, tracks: boxes ? frames : null, startWallMs: null, masks }))
    // The last one that has begun: what a player shows at that moment.
    const shown = frames.findLast(({ pts }) => pts <= atSeconds + SLACK_SECONDS) ?? frames[0]
    if (!shown) return null
    const filters = [`select=gte(t\\,${(shown.pts - SLACK_SECONDS).toFixed(6)})`, ...(drawn ? ['ass=overlay.ass'] : [])]
    const args = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-copyts', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-an', '-vf', filters.join(','), '-frames:v', '1', '-fps_mode', 'passthrough',
      '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2pipe', 'pipe:1']
    const { child, ended, fed, complaint } = feedFfmpeg({ ffmpeg, args, input: footage.readFrom(shown.pts) }, { cwd: own, timeout: LIMIT_MS })
    const out: Uint8Array[] = []
    child.stdout.on('data', (chunk: Uint8Array) => out.push(chunk))
    const code = await ended
    await fed
    if (out.length === 0) throw new Error(`the frame could not be decoded: ${complaint(`ffmpeg ended with code ${code}`)}`)
    return new Uint8Array(Buffer.concat(out))
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}
