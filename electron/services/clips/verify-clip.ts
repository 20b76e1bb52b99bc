import { messageOf } from '../../../common/message-of.ts'
import type { Claim, Store } from '../../../common/wire/store-messages.ts'
import { feedFfmpeg } from '../../ffmpeg/feed-ffmpeg.ts'
import type { FootageFile } from './footage-file.ts'
import { SAME_FRAME_MS } from './frame-history.ts'

export type ClipVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** Rows `fromIndex` (starts with a keyframe) up to but not with `toIndex` of the clip's epoch; `ptsMs` is the trigger frame on the stream's timeline. */
export interface ClipCheck {
  readonly claim: Claim
  readonly epoch: number
  readonly fromIndex: number
  readonly toIndex: number
  readonly ptsMs: number
  readonly toleranceMs: number
}

export type ClipVerifier = (check: ClipCheck) => Promise<ClipVerdict>

const LIMIT_MS = 10_000
/** `-copyts`: or ffmpeg moves the piece to 0. `-enc_time_base -1`: or times are rounded to the frame rate. */
const DECODE = ['-hide_banner', '-nostdin', '-v', 'error', '-copyts', '-threads', '1', '-i', 'pipe:0',
  '-map', '0:v:0', '-fps_mode', 'passthrough', '-enc_time_base', '-1', '-c:v', 'wrapped_avframe', '-f', 'framecrc', 'pipe:1'] as const

/**
 * The clip guarantee: what was stored is read back and decoded, and the trigger frame must come out of it without an error.
 * One check at a time: several cameras that see something at once must not put as many decoders beside the live ones.
 */
export function createClipVerifier({ store, ffmpegPath }: { store: Pick<Store, 'clipSegments' | 'readRows'>; ffmpegPath: string }): ClipVerifier {
  let queue: Promise<unknown> = Promise.resolve()
  const check = async ({ claim, epoch, fromIndex, toIndex, ptsMs, toleranceMs }: ClipCheck): Promise<ClipVerdict> => {
    const segments = (await store.clipSegments(claim)).filter((segment) => segment.epoch === epoch)
    const [head] = segments
    if (!head) return { ok: false, reason: 'The clip could not be read back from the store.' }
    const rows: Uint8Array[] = []
    for (const { file, stream, rows: own } of segments) {
      const [first, last] = [own[0]?.index ?? 0, own.at(-1)?.index ?? 0]
      if (first < toIndex && last >= fromIndex) rows.push(...await store.readRows({ file, stream, from: Math.max(first, fromIndex), to: Math.min(last + 1, toIndex) }))
    }
    if (rows.length !== toIndex - fromIndex) return { ok: false, reason: `Only ${rows.length} of ${toIndex - fromIndex} pieces around the trigger frame could be read back.` }
    const decoded = await decode(ffmpegPath, [head.init, ...rows])
    if (decoded.errors.length > 0) return { ok: false, reason: `The stored trigger frame does not decode cleanly: ${decoded.errors}` }
    if (!decoded.ptsMs.some((pts) => Math.abs(pts - ptsMs) <= toleranceMs)) return { ok: false, reason: 'The stored clip does not contain the trigger frame.' }
    return { ok: true }
  }
  return (args) => {
    const verdict = queue.then(() => check(args)).catch((error: unknown): ClipVerdict =>
      ({ ok: false, reason: `The clip could not be checked: ${messageOf(error)}` }))
    queue = verdict
    return verdict
  }
}

/** The same for a clip a crash cut off: all of it is decoded, and its trigger frame must come out. */
export async function verifyWhole({ file, triggerSeconds, ffmpegPath }: { file: Pick<FootageFile, 'size' | 'read'>; triggerSeconds: number; ffmpegPath: string }): Promise<ClipVerdict> {
  const decoded = await decode(ffmpegPath, file.read(0, file.size))
  if (decoded.errors.length > 0) return { ok: false, reason: `The stored clip does not decode cleanly: ${decoded.errors}` }
  return decoded.ptsMs.some((ptsMs) => Math.abs(ptsMs - triggerSeconds * 1_000) <= SAME_FRAME_MS) ? { ok: true } : { ok: false, reason: 'The stored clip does not contain the trigger frame.' }
}

interface Decoded { readonly ptsMs: readonly number[]; readonly errors: string }

async function decode(ffmpeg: string, input: readonly Uint8Array[] | AsyncIterable<Uint8Array>): Promise<Decoded> {
  const { child, ended, complaints } = feedFfmpeg({ ffmpeg, args: DECODE, input }, { timeout: LIMIT_MS })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { printed += text })
  // It may stop reading early; its exit says why.
  const code = await ended
  if (code === null) throw new Error(`ffmpeg was stopped after ${LIMIT_MS / 1_000} s`)
  return { ptsMs: readFrameCrc(printed), errors: complaints()[0] ?? (code === 0 ? '' : `ffmpeg ended with code ${code}`) }
}

/** Presentation times in milliseconds from ffmpeg's framecrc output: `#tb 0: 1/10240`, then `stream, dts, pts, duration, size, crc`. */
export function readFrameCrc(text: string): number[] {
  let secondsPerTick = 1
  const times: number[] = []
  for (const line of text.split('\n')) {
    const base = /^#tb 0: (\d+)\/(\d+)/.exec(line)
    if (base) secondsPerTick = Number(base[1]) / Number(base[2])
    else if (line !== '' && !line.startsWith('#')) times.push(Number(line.split(',')[2]) * secondsPerTick * 1_000)
  }
  return times
}
