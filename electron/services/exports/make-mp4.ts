import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
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
  const child = spawn(ffmpeg, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL', windowsHide: true })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const ms = progressMs(text)
    if (ms !== null) onProgress(Math.min(1, ms / footage.timeline.durationMs))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-4_000) })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // ffmpeg may stop reading early; its end says why.
  const fed = pipeline(Readable.from(footage.read(0, footage.size)), child.stdin).catch((error: unknown) => (error as { code?: string }).code === 'EPIPE' ? undefined : Promise.reject(error))
  const [code, feeding] = await Promise.allSettled([ended, fed])
  signal.throwIfAborted()
  if (code.status === 'rejected') throw code.reason
  if (code.value !== 0) throw new Error(`ffmpeg could not write the file: ${said.trim().split('\n').at(-1) || `it ended with code ${code.value}`}`)
  if (feeding.status === 'rejected') throw feeding.reason
  return target
}
