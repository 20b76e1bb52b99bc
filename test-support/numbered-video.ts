import { spawnSync } from 'node:child_process'
import { frameNumberFilter, readFrameNumber } from '../electron/services/capture/test-pattern.ts'
import { FFMPEG } from './ffmpeg-clips.ts'

export interface NumberedVideo {
  readonly path: string
  readonly seconds: number
  readonly fps?: number
  readonly bFrames?: number
  /** The block comes and goes: it is there for the last `frames` of every `everyFrames`. Without this it stays. */
  readonly visits?: { readonly everyFrames: number; readonly frames: number }
  /** Where the block's left edge is in frame `n`, an expression of ffmpeg's in pixels of a picture 640 wide. */
  readonly left?: string
  /** Something other than H.264. */
  readonly codec?: readonly string[]
}

/** Its side in pixels. */
export const BLOCK = 60
/** The picture is empty first, so that the motion detector knows it without the block. */
export const BLOCK_FROM = 30
const BLOCK_TOP = 216
/** Back and forth, 4 pixels a frame, over a picture 640 wide. */
const blockLeft = (n: string): string => `abs(mod(${n}*4\\,1160)-580)`

/** Where the block is in frame `number`: left, right as fractions of the width. */
export function blockSpan(number: number): { left: number; right: number } {
  const left = Math.abs(((number * 4) % 1160) - 580)
  return { left: left / 640, right: (left + BLOCK) / 640 }
}

/** A file, H.264 unless told otherwise, whose every frame shows its own number; a white block wanders below the strip, so that there is something to track. */
export function makeNumberedVideo({ path, seconds, fps = 10, bFrames = 0, left = blockLeft('n'), codec, visits }: NumberedVideo): void {
  const there = visits ? `*gte(mod(n\\,${visits.everyFrames})\\,${visits.everyFrames - visits.frames})` : ''
  const run = spawnSync(FFMPEG, ['-hide_banner', '-loglevel', 'error', '-y', '-filter_complex',
    `color=0x606060:size=640x360:rate=${fps}[back];color=white:size=${BLOCK}x${BLOCK}:rate=${fps}[block];[back][block]overlay=x='${left}':y=${BLOCK_TOP}:enable='gte(n\\,${BLOCK_FROM})${there}',${frameNumberFilter()}`,
    '-t', String(seconds), ...(codec ?? ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-bf', String(bFrames), '-g', String(fps * 2), '-crf', '20']), path], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`ffmpeg could not make the numbered video: ${run.stderr}`)
}

/** The number a decoded grey picture shows. */
export const numberInGray = (gray: Uint8Array, width: number, height: number): number => readFrameNumber((x, y) => gray[y * width + x] ?? 0, width, height)

/** The luma of every frame of a clip, at that size. */
export function grayFrames(path: string, { width, height }: { readonly width: number; readonly height: number }): Uint8Array[] {
  const { status, stdout, stderr } = spawnSync(FFMPEG, ['-hide_banner', '-loglevel', 'error', '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough', '-vf', `scale=${width}:${height}:flags=area,format=gray`, '-f', 'rawvideo', 'pipe:1'], { maxBuffer: 1 << 30 })
  if (status !== 0) throw new Error(stderr.toString())
  const size = width * height
  return Array.from({ length: stdout.length / size }, (_, index) => stdout.subarray(index * size, (index + 1) * size))
}

/** Every frame of a clip: its presentation time in seconds, as ffprobe prints it, and the number it shows. */
export function numbersInClip(path: string): { pts: number; number: number }[] {
  const size = { width: 640, height: 360 }
  const frames = grayFrames(path, size)
  const probe = spawnSync(FFMPEG.replace(/ffmpeg([^/\\]*)$/, 'ffprobe$1'), ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', path], { encoding: 'utf8' })
  const times = [...probe.stdout.matchAll(/^[\d.]+/gm)].map(([pts]) => Number(pts))
  if (frames.length !== times.length) throw new Error(`the clip has ${times.length} frames by ffprobe and ${frames.length} by ffmpeg`)
  return times.map((pts, index) => ({ pts, number: numberInGray(frames[index] ?? new Uint8Array(), size.width, size.height) }))
}
