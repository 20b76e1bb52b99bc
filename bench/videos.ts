import { spawnSync } from 'node:child_process'
import { FFMPEG } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'

function ffmpeg(args: readonly string[]): void {
  const run = spawnSync(FFMPEG, ['-hide_banner', '-loglevel', 'error', '-y', ...args], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`ffmpeg could not make a video for the bench: ${run.stderr}`)
}

interface Video {
  readonly path: string
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly seconds: number
}

/** Real people: the one-by-one recording from `from` on, at another rate and size, with the grain of a camera's sensor: without it decoding is unlike life. */
export const makePeopleVideo = ({ path, width, height, fps, seconds, from }: Video & { from: number }): void =>
  ffmpeg(['-ss', String(from), '-t', String(seconds), '-i', footagePath('one-by-one-person-detection.mp4'), '-vf', `scale=${width}:${height},fps=${fps},noise=alls=7:allf=t`,
    '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', String(fps * 2), '-bf', '0', path])
