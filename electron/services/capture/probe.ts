import type { ChildProcessByStdio } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { ProbeResult } from '../../../common/contracts/camera-status.ts'
import { FFMPEG_MISSING } from '../../ffmpeg/find-ffmpeg.ts'
import { spawnFfmpeg } from '../../ffmpeg/spawn-ffmpeg.ts'
import { type Failure, failureReason } from './failure-reason.ts'
import { describeArgs, isCopied, pictureArgs, type SourceFacts } from './ffmpeg-args.ts'
import { type InputAddress, maskCredentials, parseInputAddress } from './input-address.ts'
import { parseSourceFacts } from './source-facts.ts'

export type SourceLookup = { readonly ok: true; readonly source: SourceFacts } | { readonly ok: false; readonly failure: Failure }

interface ProbeOptions {
  readonly ffmpeg: string
  readonly address: InputAddress
  readonly transport: 'tcp' | 'udp'
  readonly signal?: AbortSignal | undefined
}

const LIMIT_MS = 15_000
const ABANDONED: Failure = { kind: 'timeout', reason: 'the camera did not answer within 15 seconds; check network and address' }

interface Run {
  readonly stdout: Buffer
  readonly stderr: string
  readonly exit: { readonly code: number | null; readonly signal: string | null }
  readonly timedOut: boolean
  readonly tookMs: number
}

function run(ffmpeg: string, args: readonly string[], signal: AbortSignal | undefined): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawnFfmpeg({ ffmpeg, args, stdio: ['ignore', 'pipe', 'pipe'] }) as ChildProcessByStdio<null, Readable, Readable>
    const startedAt = performance.now()
    const out: Buffer[] = []
    let stderr = ''
    let timedOut = false
    const kill = (): void => { child.kill('SIGKILL') }
    const timer = setTimeout(() => { timedOut = true; kill() }, LIMIT_MS)
    signal?.addEventListener('abort', kill, { once: true })
    const done = (code: number | null, killedBy: string | null): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', kill)
      resolve({ stdout: Buffer.concat(out), stderr: maskCredentials(stderr), exit: { code, signal: killedBy }, timedOut, tookMs: performance.now() - startedAt })
    }
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr = (stderr + text).slice(-65_536) })
    child.on('error', (error) => { stderr += error.message; done(-1, null) })
    child.on('close', done)
    if (signal?.aborted === true) kill()
  })
}

const failed = (result: Run): Failure => (result.timedOut ? ABANDONED : failureReason(result.stderr, result.exit, result.tookMs))

/** What can be said of a file without ffmpeg, which takes an empty one for a damaged one. */
export function fileProblem(address: InputAddress): Failure | null {
  if (address.kind !== 'file' || statSync(address.path, { throwIfNoEntry: false })?.size !== 0) return null
  return { kind: 'not-video', reason: 'the file is empty (0 bytes); copy it again' }
}

/** Connects once and tells what the source sends. */
export async function lookUpSource({ ffmpeg, address, transport, signal }: ProbeOptions): Promise<SourceLookup> {
  if (address.kind === 'test') return { ok: true, source: { format: 'lavfi', codec: 'rawvideo', width: address.width, height: address.height, fps: address.fps, audio: null } }
  const problem = fileProblem(address)
  if (problem) return { ok: false, failure: problem }
  const result = await run(ffmpeg, describeArgs({ address, transport }), signal)
  const source = parseSourceFacts(result.stderr)
  return source ? { ok: true, source } : { ok: false, failure: failed(result) }
}

/** The same with a picture, for "Add a camera". */
export async function probeSource({ ffmpeg, address, transport, signal }: ProbeOptions): Promise<ProbeResult> {
  const problem = fileProblem(address)
  if (problem) return { ok: false, failure: problem.kind, reason: problem.reason }
  const result = await run(ffmpeg, pictureArgs({ address, transport }), signal)
  const lookup = address.kind === 'test' ? await lookUpSource({ ffmpeg, address, transport }) : null
  const source = lookup?.ok ? lookup.source : parseSourceFacts(result.stderr)
  if (!source || result.stdout.length === 0) {
    const { kind, reason } = failed(result)
    return { ok: false, failure: kind, reason: kind === 'stream-ended' ? 'the address answers, but holds no picture' : reason }
  }
  return {
    ok: true, codec: source.codec, width: source.width, height: source.height, fps: source.fps, copied: isCopied(source.codec),
    picture: `data:image/jpeg;base64,${result.stdout.toString('base64')}`,
  }
}

/** The same for an address as a person typed it. */
export async function probeAddress({ url, transport, ffmpeg, baseFolder, resolveUrl }: {
  url: string
  transport: 'tcp' | 'udp'
  ffmpeg: string | null
  baseFolder: string
  resolveUrl: (url: string) => Promise<{ ok: true; url: string } | { ok: false; problem: string }>
}): Promise<ProbeResult> {
  if (ffmpeg === null) return { ok: false, failure: 'ffmpeg', reason: FFMPEG_MISSING }
  const resolved = await resolveUrl(url)
  if (!resolved.ok) return { ok: false, failure: 'url', reason: resolved.problem }
  const parsed = parseInputAddress(resolved.url, baseFolder)
  if (!parsed.ok) return { ok: false, failure: 'url', reason: parsed.problem }
  return probeSource({ ffmpeg, address: parsed.address, transport })
}
