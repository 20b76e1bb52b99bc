import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const FFMPEG = process.env['VIGIL_FFMPEG'] ?? 'ffmpeg'
const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', '-y'] as const
const BIG = { maxBuffer: 256 * 1024 * 1024 } as const

/** A moving test picture, H.264; every frame differs from every other. */
export async function makeVideo({ path, bFrames, seconds, fps = 10, gop = 20, openGop = false }: { path: string; bFrames: number; seconds: number; fps?: number; gop?: number; openGop?: boolean }): Promise<void> {
  await run(FFMPEG, [...QUIET, '-f', 'lavfi', '-i', `testsrc=size=192x144:rate=${fps}:duration=${seconds}`, '-c:v', 'libx264', '-preset', 'veryfast',
    '-bf', String(bFrames), '-g', String(gop), '-keyint_min', String(gop), '-sc_threshold', '0', '-x264-params', `open-gop=${Number(openGop)}`, '-pix_fmt', 'yuv420p', path])
}

/** The bytes a camera's clip output delivers: the file's own stream, one fragment per frame. */
export function fragmentedCopy(path: string): Buffer {
  return execFileSync(FFMPEG, [...QUIET, '-i', path, '-map', '0:v', '-c', 'copy', '-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', 'pipe:1'], BIG)
}

/** First decoding time of the copied stream, as the capture service reads it from ffmpeg's framecrc output. */
export function firstDtsMs(path: string): number {
  const lines = execFileSync(FFMPEG, [...QUIET, '-i', path, '-map', '0:v', '-c', 'copy', '-frames:v', '1', '-f', 'framecrc', 'pipe:1'], { encoding: 'utf8' }).split('\n')
  const [, num, den] = /^#tb 0: (\d+)\/(\d+)/.exec(lines.find((line) => line.startsWith('#tb')) ?? '') ?? []
  const packet = lines.find((line) => line.startsWith('0,')) ?? ''
  return (Number(packet.split(',')[1]) * Number(num) * 1_000) / Number(den)
}

export interface DecodedFrame { readonly ptsMs: number; readonly md5: string }

/** Every decoded frame with its time and the fingerprint of its pixels. */
export function decodedFrames(path: string, options: readonly string[] = []): DecodedFrame[] {
  const text = execFileSync(FFMPEG, [...QUIET, ...options, '-i', path, '-map', '0:v', '-fps_mode', 'passthrough', '-enc_time_base', '-1', '-f', 'framemd5', 'pipe:1'], { ...BIG, encoding: 'utf8' })
  const [, num, den] = /^#tb 0: (\d+)\/(\d+)/m.exec(text) ?? []
  return text.split('\n').filter((line) => line.startsWith('0,')).map((line) => {
    const fields = line.split(',').map((field) => field.trim())
    return { ptsMs: (Number(fields[2]) * Number(num) * 1_000) / Number(den), md5: fields[5] ?? '' }
  })
}

export interface ProbedFrame { readonly pts: number; readonly keyframe: boolean }

/** What ffprobe prints: presentation times in seconds, in order, and the file's length. */
export function probe(path: string): { frames: ProbedFrame[]; seconds: number } {
  const text = execFileSync('ffprobe', ['-v', 'error', '-select_streams', 'v', '-show_frames', '-show_entries', 'frame=pts_time,key_frame:format=duration', '-of', 'json', path], { ...BIG, encoding: 'utf8' })
  const found = JSON.parse(text) as { frames: { pts_time: string; key_frame: number }[]; format: { duration?: string } }
  return { frames: found.frames.map((frame) => ({ pts: Number(frame.pts_time), keyframe: frame.key_frame === 1 })), seconds: Number(found.format.duration ?? 0) }
}

/** A stretch of a file as a file of its own, without encoding it anew: it begins at a keyframe. */
export function cutVideo({ from, fromSeconds, toSeconds, to }: { from: string; fromSeconds: number; toSeconds: number; to: string }): void {
  execFileSync(FFMPEG, [...QUIET, '-ss', String(fromSeconds), '-to', String(toSeconds), '-i', from, '-map', '0:v', '-c', 'copy', to])
}

/** A file with sound alone. Returns its path. */
export function makeSound(path: string): string {
  execFileSync(FFMPEG, ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'sine=duration=2', '-c:a', 'aac', path])
  return path
}
