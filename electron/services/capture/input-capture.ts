import { rm } from 'node:fs/promises'
import { messageOf } from '../../../common/message-of.ts'
import { FFMPEG_MISSING } from '../../ffmpeg/find-ffmpeg.ts'
import { type Failure, failureReason } from './failure-reason.ts'
import type { SourceFacts } from './ffmpeg-args.ts'
import { type InputAddress, parseInputAddress } from './input-address.ts'
import type { InputCaptureOptions } from './input-outlets.ts'
import { clipPlanOf, isFinished, Launch, needsNoLook } from './launch.ts'
import { fileProblem, lookUpSource } from './probe.ts'
import { stepSupervisor, type SupervisorInput, type SupervisorState } from './supervisor-machine.ts'

const TICK_MS = 250
export const STALLED = 'no picture comes; the stream is restarted if it stays so'

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
    return this.source && clipPlanOf(this.options, this.source).rewindProblem
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
    const launch = new Launch(this.options, this.options.nextEpoch())
    this.launch = launch
    this.epoch = launch.epoch
    const failure = await this.prepareAndRun(launch).catch((error: unknown): Failure => ({ kind: 'engine', reason: messageOf(error) }))
    if (failure === null || this.launch !== launch) return
    this.endLaunch()
    this.input({ type: 'ended', failure, finished: false })
  }

  /** null when ffmpeg runs (or nobody waits for it any more). */
  private async prepareAndRun(launch: Launch): Promise<Failure | null> {
    const { ffmpeg, baseFolder } = this.options
    if (ffmpeg === null) return { kind: 'ffmpeg', reason: FFMPEG_MISSING }
    const url = await this.options.resolveUrl()
    if (!url.ok) return { kind: 'url', reason: url.problem }
    const parsed = parseInputAddress(url.url, baseFolder)
    if (!parsed.ok) return { kind: 'url', reason: parsed.problem }
    const failure = await this.lookUp(launch, ffmpeg, parsed.address)
    if (failure !== null || this.launch !== launch) return failure
    if (this.options.detect) await this.openRaw(launch)
    if (this.source) await launch.makeCover(this.source)
    if (this.launch === launch) this.run(launch, ffmpeg, parsed.address)
    else launch.removeCover()
    return null
  }

  /** Finds out what the source sends, where that must be known before ffmpeg is told what to make of it. */
  private async lookUp({ abort }: Launch, ffmpeg: string, address: InputAddress): Promise<Failure | null> {
    if (this.source !== null) return null
    if (needsNoLook(this.options, address)) return fileProblem(address)
    const lookup = await lookUpSource({ ffmpeg, address, transport: this.options.input.transport, signal: abort.signal })
    if (!lookup.ok) return lookup.failure
    this.source = lookup.source
    return null
  }

  private async openRaw(launch: Launch): Promise<void> {
    const endpoint = await launch.makeEndpoint()
    // Stopped meanwhile: asking for a reader now could end the epoch that came after.
    if (this.launch !== launch) {
      if (endpoint.kind === 'fifo') await rm(endpoint.path, { force: true })
      return
    }
    launch.fifo = endpoint.path
    await this.options.outlets.openRaw({ epoch: launch.epoch, endpoint, wallClock: this.options.wallClock })
  }

  private run(launch: Launch, ffmpeg: string, address: InputAddress): void {
    const { outlets, clock } = this.options
    const startedAt = clock.monotonic()
    const ended = Promise.withResolvers<void>()
    this.ending.add(ended.promise)
    launch.start({
      ffmpeg, address, source: this.source,
      handlers: {
        source: (source) => {
          this.knows(launch, source)
          outlets.changed()
        },
        exit: (exit) => {
          // What it wrote is still read to the end, unless somebody wanted it gone.
          if (this.launch !== launch) this.closeRaw(launch)
          else launch.removeFifo()
          if (pid !== undefined) outlets.ffmpeg(pid, false)
          this.ending.delete(ended.promise)
          ended.resolve()
          if (this.launch !== launch) return
          this.launch = null
          const failure = failureReason(exit.stderr, exit, this.state.at === 'connecting' ? clock.monotonic() - startedAt : 0)
          // The stream may come back as another one (a reconfigured camera): look again before the next start.
          if (failure.kind === 'codec' || failure.kind === 'not-video') this.source = null
          this.input({ type: 'ended', failure, finished: isFinished(exit, address, this.options) })
        },
      },
    })
    if (this.source) this.knows(launch, this.source)
    const pid = launch.process?.pid
    if (pid !== undefined) outlets.ffmpeg(pid, true)
  }

  private knows(launch: Launch, source: SourceFacts): void {
    this.source = source
    this.copied = launch.copies(source)
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

  private closeRaw(launch: Launch): void {
    if (launch.fifo === null) return
    launch.removeFifo()
    this.options.outlets.closeRaw(launch.epoch)
  }
}
