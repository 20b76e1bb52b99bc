import type { ChildProcess } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../../common/message-of.ts'
import { feedFfmpeg } from '../../ffmpeg/feed-ffmpeg.ts'
import { FFMPEG_MISSING } from '../../ffmpeg/find-ffmpeg.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { FootageFile } from './footage-file.ts'

/** A clip in H.264, for viewers that cannot decode what it is stored in. */
export interface ConvertedClip {
  /** Null while the conversion runs. */
  readonly size: number | null
  /** Bytes from `from` on, to `to` or to the end, as they come. Throws when the conversion failed. */
  read(from: number, to: number | null): AsyncIterable<Uint8Array>
}

export interface ConversionDesk {
  /** Begins the conversion where it has not been done; the same key gives the same clip. */
  convert(key: string, source: FootageFile): ConvertedClip
  stop(): void
}

interface Conversion {
  readonly path: string
  child: ChildProcess | null
  written: number
  readers: number
  state: 'running' | 'done' | 'failed'
  reason: string
  /** Resolved anew with every piece. */
  grown: PromiseWithResolvers<void>
}

/** What was looked at lately; each is about as large as its clip. */
const KEPT = 12
const PIECE = 256 * 1024
/** A conversion nobody reads any more is given up after this: whoever drags along a timeline begins many, and each takes a core. */
const UNREAD_MS = 5_000

/** Times stay what they are (`delay_moov`: without its edit list the first picture would move to 0); a key picture a second, so that one can seek. */
const ARGS = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-copyts', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-map', '0:a:0?', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-bf', '0',
  '-force_key_frames', 'expr:gte(t,n_forced)', '-fps_mode', 'passthrough', '-enc_time_base:v', '-1', '-c:a', 'copy', '-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof+delay_moov', 'pipe:1'] as const

export function createConversionDesk({ folder, ffmpeg, clock, logger }: { folder: string; ffmpeg: string | null; clock: Clock; logger: Logger }): ConversionDesk {
  const conversions = new Map<string, Conversion>()
  let count = 0
  rmSync(folder, { recursive: true, force: true })

  const forget = (key: string, { child, path }: Conversion): void => {
    conversions.delete(key)
    child?.kill('SIGKILL')
    rmSync(path, { force: true })
  }
  const told = (conversion: Conversion): void => {
    const { resolve } = conversion.grown
    conversion.grown = Promise.withResolvers()
    resolve()
  }
  const run = async (conversion: Conversion, source: FootageFile): Promise<void> => {
    if (ffmpeg === null) throw new Error(FFMPEG_MISSING)
    mkdirSync(folder, { recursive: true })
    const file = await open(conversion.path, 'w')
    try {
      const { child, ended, fed, complaint } = feedFfmpeg({ ffmpeg, args: ARGS, input: source.read(0, source.size) })
      conversion.child = child
      for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
        await file.write(chunk)
        conversion.written += chunk.length
        told(conversion)
      }
      const code = await ended
      if (code !== 0) throw new Error(`the clip could not be converted: ${complaint(`ffmpeg ended with code ${code}`)}`)
      // What was fed to its end is the whole clip.
      const problem = await fed
      if (problem !== undefined) throw problem
    } finally {
      conversion.child = null
      await file.close()
    }
  }
  const begin = (key: string, source: FootageFile): Conversion => {
    const conversion: Conversion = { path: join(folder, `${++count}.mp4`), child: null, written: 0, readers: 0, state: 'running', reason: '', grown: Promise.withResolvers() }
    conversions.set(key, conversion)
    for (const [oldest, one] of conversions) if (conversions.size > KEPT && one !== conversion) forget(oldest, one)
    run(conversion, source).then(() => { conversion.state = 'done' }, (error: unknown) => {
      conversion.state = 'failed'
      conversion.reason = messageOf(error)
      // One that was given up has failed on purpose.
      if (conversions.get(key) !== conversion) return
      conversions.delete(key)
      logger.warn({ reason: conversion.reason }, 'a clip could not be converted for a viewer')
    }).finally(() => told(conversion))
    return conversion
  }

  async function* read(key: string, conversion: Conversion, from: number, to: number | null): AsyncGenerator<Uint8Array> {
    conversion.readers += 1
    try {
      yield* follow(conversion, from, to)
    } finally {
      conversion.readers -= 1
      clock.after(UNREAD_MS, () => {
        if (conversion.state === 'running' && conversion.readers === 0 && conversions.get(key) === conversion) forget(key, conversion)
      })
    }
  }

  return {
    convert(key, source) {
      const known = conversions.get(key)
      if (known) {
        // Used again: it is the youngest now.
        conversions.delete(key)
        conversions.set(key, known)
      }
      const conversion = known ?? begin(key, source)
      return { size: conversion.state === 'done' ? conversion.written : null, read: (from, to) => read(key, conversion, from, to) }
    },
    stop() {
      for (const [key, conversion] of conversions) forget(key, conversion)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Reads a file that still grows, to its end. */
async function* follow(conversion: Conversion, from: number, to: number | null): AsyncGenerator<Uint8Array> {
  let file: FileHandle | null = null
  const until = to ?? Infinity
  let at = from
  try {
    while (at < until) {
      // Before looking: what comes between the look and the wait must not be missed.
      const grown = conversion.grown.promise
      const end = Math.min(conversion.written, until)
      if (at < end) {
        file ??= await open(conversion.path, 'r')
        const { buffer, bytesRead } = await file.read(new Uint8Array(Math.min(PIECE, end - at)), 0, Math.min(PIECE, end - at), at)
        at += bytesRead
        yield buffer.subarray(0, bytesRead)
      } else if (conversion.state === 'running') await grown
      else if (conversion.state === 'failed') throw new Error(conversion.reason)
      else return
    }
  } finally {
    await file?.close()
  }
}
