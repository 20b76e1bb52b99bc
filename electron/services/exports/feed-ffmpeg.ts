import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface FedFfmpeg {
  readonly child: ChildProcessWithoutNullStreams
  /** Its exit code; rejects when it could not be started, or was cancelled. */
  readonly ended: Promise<number | null>
  /** What went wrong while it was fed, or nothing. That it stopped reading early is among it: its end says whether that is a fault. */
  readonly fed: Promise<unknown>
  /** The last line it complained with, or `otherwise`. */
  complaint(otherwise: string): string
}

const KEPT_CHARACTERS = 4_000

/** ffmpeg with footage as its `pipe:0`. Its output is the caller's to read. */
export function feedFfmpeg({ ffmpeg, args, input }: { ffmpeg: string; args: readonly string[]; input: AsyncIterable<Uint8Array> }, options: Pick<SpawnOptions, 'cwd' | 'signal' | 'timeout'> = {}): FedFfmpeg {
  const child = spawn(ffmpeg, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'], killSignal: 'SIGKILL', windowsHide: true })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-KEPT_CHARACTERS) })
  const ended = new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve) })
  const fed = pipeline(Readable.from(input), child.stdin).then(() => undefined, (error: unknown) => error)
  return { child, ended, fed, complaint: (otherwise) => said.trim().split('\n').at(-1) || otherwise }
}
