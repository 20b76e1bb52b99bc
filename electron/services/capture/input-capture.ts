import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { CameraInput } from '../../../common/contracts/camera-config.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import type { CameraId } from '../../../common/ids.ts'
import { messageOf } from '../../../common/message-of.ts'
import type { RawEndpoint, WallClockSource } from '../../../common/wire/media-messages.ts'
import { FFMPEG_MISSING } from '../../ffmpeg/find-ffmpeg.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { type Failure, failureReason } from './failure-reason.ts'
import { captureArgs, type CaptureRequest, isCopied, isLive, isSoundCopied, type SourceFacts } from './ffmpeg-args.ts'
import { FfmpegProcess } from './ffmpeg-process.ts'
import { type InputAddress, parseInputAddress } from './input-address.ts'
import { maskPicture } from './mask-picture.ts'
import { type ClipPlan, isFullSpeed, planClip, type RewindReach } from './plan-clip.ts'
import { lookUpSource } from './probe.ts'
import { stepSupervisor, type SupervisorInput, type SupervisorState } from './supervisor-machine.ts'

/** Where an input's outputs go. Raw frames go past us: only their endpoint is named here. */
export interface InputOutlets {
  /** A process of ours runs, or ran. */
  ffmpeg(pid: number, runs: boolean): void
  /** Resolves when the media process reads there; rejects with a reason. */
  openRaw(request: { epoch: number; endpoint: RawEndpoint; wallClock: WallClockSource }): Promise<void>
  closeRaw(epoch: number): void
  readerLate(): void
  clipBegins(clip: { epoch: number; copied: boolean; burnedIn: boolean; sound: boolean }): void
  clipBytes(epoch: number, bytes: Uint8Array): void
  soundBytes(epoch: number, bytes: Uint8Array): void
  clipTie(epoch: number, firstDtsMs: number): void
  /** `offsetMs`: how much later than the picture's first packet the sound's came. */
  clipSound(epoch: number, sound: { offsetMs: number; encoded: boolean }): void
  clipEnds(epoch: number): void
  changed(): void
}

export interface InputCaptureOptions {
  readonly cameraId: CameraId
  readonly input: CameraInput
  /** The address with its secrets filled in. */
  resolveUrl(): Promise<{ ok: true; url: string } | { ok: false; problem: string }>
  readonly baseFolder: string
  readonly detect: { readonly width: number; readonly fps: number } | null
  readonly record: boolean
  readonly rewind: RewindReach
  readonly sound: boolean
  /** Burned into the clip where they are to be, or where it is encoded anyway. */
  readonly privacy: { readonly masks: readonly Mask[]; readonly mode: 'copy' | 'transcode' }
  readonly wallClock: WallClockSource
  readonly ffmpeg: string | null
  readonly runtime: string
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  nextEpoch(): number
  readonly outlets: InputOutlets
}

interface Launch {
  readonly epoch: number
  readonly abort: AbortController
  process: FfmpegProcess | null
  fifo: string | null
  /** What is laid over the clip, and the file it lies in. */
  cover: NonNullable<CaptureRequest['cover']> | null
}

const TICK_MS = 250
export const STALLED = 'no picture comes; the stream is restarted if it stays so'
const run = promisify(execFile)

/** One input: finds out what it sends, runs its ffmpeg, watches it and starts it again. */
export class InputCapture {
  state: SupervisorState = { at: 'stopped' }
  source: SourceFacts | null = null
  restarts = 0
  epoch = 0
  /** The clip is the camera's own stream; null before the first start. */
  copied: boolean | null = null
  private readonly options: InputCaptureOptions
  private launch: Launch | null = null
  /** The reason that was told last; null while all is well. */
  private trouble: string | null = null
  private cancelTick: (() => void) | null = null
  private readonly ending = new Set<Promise<void>>()

  constructor(options: InputCaptureOptions) {
    this.options = options
  }

  /** Why the last moments are not in memory; null when they are, or while it is not known what the source sends. */
  get rewindProblem(): string | null {
    return this.source && this.clipPlan(this.source).rewindProblem
  }

  start(): void {
    this.input({ type: 'start' })
    const tick = (): void => {
      this.input({ type: 'tick' })
      this.cancelTick = this.options.clock.after(TICK_MS, tick)
    }
    this.cancelTick = this.options.clock.after(TICK_MS, tick)
  }

  /** Resolves when no process of this input is left. */
  async stop(): Promise<void> {
    this.cancelTick?.()
    this.input({ type: 'stop' })
    await Promise.all(this.ending)
  }

  /** A frame or fragment came from the epoch that runs now. */
  frame(): void {
    this.input({ type: 'frame' })
  }

  /** The running epoch cannot go on (half a frame, another resolution): a new one starts at once. */
  breakOff(failure: Failure): void {
    this.endLaunch()
    this.input({ type: 'ended', failure, finished: false })
  }

  /** The media process is back: the running ffmpeg keeps its clip and writes its raw frames to the new reader. */
  async reattach(): Promise<void> {
    const { launch } = this
    if (launch?.fifo === null || launch?.process === null || launch === null) return
    await this.options.outlets.openRaw({ epoch: launch.epoch, endpoint: { kind: 'fifo', path: launch.fifo }, wallClock: this.options.wallClock }).catch((error: unknown) => {
      this.breakOff({ kind: 'engine', reason: String(error) })
    })
  }

  private input(input: SupervisorInput): void {
    const { clock, outlets, random } = this.options
    const before = this.state
    const [next, effects] = stepSupervisor(before, input, { nowMs: clock.now(), random: random() })
    this.state = next
    if (next.at === 'backoff' && before.at !== 'backoff') this.restarts++
    for (const effect of effects) {
      if (effect === 'kill') this.endLaunch()
      else void this.begin()
    }
    if (next.at === before.at) return
    this.tell(next)
    outlets.changed()
  }

  /** One line when something is wrong, one when it is over; a camera that stays away says the same thing once. */
  private tell(next: SupervisorState): void {
    const { logger, cameraId, clock } = this.options
    const reason = next.at === 'backoff' || next.at === 'failed' ? next.failure.reason : next.at === 'stalled' ? STALLED : null
    if (reason !== null && reason !== this.trouble) {
      logger.warn({ camera: cameraId, state: next.at, ...('untilMs' in next && { retryInMs: next.untilMs - clock.now() }) }, reason)
      this.trouble = reason
    } else if (next.at === 'live' && this.trouble !== null) {
      logger.info({ camera: cameraId }, 'the picture is back')
      this.trouble = null
    }
  }

  private async begin(): Promise<void> {
    const launch: Launch = { epoch: this.options.nextEpoch(), abort: new AbortController(), process: null, fifo: null, cover: null }
    this.launch = launch
    this.epoch = launch.epoch
    const failure = await this.prepareAndRun(launch).catch((error: unknown): Failure => ({ kind: 'engine', reason: messageOf(error) }))
    if (failure === null || this.launch !== launch) return
    this.endLaunch()
    this.input({ type: 'ended', failure, finished: false })
  }

  /** null when ffmpeg runs (or nobody waits for it any more). */
  private async prepareAndRun(launch: Launch): Promise<Failure | null> {
    const { ffmpeg, input, baseFolder } = this.options
    if (ffmpeg === null) return { kind: 'ffmpeg', reason: FFMPEG_MISSING }
    const url = await this.options.resolveUrl()
    if (!url.ok) return { kind: 'url', reason: url.problem }
    const parsed = parseInputAddress(url.url, baseFolder)
    if (!parsed.ok) return { kind: 'url', reason: parsed.problem }
    if (this.source === null) {
      const lookup = await lookUpSource({ ffmpeg, address: parsed.address, transport: input.transport, signal: launch.abort.signal })
      if (!lookup.ok) return lookup.failure
      this.source = lookup.source
    }
    if (this.launch !== launch) return null
    if (this.options.detect) await this.openRaw(launch, launch.epoch)
    await this.makeCover(launch, this.source)
    if (this.launch === launch) this.run(launch, ffmpeg, parsed.address, this.source)
    return null
  }

  private async openRaw(launch: Launch, epoch: number): Promise<void> {
    const endpoint = await this.makeEndpoint(epoch)
    // Stopped meanwhile: asking for a reader now could end the epoch that came after.
    if (this.launch !== launch) {
      if (endpoint.kind === 'fifo') await rm(endpoint.path, { force: true })
      return
    }
    launch.fifo = endpoint.path
    await this.options.outlets.openRaw({ epoch, endpoint, wallClock: this.options.wallClock })
  }

  /** A FIFO of its own for every epoch: a late writer of an older one can never mix in. */
  private async makeEndpoint(epoch: number): Promise<RawEndpoint> {
    const { cameraId, runtime } = this.options
    if (process.platform === 'win32') return { kind: 'socket', path: `\\\\.\\pipe\\vigil-${process.pid}-${cameraId}-${epoch}` }
    const path = join(runtime, `${cameraId}-${epoch}.nut`)
    await run('mkfifo', ['-m', '600', path])
    return { kind: 'fifo', path }
  }

  /** The picture with the privacy masks, where the clip is to have them. */
  private async makeCover(launch: Launch, source: SourceFacts): Promise<void> {
    const { privacy, runtime, cameraId } = this.options
    if (this.clipPlan(source).output === 'none' || (privacy.mode === 'copy' && isCopied(source.codec))) return
    const picture = maskPicture(privacy.masks, source)
    if (!picture) return
    const file = `${cameraId}-${launch.epoch}.pam`
    await writeFile(join(runtime, file), picture.bytes, { mode: 0o600 })
    launch.cover = { file, x: picture.x, y: picture.y }
    if (this.launch !== launch) this.removeCover(launch)
  }

  private clipPlan({ codec }: SourceFacts): ClipPlan {
    const { record, rewind, privacy, input } = this.options
    return planClip({ codec, record, rewind, burnIn: privacy.mode === 'transcode' && privacy.masks.length > 0, fullSpeed: isFullSpeed(input) })
  }

  private removeCover({ cover }: Launch): void {
    if (cover) void rm(join(this.options.runtime, cover.file), { force: true })
  }

  private run(launch: Launch, ffmpeg: string, address: InputAddress, source: SourceFacts): void {
    const { detect, input, outlets, logger, cameraId } = this.options
    const { output } = this.clipPlan(source)
    const makesClip = output !== 'none'
    const { epoch } = launch
    const startedAt = this.options.clock.monotonic()
    const args = captureArgs({
      address, source, transport: input.transport, loop: input.loop, pace: input.pace, clip: output, sound: this.options.sound, cover: launch.cover,
      raw: detect && launch.fifo !== null ? { path: launch.fifo, ...detect } : null,
    })
    const copied = launch.cover === null && isCopied(source.codec)
    this.copied = copied
    if (makesClip) outlets.clipBegins({ epoch, copied, burnedIn: launch.cover !== null, sound: this.options.sound && source.audio !== null })
    logger.debug({ camera: cameraId, epoch }, 'starting ffmpeg')
    const first: { picture: number | null; sound: number | null } = { picture: null, sound: null }
    const tieSound = (): void => {
      if (makesClip && first.picture !== null && first.sound !== null) outlets.clipSound(epoch, { offsetMs: first.sound - first.picture, encoded: !isSoundCopied(source.audio ?? '') })
    }
    const ended = Promise.withResolvers<void>()
    this.ending.add(ended.promise)
    const started = new FfmpegProcess(ffmpeg, args, this.options.runtime, {
      clip: (bytes) => outlets.clipBytes(epoch, bytes),
      sound: (bytes) => outlets.soundBytes(epoch, bytes),
      firstPacket(dtsMs) {
        first.picture = dtsMs
        if (makesClip && copied) outlets.clipTie(epoch, dtsMs)
        tieSound()
      },
      firstSound(dtsMs) {
        first.sound = dtsMs
        tieSound()
      },
      line: (line) => {
        if (line.includes('FIFO queue flushed')) outlets.readerLate()
        else logger.debug({ camera: cameraId, epoch }, line)
      },
      exit: ({ code, signal, stderr }) => {
        if (makesClip) outlets.clipEnds(epoch)
        this.removeCover(launch)
        // What it wrote is still read to the end, unless somebody wanted it gone.
        if (this.launch !== launch) this.closeRaw(launch)
        else if (launch.fifo !== null) void rm(launch.fifo, { force: true })
        if (pid !== undefined) outlets.ffmpeg(pid, false)
        this.ending.delete(ended.promise)
        ended.resolve()
        if (this.launch !== launch) return
        this.launch = null
        const finished = code === 0 && !isLive(address) && !input.loop
        const failure = failureReason(stderr, { code, signal }, this.state.at === 'connecting' ? this.options.clock.monotonic() - startedAt : 0)
        // The stream may come back as another one (a reconfigured camera): look again before the next start.
        if (failure.kind === 'codec' || failure.kind === 'not-video') this.source = null
        this.input({ type: 'ended', failure, finished })
      },
    })
    launch.process = started
    const { pid } = started
    if (pid !== undefined) outlets.ffmpeg(pid, true)
  }

  private endLaunch(): void {
    const { launch } = this
    this.launch = null
    if (!launch) return
    launch.abort.abort()
    // The reader stays until ffmpeg is gone: without one ffmpeg hangs in its last words, and the last frames would be lost.
    if (launch.process) launch.process.stop()
    else this.closeRaw(launch)
  }

  private closeRaw({ epoch, fifo }: Launch): void {
    if (fifo === null) return
    void rm(fifo, { force: true })
    this.options.outlets.closeRaw(epoch)
  }
}
