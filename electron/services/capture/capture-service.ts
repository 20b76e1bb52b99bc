import type { AnalysisConfig, CameraConfig, CameraInput } from '../../../common/contracts/camera-config.ts'
import type { CameraStatus } from '../../../common/contracts/camera-status.ts'
import type { RewindConfig } from '../../../common/contracts/config.ts'
import type { CameraId } from '../../../common/ids.ts'
import type { MediaCommand, MediaReport, WallClockSource } from '../../../common/wire/media-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { cameraStatus } from './camera-capture.ts'
import { isCopied } from './ffmpeg-args.ts'
import { InputCapture } from './input-capture.ts'
import type { MediaLink } from './media-client.ts'
import { isFullSpeed, type RewindReach, rewindReach } from './plan-clip.ts'

/** What the clips are made of, per camera and epoch. */
export interface ClipSink {
  clipBegins(clip: { cameraId: CameraId; epoch: number; copied: boolean; burnedIn: boolean; sound: boolean }): void
  clipBytes(cameraId: CameraId, epoch: number, bytes: Uint8Array): void
  soundBytes(cameraId: CameraId, epoch: number, bytes: Uint8Array): void
  clipTie(cameraId: CameraId, epoch: number, firstDtsMs: number): void
  clipSound(cameraId: CameraId, epoch: number, sound: { offsetMs: number; encoded: boolean }): void
  clipEnds(cameraId: CameraId, epoch: number): void
}

export interface CaptureServiceOptions {
  readonly media: MediaLink
  readonly clips: ClipSink
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly ffmpeg: string | null
  readonly runtime: string
  readonly baseFolder: string
  readonly wallClock: WallClockSource
  nextEpoch(): number
  rewind(): RewindConfig
  /** Fills `${secret:…}` and `${ENV}` into an address. */
  resolveUrl(url: string): Promise<{ ok: true; url: string } | { ok: false; problem: string }>
}

type OpenRequest = Omit<Extract<MediaCommand, { type: 'open-epoch' }>, 'type' | 'cameraId' | 'firstSequence'>

interface CameraEntry {
  /** What the running ffmpeg was started under. */
  rewind: RewindReach
  config: CameraConfig
  detect: InputCapture | null
  fps: number
  resolution: { width: number; height: number } | null
  sinceMs: number
  /** The epoch that was read last and the number its next frame gets. */
  sequence: { epoch: number; next: number }
  /** A reader that was asked for and has not answered; asked again when media starts anew. */
  waiting: { request: OpenRequest; resolve: () => void; reject: (error: Error) => void } | null
}

const READER_LIMIT_MS = 10_000
/** Frames a dead media process may have numbered without having told us. */
const SEQUENCE_MARGIN = 1000

/** Runs the cameras: one supervised ffmpeg per input, raw frames to media, fragments to the clips. */
export class CaptureService {
  private readonly options: CaptureServiceOptions
  private readonly cameras = new Map<string, CameraEntry>()
  private readonly listeners = new Set<() => void>()
  private applying: Promise<void> = Promise.resolve()
  /** Every ffmpeg that runs. */
  private readonly running = new Set<number>()

  constructor(options: CaptureServiceOptions) {
    this.options = options
    options.media.onReport((report) => this.receive(report))
    options.media.onUp((restarts) => this.mediaUp(restarts))
    options.media.onDown(() => this.mediaDown())
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  statuses(): CameraStatus[] {
    return [...this.cameras.values()].map((entry) => cameraStatus(entry))
  }

  /** Of the analysed picture; null until a frame came. */
  resolution(cameraId: string): { width: number; height: number } | null {
    return this.cameras.get(cameraId)?.resolution ?? null
  }

  config(cameraId: string): CameraConfig | null {
    return this.cameras.get(cameraId)?.config ?? null
  }

  /** Starts, changes and stops cameras until they are as the config says. Only what an ffmpeg was told needs a restart. */
  apply(configs: readonly CameraConfig[]): Promise<void> {
    // What is to be hidden must not wait for a camera that is still stopping.
    for (const config of configs) this.hideAtOnce(config)
    // One after the other: a change that comes while cameras are stopping must find them as the change before left them.
    const next = this.applying.then(() => this.applyNow(configs))
    this.applying = next.catch(() => undefined)
    return next
  }

  private hideAtOnce({ id, privacy }: CameraConfig): void {
    const running = this.cameras.get(id)?.config
    if (running && JSON.stringify(running.privacy) !== JSON.stringify(privacy)) this.sendCamera({ ...running, privacy })
  }

  private async applyNow(configs: readonly CameraConfig[]): Promise<void> {
    const wanted = new Map(configs.map((config) => [config.id, config]))
    const gone = [...this.cameras.keys()].filter((id) => !wanted.has(id))
    await Promise.all(gone.map((id) => this.remove(id)))
    await Promise.all(configs.map((config) => this.applyOne(config)))
    this.changed()
  }

  async stop(): Promise<void> {
    await this.applying
    await Promise.all([...this.cameras.values()].map((entry) => stopInputs(entry)))
  }

  private async applyOne(config: CameraConfig): Promise<void> {
    const entry = this.cameras.get(config.id)
    const rewind = rewindReach(this.options.rewind())
    if (entry && captureKey(entry.config, encodes(entry), entry.rewind) === captureKey(config, encodes(entry), rewind)) {
      entry.config = config
      this.sendCamera(config)
      return
    }
    if (entry) await stopInputs(entry)
    const fresh: CameraEntry = {
      rewind, config, detect: null, fps: 0, resolution: entry?.resolution ?? null, sinceMs: this.options.clock.now(), sequence: { epoch: 0, next: 0 }, waiting: null,
    }
    this.cameras.set(config.id, fresh)
    this.sendCamera(config)
    if (config.enabled) this.startInputs(fresh)
  }

  private startInputs(entry: CameraEntry): void {
    const { inputs } = entry.config
    const input = inputs.find(({ roles }) => roles.includes('detect')) ?? inputs[0]
    if (!input) return
    // Clips come from the analysed input: only one encoder's clock makes "exactly its frame" true. A second input is named as not used.
    const capture = this.createInput(entry, input)
    entry.detect = capture
    capture.start()
  }

  private createInput(entry: CameraEntry, input: CameraInput): InputCapture {
    const { options } = this
    const { config } = entry
    const cameraId = config.id as CameraId
    const records = config.record.mode !== 'off'
    return new InputCapture({
      cameraId, input, baseFolder: options.baseFolder, ffmpeg: options.ffmpeg, runtime: options.runtime, clock: options.clock, logger: options.logger,
      random: options.random, wallClock: options.wallClock, nextEpoch: () => options.nextEpoch(), resolveUrl: () => options.resolveUrl(input.url),
      detect: { width: config.detect.width, fps: config.detect.fps }, record: records, rewind: entry.rewind, sound: config.record.audio, privacy: { masks: config.privacy, mode: config.record.privacy },
      outlets: {
        openRaw: (request) => this.openRaw(entry, request),
        ffmpeg: (pid, runs) => this.noteFfmpeg(pid, runs),
        closeRaw: (epoch) => options.media.send({ type: 'close-epoch', cameraId, epoch }),
        readerLate: () => options.media.send({ type: 'reader-late', cameraId }),
        clipBegins: (clip) => options.clips.clipBegins({ cameraId, ...clip }),
        clipBytes: (epoch, bytes) => options.clips.clipBytes(cameraId, epoch, bytes),
        soundBytes: (epoch, bytes) => options.clips.soundBytes(cameraId, epoch, bytes),
        clipTie: (epoch, dts) => options.clips.clipTie(cameraId, epoch, dts),
        clipSound: (epoch, sound) => options.clips.clipSound(cameraId, epoch, sound),
        clipEnds: (epoch) => options.clips.clipEnds(cameraId, epoch),
        changed: () => this.changed(),
      },
    })
  }

  private noteFfmpeg(pid: number, runs: boolean): void {
    if (runs) this.running.add(pid)
    else this.running.delete(pid)
    this.options.media.send({ type: 'ffmpeg', pid, runs })
  }

  private openRaw(entry: CameraEntry, request: OpenRequest): Promise<void> {
    const { clock } = this.options
    entry.waiting?.reject(new Error('replaced by a newer start'))
    if (entry.sequence.epoch !== request.epoch) entry.sequence = { epoch: request.epoch, next: 0 }
    return new Promise<void>((resolve, reject) => {
      const cancel = clock.after(READER_LIMIT_MS, () => {
        if (entry.waiting?.request === request) entry.waiting = null
        reject(new Error('the media process did not open its end in time'))
      })
      entry.waiting = { request, resolve: () => { cancel(); resolve() }, reject: (error) => { cancel(); reject(error) } }
      this.askForReader(entry, request)
    })
  }

  private askForReader(entry: CameraEntry, request: OpenRequest): void {
    this.options.media.send({ type: 'open-epoch', cameraId: entry.config.id as CameraId, firstSequence: entry.sequence.next, ...request })
  }

  private receive(report: MediaReport): void {
    switch (report.type) {
      case 'endpoint-open': case 'endpoint-failed': this.endpointAnswer(report)
        return
      case 'stream': {
        const entry = this.cameras.get(report.cameraId)
        if (!entry) return
        entry.resolution = { width: report.width, height: report.height }
        this.changed()
        return
      }
      case 'results':
        for (const { cameraId, epoch, sequence } of report.results) this.frameArrived(cameraId, epoch, sequence)
        return
      case 'stats':
        for (const { cameraId, fps } of report.snapshot.cameras) {
          const entry = this.cameras.get(cameraId)
          if (entry) entry.fps = Math.round(fps * 10) / 10
        }
        this.changed()
        return
      case 'ready': case 'detector': case 'track-picture': case 'epoch-drained': case 'snapshot-done': case 'evidence-done': case 'log':
    }
  }

  private frameArrived(cameraId: string, epoch: number, sequence: number): void {
    const entry = this.cameras.get(cameraId)
    if (!entry?.detect || entry.detect.epoch !== epoch) return
    entry.sequence.next = sequence + 1
    entry.detect.frame()
  }

  private endpointAnswer(report: Extract<MediaReport, { type: 'endpoint-open' | 'endpoint-failed' }>): void {
    const entry = this.cameras.get(report.cameraId)
    if (!entry) return
    if (entry.waiting?.request.epoch === report.epoch) {
      const { waiting } = entry
      entry.waiting = null
      if (report.type === 'endpoint-open') waiting.resolve()
      else waiting.reject(new Error(report.reason))
    } else if (report.type === 'endpoint-failed' && entry.detect?.epoch === report.epoch) {
      entry.detect.breakOff({ kind: 'stream-ended', reason: report.reason })
    }
  }

  private mediaUp(restarts: number): void {
    for (const pid of this.running) this.options.media.send({ type: 'ffmpeg', pid, runs: true })
    for (const entry of this.cameras.values()) {
      this.sendCamera(entry.config)
      if (restarts > 0) entry.sequence.next += SEQUENCE_MARGIN
      if (entry.waiting) this.askForReader(entry, entry.waiting.request)
      else void entry.detect?.reattach()
    }
  }

  private mediaDown(): void {
    for (const entry of this.cameras.values()) {
      entry.fps = 0
    }
    this.changed()
  }

  private sendCamera(config: CameraConfig): void {
    this.options.media.send({ type: 'set-camera', camera: analysisConfig(config) })
  }

  private async remove(id: string): Promise<void> {
    const entry = this.cameras.get(id)
    if (!entry) return
    await stopInputs(entry)
    this.cameras.delete(id)
    this.options.media.send({ type: 'remove-camera', cameraId: id as CameraId })
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }
}

async function stopInputs(entry: CameraEntry): Promise<void> {
  const { detect } = entry
  entry.detect = null
  await detect?.stop()
}

/** The clip cannot be a copy, whatever the config says: it gets the privacy masks for nothing. */
const encodes = ({ detect }: CameraEntry): boolean => detect?.source !== null && detect?.source !== undefined && !isCopied(detect.source.codec)

/** What ffmpeg's command line depends on: a change here needs a new start, everything else is applied live. */
function captureKey({ enabled, inputs, detect, record, privacy }: CameraConfig, encoded: boolean, rewind: RewindReach): string {
  const burned = (record.mode !== 'off' || rewind === 'all') && (encoded || record.privacy === 'transcode') ? privacy.map(({ points }) => points) : []
  return JSON.stringify([enabled, inputs, detect.width, detect.fps, record.mode === 'off', record.audio, burned, rewind])
}

/** Files at full speed must not lose a frame, whatever the pool's policy says. */
export function analysisConfig(config: CameraConfig): AnalysisConfig {
  const { id, detect, motion, zones, lines, privacy, objectMasks, pool, events } = config
  const fast = config.inputs.some((input) => input.roles.includes('detect') && isFullSpeed(input))
  return { id, detect, motion, zones, lines, privacy, objectMasks, events, pool: fast ? { ...pool, policy: 'never' } : pool }
}
