import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RawEndpoint } from '../../../common/wire/media-messages.ts'
import { captureArgs, type CaptureRequest, isCopied, isLive, isSoundCopied, type SourceFacts } from './ffmpeg-args.ts'
import { type FfmpegExit, FfmpegProcess } from './ffmpeg-process.ts'
import type { InputAddress } from './input-address.ts'
import type { InputCaptureOptions } from './input-outlets.ts'
import { maskPicture } from './mask-picture.ts'
import { type ClipPlan, isFullSpeed, planClip } from './plan-clip.ts'
import { parseSourceFacts } from './source-facts.ts'

const run = promisify(execFile)

/** What the clip of an input will be, once it is known what it sends. */
export const clipPlanOf = ({ record, rewind, privacy, input }: InputCaptureOptions, { codec }: Pick<SourceFacts, 'codec'>): ClipPlan =>
  planClip({ codec, record, rewind, burnIn: privacy.mode === 'transcode' && privacy.masks.length > 0, fullSpeed: isFullSpeed(input) })

/** A file nobody makes a clip of: its ffmpeg can say itself what it reads, and nothing need be known before. */
export const needsNoLook = ({ record, rewind }: InputCaptureOptions, address: InputAddress): boolean => address.kind === 'file' && !record && rewind === 'none'

interface LaunchHandlers {
  /** What the source sends, where it was not known before. */
  source(source: SourceFacts): void
  exit(exit: FfmpegExit): void
}

/** One epoch of an input: its FIFO, the picture over its clip, its ffmpeg. */
export class Launch {
  readonly epoch: number
  readonly abort = new AbortController()
  process: FfmpegProcess | null = null
  fifo: string | null = null
  /** What is laid over the clip, and the file it lies in. */
  private cover: NonNullable<CaptureRequest['cover']> | null = null
  private readonly options: InputCaptureOptions

  constructor(options: InputCaptureOptions, epoch: number) {
    this.options = options
    this.epoch = epoch
  }

  /** A FIFO of its own for every epoch: a late writer of an older one can never mix in. */
  async makeEndpoint(): Promise<RawEndpoint> {
    const { cameraId, runtime } = this.options
    if (process.platform === 'win32') return { kind: 'socket', path: `\\\\.\\pipe\\vigil-${process.pid}-${cameraId}-${this.epoch}` }
    const path = join(runtime, `${cameraId}-${this.epoch}.nut`)
    await run('mkfifo', ['-m', '600', path])
    return { kind: 'fifo', path }
  }

  /** The picture with the privacy masks, where the clip is to have them. */
  async makeCover(source: SourceFacts): Promise<void> {
    const { privacy, runtime, cameraId } = this.options
    if (clipPlanOf(this.options, source).output === 'none' || (privacy.mode === 'copy' && isCopied(source.codec))) return
    const picture = maskPicture(privacy.masks, source)
    if (!picture) return
    const file = `${cameraId}-${this.epoch}.pam`
    await writeFile(join(runtime, file), picture.bytes, { mode: 0o600 })
    this.cover = { file, x: picture.x, y: picture.y }
  }

  removeCover(): void {
    if (this.cover) void rm(join(this.options.runtime, this.cover.file), { force: true })
  }

  removeFifo(): void {
    if (this.fifo !== null) void rm(this.fifo, { force: true })
  }

  /** The clip is the camera's own stream. */
  copies({ codec }: SourceFacts): boolean {
    return this.cover === null && isCopied(codec)
  }

  /** Starts ffmpeg; `source` is null where it is to say itself what it reads. */
  start({ ffmpeg, address, source, handlers }: { ffmpeg: string; address: InputAddress; source: SourceFacts | null; handlers: LaunchHandlers }): void {
    const { detect, input, outlets, logger, cameraId, sound } = this.options
    const { epoch } = this
    const output = source === null ? 'none' : clipPlanOf(this.options, source).output
    const args = captureArgs({
      address, source, transport: input.transport, loop: input.loop, pace: input.pace, clip: output, sound, cover: this.cover,
      raw: detect && this.fifo !== null ? { path: this.fifo, ...detect } : null,
    })
    logger.debug({ camera: cameraId, epoch }, 'starting ffmpeg')
    const clip = source !== null && output !== 'none' ? this.clipHandlers(source) : NO_CLIP
    const listen = source === null ? listenForSource(handlers.source) : () => undefined
    this.process = new FfmpegProcess(ffmpeg, args, this.options.runtime, {
      clip: (bytes) => outlets.clipBytes(epoch, bytes),
      sound: (bytes) => outlets.soundBytes(epoch, bytes),
      firstPacket: clip.firstPacket,
      firstSound: clip.firstSound,
      line(line) {
        listen(line)
        if (line.includes('FIFO queue flushed')) outlets.readerLate()
        else logger.debug({ camera: cameraId, epoch }, line)
      },
      exit: (exit) => {
        clip.ends()
        this.removeCover()
        handlers.exit(exit)
      },
    })
  }

  /** The clip begins; its first packets tie picture and sound together. */
  private clipHandlers(source: SourceFacts): ClipHandlers {
    const { outlets, sound } = this.options
    const { epoch } = this
    const copied = this.copies(source)
    const first: { picture: number | null; sound: number | null } = { picture: null, sound: null }
    const tieSound = (): void => {
      if (first.picture !== null && first.sound !== null) outlets.clipSound(epoch, { offsetMs: first.sound - first.picture, encoded: !isSoundCopied(source.audio ?? '') })
    }
    outlets.clipBegins({ epoch, copied, burnedIn: this.cover !== null, sound: sound && source.audio !== null })
    return {
      firstPacket(dtsMs) {
        first.picture = dtsMs
        if (copied) outlets.clipTie(epoch, dtsMs)
        tieSound()
      },
      firstSound(dtsMs) {
        first.sound = dtsMs
        tieSound()
      },
      ends: () => outlets.clipEnds(epoch),
    }
  }
}

interface ClipHandlers {
  firstPacket(dtsMs: number): void
  firstSound(dtsMs: number): void
  ends(): void
}

const NO_CLIP: ClipHandlers = { firstPacket: () => undefined, firstSound: () => undefined, ends: () => undefined }

/** Puts together what ffmpeg says of its input, until that is enough. */
function listenForSource(tell: (source: SourceFacts) => void): (line: string) => void {
  let said: string | null = ''
  return (line) => {
    if (said === null) return
    said += `${line}\n`
    // What it says of its input is complete when it speaks of what it makes of it.
    if (!/Stream mapping:|Output #0/.test(line)) return
    const source = parseSourceFacts(said)
    said = null
    if (source) tell(source)
  }
}

/** It was read to its end, as was wanted. */
export const isFinished = ({ code }: FfmpegExit, address: InputAddress, { input }: InputCaptureOptions): boolean => code === 0 && !isLive(address) && !input.loop
