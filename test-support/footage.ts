import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

function find(folder: string, variable: string, name: string): string {
  const path = resolve(root, process.env[variable] ?? folder, name)
  if (!existsSync(path)) throw new Error(`this test needs ${path}: put the file there, or set ${variable} to the folder that holds it`)
  return path
}

/** Absolute path of a piece of sample footage (or its truth); throws when it is missing, so that a test fails instead of skipping. */
export const footagePath = (name: string): string => find('../shared/media', 'VIGIL_TEST_MEDIA', name)
export const modelPath = (name: string): string => find('../shared/models', 'VIGIL_MODELS', name)

export interface DecodeOptions {
  readonly file: string
  readonly width: number
  readonly height: number
  readonly startSeconds?: number
  readonly frames?: number
  /** ffmpeg filters before the scaling, such as `hflip`. */
  readonly filter?: string
}

/** Decodes a file to I420 with the system's ffmpeg, scaled as the engine asks for it. */
export async function* decodeI420({ file, width, height, startSeconds = 0, frames, filter }: DecodeOptions): AsyncGenerator<Uint8Array> {
  const size = (width * height * 3) / 2
  const ffmpeg = spawn(process.env['VIGIL_FFMPEG'] ?? 'ffmpeg', [
    '-v', 'error', '-nostdin', '-threads', '1', '-ss', String(startSeconds), '-i', file, '-map', '0:v:0',
    ...(frames === undefined ? [] : ['-frames:v', String(frames)]),
    '-vf', `${filter === undefined ? '' : `${filter},`}scale=${width}:${height}:flags=area,format=yuv420p`, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-',
  ], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    let frame = new Uint8Array(size)
    let filled = 0
    for await (const chunk of ffmpeg.stdout as AsyncIterable<Buffer>) {
      let at = 0
      while (at < chunk.length) {
        const taken = Math.min(size - filled, chunk.length - at)
        frame.set(chunk.subarray(at, at + taken), filled)
        filled += taken
        at += taken
        if (filled < size) continue
        yield frame
        frame = new Uint8Array(size)
        filled = 0
      }
    }
  } finally {
    ffmpeg.kill('SIGKILL')
  }
}
