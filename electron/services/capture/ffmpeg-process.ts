import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { spawnFfmpeg } from '../../ffmpeg/spawn-ffmpeg.ts'
import { firstDtsMs } from './clip-tie.ts'
import { maskCredentials } from './input-address.ts'

export interface FfmpegExit {
  readonly code: number | null
  readonly signal: string | null
  /** The last lines ffmpeg said, addresses masked. */
  readonly stderr: string
}

export interface FfmpegHandlers {
  /** Fragmented MP4 of the picture from pipe 3, and of the sound from pipe 6. */
  clip(bytes: Uint8Array): void
  sound(bytes: Uint8Array): void
  /** What pipe 4 says of the picture's first packet, and pipe 5 of the sound's: its decoding time in ms. Once each. */
  firstPacket(dtsMs: number): void
  firstSound(dtsMs: number): void
  /** A warning or error line, masked. */
  line(text: string): void
  exit(exit: FfmpegExit): void
}

const KEPT_LINES = 40
const KILL_AFTER_MS = 1_000

/** The pipe stays open as long as ffmpeg runs: its end says nothing, its first whole line does. */
function readTie(pipe: Readable, tell: (dtsMs: number) => void): void {
  let said = ''
  pipe.setEncoding('utf8').on('data', (text: string) => {
    const known = firstDtsMs(said)
    said += text
    const dts = known === null ? firstDtsMs(said) : null
    if (dts !== null) tell(dts)
  })
}

/** One ffmpeg. Exits are reported once, after its pipes are read out. */
export class FfmpegProcess {
  private readonly child: ChildProcess
  private readonly lines: string[] = []
  private killTimer: NodeJS.Timeout | null = null
  private exited = false

  constructor(binary: string, args: readonly string[], folder: string, handlers: FfmpegHandlers) {
    this.child = spawnFfmpeg({ ffmpeg: binary, args, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'] }, { cwd: folder })
    const [, , stderr, clip, tie, soundTie, sound] = this.child.stdio as unknown as [null, null, Readable, Readable, Readable, Readable, Readable]
    this.readLines(stderr, handlers)
    clip.on('data', (chunk: Uint8Array) => handlers.clip(chunk))
    sound.on('data', (chunk: Uint8Array) => handlers.sound(chunk))
    readTie(tie, (dtsMs) => handlers.firstPacket(dtsMs))
    readTie(soundTie, (dtsMs) => handlers.firstSound(dtsMs))
    for (const stream of [stderr, clip, tie, soundTie, sound]) stream.on('error', () => undefined)
    const exit = (code: number | null, signal: string | null): void => {
      if (this.exited) return
      this.exited = true
      if (this.killTimer) clearTimeout(this.killTimer)
      handlers.exit({ code, signal, stderr: this.lines.join('\n') })
    }
    this.child.on('error', (error) => {
      this.lines.push(error.message)
      exit(-1, null)
    })
    this.child.on('close', exit)
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  /** SIGTERM lets ffmpeg finish its clip; it hangs when its raw output has no reader, so SIGKILL follows. */
  stop(): void {
    if (this.exited || this.killTimer) return
    this.child.kill('SIGTERM')
    this.killTimer = setTimeout(() => this.child.kill('SIGKILL'), KILL_AFTER_MS)
  }

  private readLines(stderr: Readable, handlers: FfmpegHandlers): void {
    let rest = ''
    stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const raw of lines) {
        const line = maskCredentials(raw)
        this.lines.push(line)
        if (this.lines.length > KEPT_LINES) this.lines.shift()
        handlers.line(line)
      }
    })
    stderr.on('end', () => { if (rest !== '') this.lines.push(maskCredentials(rest)) })
  }
}
