import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { feedFfmpeg } from '../../ffmpeg/feed-ffmpeg.ts'
import type { FootageFile } from '../clips/footage-file.ts'
import { mp4Args, progressMs } from './export-args.ts'

export interface Mp4Job {
  readonly ffmpeg: string
  readonly footage: FootageFile
  /** The overlay's text; null = nothing is burned in. */
  readonly overlay: string | null
  /** Everything is written here. */
  readonly folder: string
  /** Without its extension. */
  readonly name: string
  readonly signal: AbortSignal
  /** 0..1 */
  readonly onProgress: (share: number) => void
}

/** Writes `folder/name.mp4`; resolves with its path. Throws with ffmpeg's reason, or when it was cancelled. */
export async function makeMp4({ ffmpeg, footage, overlay, folder, name, signal, onProgress }: Mp4Job): Promise<string> {
  const target = join(folder, `${name}.mp4`)
  if (overlay !== null) await writeFile(join(folder, 'overlay.ass'), overlay)
  const args = mp4Args({ codec: footage.codec, overlay: overlay === null ? null : 'overlay.ass', target })
  const { child, ended, fed, complaint } = feedFfmpeg({ ffmpeg, args, input: footage.read(0, footage.size) }, { cwd: folder, signal })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const ms = progressMs(text)
    if (ms !== null) onProgress(Math.min(1, ms / footage.timeline.durationMs))
  })
  await Promise.allSettled([ended, fed])
  signal.throwIfAborted()
  const code = await ended
  if (code !== 0) throw new Error(`ffmpeg could not write the file: ${complaint(`it ended with code ${code}`)}`)
  const problem = await fed
  if (problem !== undefined) throw problem
  return target
}
