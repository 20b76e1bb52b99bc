import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import type { TrackBirth, TrackState } from '../../../common/frame-result.ts'
import { wholeMicroseconds } from '../../../common/grain.ts'
import type { CameraId } from '../../../common/ids.ts'
import type { AnalysisOutcome } from '../../../common/ledger.ts'
import type { CameraLedger, MediaReport, RawEndpoint, WallClockSource } from '../../../common/wire/media-messages.ts'
import { InferTimeout } from '../inference/infer-errors.ts'
import { FrameReader } from '../reader/frame-reader.ts'
import { FrameLedger } from '../stats/frame-ledger.ts'
import { CameraDetector, type SharedDetector } from './camera-detector.ts'
import { type FrameJob, NO_MOTION } from './frame-job.ts'
import { InferRate } from './infer-rate.ts'
import { SceneAnalysis } from './scene-analysis.ts'
import { SourceRhythm } from './source-rhythm.ts'
import { FrameWallClock } from './wall-clock.ts'

export interface FinishedFrame {
  readonly job: FrameJob
  readonly outcome: AnalysisOutcome
  readonly onTime: boolean
  readonly tracks: readonly TrackState[]
  readonly begun: readonly TrackBirth[]
  readonly ended: readonly number[]
  readonly notLookedFor: readonly number[]
}

export interface PipelineHandlers {
  /** A frame has its outcome; its lease is still held during the call. In order, per camera. */
  finished(frame: FinishedFrame): void
  /** A frame waits for the detector or is in it: it takes a while, and whoever counts should know of it now. */
  inDetector(): void
  report(report: MediaReport): void
  monotonic(): number
  wall(): number
}

interface Epoch {
  readonly number: number
  readonly reader: FrameReader
  readonly ledger: FrameLedger
  readonly rhythm: SourceRhythm
  readonly wallClock: FrameWallClock
  sequence: number
  sourceClosed: boolean
  drained: boolean
}

type Reading = Pick<FrameJob, 'lease' | 'sequence' | 'ptsMs' | 'capturedAt' | 'capturedAtWallMs'>

/** One camera from the first byte of a frame to its outcome. Frames finish in the order they came. */
export class CameraPipeline {
  readonly cameraId: CameraId
  readonly scene: SceneAnalysis
  private config: AnalysisConfig
  readonly detector: CameraDetector
  /** The model's own, where the config says "auto". */
  private readonly autoTolerance: () => number
  private readonly handlers: PipelineHandlers
  private epoch: Epoch | null = null
  private reading: Reading | null = null
  private readonly queue: FrameJob[] = []
  private readonly rate = new InferRate()
  private lastPtsMs = -Infinity

  constructor(config: AnalysisConfig, detector: SharedDetector, handlers: PipelineHandlers) {
    this.cameraId = config.id as CameraId
    this.config = config
    this.handlers = handlers
    this.autoTolerance = () => detector.model()?.deadlineTolerance ?? 0.1
    this.scene = new SceneAnalysis(config, () => handlers.monotonic())
    this.detector = new CameraDetector({
      ...detector, cameraId: this.cameraId, scene: this.scene, config: () => this.config, deadlineMs: () => this.deadlineMs, monotonic: () => handlers.monotonic(),
    })
  }

  /** Milliseconds from capture to result a frame may take: one frame interval and a tolerance (10 % for the YOLO family, 20 % for the DETR family). */
  get deadlineMs(): number {
    const tolerance = this.config.pool.deadlineTolerance === 'auto' ? this.autoTolerance() : this.config.pool.deadlineTolerance
    return (1000 / this.config.detect.fps) * (1 + tolerance)
  }

  /** In force now; the same object until they change. */
  get rules(): AnalysisConfig {
    return this.config
  }

  configure(config: AnalysisConfig): void {
    this.config = config
    this.scene.configure(config)
  }

  /** What can become an event here, and so wants a picture; as main's `effectiveOn` decides it. */
  get pictured(): 'nothing' | 'objects' | 'everything' {
    const { detect, events: { on } } = this.config
    if (on.length === 0) return 'nothing'
    return on.some((kind) => kind !== 'object') || !detect.enabled || !this.detector.ready ? 'everything' : 'objects'
  }

  ledger(): CameraLedger | null {
    return this.epoch ? { cameraId: this.cameraId, epoch: this.epoch.number, ledger: this.epoch.ledger.snapshot() } : null
  }

  readerLate(): void {
    this.epoch?.ledger.readerLate(this.handlers.monotonic())
  }

  async openEpoch(number: number, endpoint: RawEndpoint, wallClock: WallClockSource, firstSequence: number): Promise<void> {
    this.closeEpoch()
    const reader = new FrameReader({
      size: (width, height) => this.sized(width, height),
      begin: (ptsMs) => this.frameBegins(wholeMicroseconds(ptsMs)),
      end: () => this.frameEnds(),
      otherSize: (ptsMs) => this.otherSize(ptsMs),
      closed: ({ insideFrame, problem }) => this.readerClosed(epoch, insideFrame, problem),
      mayContinue: () => this.mayContinue(),
    })
    const epoch: Epoch = {
      number, reader, ledger: new FrameLedger(), rhythm: new SourceRhythm(), wallClock: new FrameWallClock(wallClock),
      sequence: firstSequence, sourceClosed: false, drained: false,
    }
    this.epoch = epoch
    this.scene.beginEpoch()
    this.rate.reset()
    this.lastPtsMs = -Infinity
    await reader.open(endpoint)
  }

  /** Ends the epoch (the given one, if it still runs): what is in flight becomes `shutdown`, and its ledger is reported. */
  closeEpoch(number?: number): void {
    const epoch = this.epoch
    if (!epoch || epoch.drained || (number ?? epoch.number) !== epoch.number) return
    epoch.sourceClosed = true
    epoch.reader.close()
    this.abandonReading('shutdown')
    this.detector.reset()
    for (const job of this.queue) if (job.outcome === null) job.outcome = 'shutdown'
    this.flush()
    this.reportDrained(epoch)
  }

  /** Back-pressure instead of drops. */
  get lossless(): boolean {
    return this.config.pool.policy === 'never'
  }

  private mayContinue(): boolean {
    if (!this.lossless) return true
    return (this.scene.picture === null || this.scene.picture.pool.freeSlots > 0) && !this.detector.hasWaiting
  }

  private sized(width: number, height: number): void {
    if (!this.epoch) return
    const picture = this.scene.resize(width, height)
    picture.pool.onFree = () => this.epoch?.reader.continue()
  }

  private frameBegins(ptsMs: number): Uint8Array | null {
    const { epoch } = this
    const pool = this.scene.picture?.pool
    if (!epoch || !pool) return null
    const now = this.handlers.monotonic()
    const missing = epoch.rhythm.missingBefore(ptsMs)
    if (missing > 0) epoch.ledger.gap(missing, now)
    epoch.ledger.frameCaptured()
    const sequence = epoch.sequence++
    const lease = pool.lease('analysis')
    if (!lease) {
      epoch.ledger.frameFinished('pool-exhausted', false)
      return null
    }
    if (this.lastPtsMs === -Infinity) this.reportStream(epoch, ptsMs)
    this.lastPtsMs = ptsMs
    this.reading = { lease, sequence, ptsMs, capturedAt: now, capturedAtWallMs: epoch.wallClock.at(ptsMs, this.handlers.wall()) }
    return lease.picture
  }

  private reportStream(epoch: Epoch, ptsMs: number): void {
    const picture = this.scene.picture
    if (!picture) return
    this.handlers.report({
      type: 'stream', cameraId: this.cameraId, epoch: epoch.number, width: picture.width, height: picture.height, firstPtsMs: ptsMs, capturedAtMs: this.handlers.wall(),
    })
  }

  private otherSize(_ptsMs: number): void {
    const { epoch } = this
    if (!epoch) return
    epoch.ledger.frameCaptured()
    epoch.sequence++
    epoch.ledger.frameFinished('malformed', false)
    this.handlers.report({ type: 'endpoint-failed', cameraId: this.cameraId, epoch: epoch.number, reason: 'the source changed its resolution' })
  }

  private frameEnds(): void {
    const { reading, epoch } = this
    if (!reading || !epoch) return
    this.reading = null
    this.scene.hidePrivate(reading.lease.slot)
    const job: FrameJob = { ...reading, epoch: epoch.number, motion: NO_MOTION, outcome: null, decided: false, detections: null, wouldHaveSeen: () => true, looks: [], inferences: 0, stages: {} }
    job.stages.read = this.handlers.monotonic() - reading.capturedAt
    this.scene.lookForMotion(job)
    this.queue.push(job)
    // Files at full speed decide in order, after the frames before have moved the tracks: the same file always gives the same answer.
    if (!this.lossless) this.decide(job)
    this.flush()
  }

  private decide(job: FrameJob): void {
    job.decided = true
    const { detect, motion } = this.config
    const { decision, wanted } = this.rate.decide({
      ptsMs: job.ptsMs,
      inferFps: detect.inferFps,
      fps: detect.fps,
      detectorReady: detect.enabled && this.detector.ready,
      motionEnabled: motion.enabled,
      // While the light settles nobody knows what moves: the detector still finds who is there.
      motionActive: job.motion.active || job.motion.calibrating,
      tracks: this.scene.tracks,
      liveTracks: this.scene.liveTracks,
    }, { fps: this.detector.limit, busy: this.detector.busy })
    if (wanted) this.detector.wanted()
    if (decision !== 'infer') {
      job.outcome = decision
      return
    }
    if (this.config.pool.policy === 'drop-newest' && this.detector.hasWaiting) {
      job.outcome = 'superseded'
      return
    }
    this.sendToDetector(job)
  }

  private sendToDetector(job: FrameJob): void {
    const end = (outcome: AnalysisOutcome): void => {
      job.outcome ??= outcome
      this.flush()
    }
    this.detector.submit(job, {
      started: () => { this.epoch?.reader.continue() },
      done: () => end('inferred'),
      failed: (error) => {
        if (!(error instanceof InferTimeout)) this.handlers.report({ type: 'log', level: 'warn', text: `inference failed: ${String(error)}`, cameraId: this.cameraId })
        end('infer-timeout')
      },
      dropped: end,
    })
    // Nobody has to know it of a file: an analysis that dies is begun anew.
    if (job.outcome === null && !this.lossless) this.handlers.inDetector()
  }

  /** Finishes every frame at the head of the queue whose outcome is known. */
  private flush(): void {
    for (;;) {
      const job = this.queue[0]
      if (!job) break
      if (!job.decided && job.outcome === null) this.decide(job)
      if (job.outcome === null) return
      this.queue.shift()
      this.finish(job, job.outcome)
    }
    if (this.epoch?.sourceClosed) this.reportDrained(this.epoch)
  }

  private finish(job: FrameJob, outcome: AnalysisOutcome): void {
    const { tracks, begun, ended, notLookedFor } = this.scene.follow(job)
    const total = this.handlers.monotonic() - job.capturedAt
    job.stages.total = total
    const onTime = total <= this.deadlineMs
    this.epoch?.ledger.frameFinished(outcome, onTime)
    try {
      this.handlers.finished({ job, outcome, onTime, tracks, begun, ended, notLookedFor })
    } finally {
      job.lease.release()
    }
  }

  private abandonReading(outcome: AnalysisOutcome): void {
    if (!this.reading || !this.epoch) return
    this.reading.lease.release()
    this.reading = null
    this.epoch.ledger.frameFinished(outcome, false)
  }

  private readerClosed(epoch: Epoch, insideFrame: boolean, problem: string | null): void {
    if (epoch !== this.epoch || epoch.sourceClosed) return
    epoch.sourceClosed = true
    if (insideFrame) this.abandonReading('malformed')
    if (problem !== null) this.handlers.report({ type: 'endpoint-failed', cameraId: this.cameraId, epoch: epoch.number, reason: problem })
    this.flush()
  }

  private reportDrained(epoch: Epoch): void {
    if (epoch.drained || this.queue.length > 0) return
    epoch.drained = true
    this.handlers.report({ type: 'epoch-drained', cameraId: this.cameraId, epoch: epoch.number, ledger: epoch.ledger.snapshot() })
  }
}

