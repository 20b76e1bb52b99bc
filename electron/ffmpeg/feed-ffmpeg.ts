import type { ChildProcessWithoutNullStreams, SpawnOptions } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { spawnFfmpeg } from './spawn-ffmpeg.ts'

export interface FedFfmpeg {
  readonly child: ChildProcessWithoutNullStreams
  /** Its exit code, null when it was killed (its time was up); rejects when it could not be started, or was cancelled. */
  readonly ended: Promise<number | null>
  /** What went wrong with the input, or nothing. That ffmpeg stopped reading early is not among it: its end says whether that is a fault. */
  readonly fed: Promise<unknown>
  /** The lines it complained with, the last of them when there were many. */
  complaints(): readonly string[]
  /** The last of them, or `otherwise`. */
  complaint(otherwise: string): string
}

const KEPT_CHARACTERS = 4_000
const STOPPED_READING = new Set(['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

/** ffmpeg with what `input` gives as its `pipe:0`. Its output is the caller's to read. */
export function feedFfmpeg({ ffmpeg, args, input }: { readonly ffmpeg: string; readonly args: readonly string[]; readonly input: Iterable<Uint8Array> | AsyncIterable<Uint8Array> }, options: Pick<SpawnOptions, 'cwd' | 'signal' | 'timeout'> = {}): FedFfmpeg {
  const child = spawnFfmpeg({ ffmpeg, args, stdio: ['pipe', 'pipe', 'pipe'] }, options) as ChildProcessWithoutNullStreams
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-KEPT_CHARACTERS) })
  const ended = new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve) })
  // Who reads the output first asks for the end later; until then a failure is nobody's yet.
  ended.catch(() => undefined)
  const fed = pipeline(Readable.from(input), child.stdin).then(() => undefined, (error: unknown) => (STOPPED_READING.has((error as { code?: string }).code ?? '') ? undefined : error))
  const complaints = (): string[] => said.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  return { child, ended, fed, complaints, complaint: (otherwise) => complaints().at(-1) ?? otherwise }
}
