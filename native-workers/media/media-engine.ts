import { Socket } from 'node:net'
import type { FrameResult } from '../../common/frame-result.ts'
import { assertNever } from '../../common/assert-never.ts'
import { messageOf } from '../../common/message-of.ts'
import { createWallClock } from '../../common/wall-clock.ts'
import type { MediaCommand, MediaReport } from '../../common/wire/media-messages.ts'
import type { ProcessStatsReader } from '../../common/process-stats.ts'
import { CameraUnit } from './camera/camera-unit.ts'
import type { InferReply } from '../infer/thread-messages.ts'
import { ActiveDetector } from './inference/active-detector.ts'
import type { InferPicture } from './inference/infer-thread.ts'
import { DetectorBudget } from './scheduler/detector-budget.ts'
import { InferenceScheduler } from './scheduler/inference-scheduler.ts'
import { SlidingCount } from './stats/sliding-count.ts'
import { SlidingHistogram } from './stats/sliding-histogram.ts'
import { StageRecorder } from './stats/stage-recorder.ts'
import { ArrivingSockets } from './viewers/arriving-sockets.ts'
import { isPort, portChannel } from './viewers/port-channel.ts'
import type { ViewerChannel } from './viewers/viewer-channel.ts'

/** How long a result may wait for company on its way to main; viewers get their frames at once. Files are in no hurry. */
const RESULTS_WITHIN_MS = 20
const FILE_RESULTS_WITHIN_MS = 200

export interface MediaEngineOptions {
  readonly threadEntry: URL
  readonly processStats: ProcessStatsReader
  post(report: MediaReport): void
}

/** Carries out main's commands: cameras come and go, the detector is set, viewers are attached, figures go out once a second. */
export class MediaEngine {
  private readonly options: MediaEngineOptions
  private readonly cameras = new Map<string, CameraUnit>()
  private readonly scheduler = new InferenceScheduler<InferPicture, InferReply>(() => performance.now())
  private readonly budget = new DetectorBudget(() => performance.now())
  private readonly allStages = new StageRecorder()
  private readonly inferRuns = new SlidingHistogram({ parts: 10, partMs: 1000 })
  private readonly inferCount = new SlidingCount(10)
  private readonly detector: ActiveDetector
  /** Main's own; see `orphaned`. */
  private readonly ffmpegs = new Set<number>()
  private readonly arriving = new ArrivingSockets()
  private results: FrameResult[] = []
  private flushTimer: NodeJS.Timeout | null = null
  /** Cameras whose counts changed since they were last sent. */
  private readonly counted = new Set<string>()

  constructor(options: MediaEngineOptions) {
    this.options = options
    this.detector = new ActiveDetector({
      threadEntry: options.threadEntry, onThreads: (pool) => this.scheduler.setThreads(pool), post: (report) => options.post(report),
    })
  }

  handle(command: MediaCommand, handle: unknown): void {
    switch (command.type) {
      case 'configure-detector': void this.detector.configure(command)
        return
      case 'set-camera': this.setCamera(command)
        return
      case 'remove-camera':
        this.cameras.get(command.cameraId)?.close()
        this.cameras.delete(command.cameraId)
        return
      case 'open-epoch': void this.openEpoch(command)
        return
      case 'close-epoch': this.cameras.get(command.cameraId)?.pipeline.closeEpoch(command.epoch)
        return
      case 'ffmpeg':
        if (command.runs) this.ffmpegs.add(command.pid)
        else this.ffmpegs.delete(command.pid)
        return
      case 'reader-late': this.cameras.get(command.cameraId)?.pipeline.readerLate()
        return
      case 'attach-viewer':
        if (isPort(handle)) this.attach(command.cameraId, portChannel(handle))
        return
      case 'viewer-socket':
        // A viewer that left while its socket was on the way leaves nothing beside the message.
        if (handle instanceof Socket) this.arriving.arrived(command, handle)
        return
      case 'viewer-socket-free': this.arriving.free(command.viewer, (cameraId, channel) => this.attach(cameraId, channel))
        return
      case 'snapshot': void this.snapshot(command)
        return
      case 'evidence': void this.tellEvidence(command)
        return
      case 'fault':
        // Only ever sent by the fault tests: a native crash where it hurts most.
        this.detector.pool?.abortInRun()
        return
      case 'stop': void this.stop()
        return
      default: assertNever(command)
    }
  }

  /** All that is known now, in one message, so that its sums agree. */
  publishStats(): void {
    const now = performance.now()
    this.budget.settle(this.detector.pool?.threads ?? 0, (cameraId) => this.cameras.get(cameraId)?.weight ?? null)
    this.flushResults()
    this.options.post({
      type: 'stats',
      snapshot: {
        cameras: [...this.cameras.values()].flatMap((unit) => unit.stats() ?? []),
        allStages: this.allStages.percentiles(now),
        infer: { queueDepth: this.scheduler.queueDepth, perSecond: this.inferCount.rate(now), threads: this.detector.pool?.threads ?? 0, run: this.inferRuns.percentiles(now) },
        process: this.options.processStats.read(),
      },
    })
  }

  /** Main died without stopping its ffmpegs, which would wait for a reader for ever. */
  orphaned(): void {
    for (const pid of this.ffmpegs) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It ended by itself.
      }
    }
  }

  async stop(): Promise<void> {
    this.arriving.close()
    for (const unit of this.cameras.values()) unit.close()
    this.cameras.clear()
    this.flushResults()
    this.scheduler.setThreads(null)
    // An ordinary exit waits for its threads; one that hangs in native code never answers.
    if (!(await this.detector.stop())) process.kill(process.pid, 'SIGKILL')
    process.exit(0)
  }

  private setCamera({ camera }: Extract<MediaCommand, { type: 'set-camera' }>): void {
    const unit = this.cameras.get(camera.id)
    if (unit) {
      unit.pipeline.configure(camera)
      return
    }
    this.cameras.set(camera.id, new CameraUnit(camera, {
      detector: { scheduler: this.scheduler, model: () => this.detector.model, budget: this.budget, ran: (inferMs) => this.noteRun(inferMs) },
      allStages: this.allStages,
      report: (report) => {
        // Results before what follows from them: main sees a frame's result before its epoch's end.
        this.flushResults()
        this.options.post(report)
      },
      result: (result) => this.addResult(result),
      // What the detector holds must be known before it may die there.
      counted: () => {
        this.counted.add(camera.id)
        setImmediate(() => this.flushResults())
      },
      monotonic: () => performance.now(),
      wall: createWallClock({ wall: () => Date.now(), monotonic: () => performance.now() }),
    }))
  }

  private noteRun(inferMs: number): void {
    const now = performance.now()
    this.inferRuns.record(inferMs, now)
    this.inferCount.add(1, now)
  }

  private addResult(result: FrameResult): void {
    this.results.push(result)
    this.counted.add(result.cameraId)
    // A message costs more than what is in it: one for every frame of ten cameras was a tenth of this process' time.
    this.flushTimer ??= setTimeout(() => this.flushResults(), [...this.cameras.values()].every(({ isFile }) => isFile) ? FILE_RESULTS_WITHIN_MS : RESULTS_WITHIN_MS)
  }

  private flushResults(): void {
    clearTimeout(this.flushTimer ?? undefined)
    this.flushTimer = null
    if (this.counted.size === 0) return
    const { results } = this
    this.results = []
    const ledgers = [...this.counted].flatMap((cameraId) => this.cameras.get(cameraId)?.pipeline.ledger() ?? [])
    this.counted.clear()
    this.options.post({ type: 'results', results, ledgers })
  }

  private async openEpoch(command: Extract<MediaCommand, { type: 'open-epoch' }>): Promise<void> {
    const { cameraId, epoch } = command
    const unit = this.cameras.get(cameraId)
    try {
      if (!unit) throw new Error('the camera is not known')
      await unit.openEpoch(epoch, command.endpoint, command.wallClock, command.firstSequence)
      this.options.post({ type: 'endpoint-open', cameraId, epoch })
    } catch (error) {
      this.options.post({ type: 'endpoint-failed', cameraId, epoch, reason: messageOf(error) })
    }
  }

  private attach(cameraId: string, channel: ViewerChannel): void {
    const unit = this.cameras.get(cameraId)
    if (unit) unit.addViewer(channel)
    else channel.close()
  }

  private async snapshot({ requestId, cameraId, boxes }: Extract<MediaCommand, { type: 'snapshot' }>): Promise<void> {
    const jpeg = (await this.cameras.get(cameraId)?.snapshot(boxes).catch(() => null)) ?? null
    this.options.post({ type: 'snapshot-done', requestId, jpeg })
  }

  private async tellEvidence({ requestId, cameraId, fromMs, toMs }: Extract<MediaCommand, { type: 'evidence' }>): Promise<void> {
    const evidence = (await this.cameras.get(cameraId)?.evidence.read(fromMs, toMs)) ?? null
    this.options.post({ type: 'evidence-done', requestId, evidence })
  }
}
