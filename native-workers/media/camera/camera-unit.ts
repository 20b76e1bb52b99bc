import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import type { CameraId } from '../../../common/ids.ts'
import { type DisplayOutcome, DROP_OUTCOMES } from '../../../common/ledger.ts'
import type { MediaCameraSnapshot, MediaReport, RawEndpoint, WallClockSource } from '../../../common/wire/media-messages.ts'
import type { FrameResult } from '../../../common/frame-result.ts'
import { formatFrameId } from '../../../common/ids.ts'
import { encodeViewerFrame } from '../../../common/wire/viewer-frame.ts'
import { EvidenceLog } from '../evidence/evidence-log.ts'
import { encodeJpeg, prepareJpeg } from '../pictures/jpeg.ts'
import type { Lease } from '../pool/frame-pool.ts'
import { SlidingCount } from '../stats/sliding-count.ts'
import { StageRecorder } from '../stats/stage-recorder.ts'
import { Viewer } from '../viewers/viewer.ts'
import type { ViewerChannel } from '../viewers/viewer-channel.ts'
import type { SharedDetector } from './camera-detector.ts'
import { CameraPipeline, type FinishedFrame } from './camera-pipeline.ts'
import { WorstFrames } from './worst-frames.ts'

const RECENT_SECONDS = 10
const MOTION_PICTURE_EVERY_MS = 1000
const isDrop = new Set<string>(DROP_OUTCOMES)

export interface UnitContext {
  readonly detector: SharedDetector
  /** Latency over all cameras. */
  readonly allStages: StageRecorder
  report(report: MediaReport): void
  result(result: FrameResult): void
  /** The counts changed without a result: a frame is in the detector's hands. */
  counted(): void
  monotonic(): number
  wall(): number
}

/** One camera in the media process: its pipeline, who watches it, and its figures. */
export class CameraUnit {
  readonly pipeline: CameraPipeline
  private readonly context: UnitContext
  private readonly viewers = new Set<Viewer>()
  private readonly stages = new StageRecorder()
  private readonly worst = new WorstFrames()
  private readonly display: Record<DisplayOutcome, number> = { painted: 0, superseded: 0, 'no-credit': 0, hidden: 0, gone: 0 }
  private readonly recent = { captured: new SlidingCount(RECENT_SECONDS), drops: new SlidingCount(RECENT_SECONDS), onTime: new SlidingCount(RECENT_SECONDS), inferred: new SlidingCount(RECENT_SECONDS) }
  /** What it saw and decided in the last hours. */
  readonly evidence = new EvidenceLog()
  /** Not an analysis of a file, which is asked for its events alone: no snapshots, and nobody asks it why. */
  private live = true
  private motionPictureAt = -Infinity
  private newest: { lease: Lease; frame: FinishedFrame } | null = null
  /** Tracks whose picture was taken, by whether they had a name then: a motion that turns out to be a person gets a second one. */
  private readonly pictured = new Map<number, 'motion' | 'object'>()

  constructor(config: AnalysisConfig, context: UnitContext) {
    this.context = context
    this.pipeline = new CameraPipeline(config, context.detector, {
      finished: (frame) => this.finished(frame),
      inDetector: () => context.counted(),
      report: (report) => context.report(report),
      monotonic: () => context.monotonic(),
      wall: () => context.wall(),
    })
  }

  get cameraId(): CameraId {
    return this.pipeline.cameraId
  }

  /** A file at full speed: nothing it tells is urgent. */
  get isFile(): boolean {
    return this.pipeline.lossless
  }

  /** Its share of a detector that is short; null: files wait instead. */
  get weight(): number | null {
    return this.pipeline.detector.weight
  }

  openEpoch(epoch: number, endpoint: RawEndpoint, wallClock: WallClockSource, firstSequence: number): Promise<void> {
    this.live = wallClock === 'arrival'
    if (this.live) void prepareJpeg()
    return this.pipeline.openEpoch(epoch, endpoint, wallClock, firstSequence)
  }

  addViewer(channel: ViewerChannel): void {
    const viewer = new Viewer(channel, {
      outcome: (outcome) => { this.display[outcome]++ },
      times: (times) => {
        const now = this.context.monotonic()
        this.stages.record(times, now)
        this.context.allStages.record(times, now)
      },
      gone: (gone) => this.viewers.delete(gone),
    }, () => this.context.monotonic())
    this.viewers.add(viewer)
    // A viewer of a quiet or dead camera still sees its last picture at once.
    if (this.newest) this.offerTo(viewer, this.newest.frame, this.newest.lease, this.lazyMessage(() => this.encode(this.newest)))
  }

  async snapshot(boxes: boolean): Promise<Uint8Array | null> {
    if (!this.newest) return null
    const { lease, frame } = this.newest
    return this.jpeg(lease, boxes ? frame.tracks : [])
  }

  close(): void {
    this.pipeline.closeEpoch()
    for (const viewer of this.viewers) viewer.close()
    this.newest?.lease.release()
    this.newest = null
  }

  private finished(frame: FinishedFrame): void {
    const { job, outcome } = frame
    const now = this.context.monotonic()
    this.stages.record(job.stages, now)
    this.context.allStages.record(job.stages, now)
    this.recent.captured.add(1, now)
    if (isDrop.has(outcome)) this.recent.drops.add(1, now)
    if (frame.onTime) this.recent.onTime.add(1, now)
    if (outcome === 'inferred') this.recent.inferred.add(1, now)
    if (this.worst.takes(job.stages.total ?? 0)) {
      this.worst.offer({
        frameId: formatFrameId({ cameraId: this.cameraId, epoch: job.epoch, sequence: job.sequence }),
        capturedAtMs: job.capturedAtWallMs, outcome, stages: { ...job.stages },
      })
    }
    this.context.result({
      cameraId: this.cameraId, epoch: job.epoch, sequence: job.sequence, ptsMs: job.ptsMs, capturedAtMs: job.capturedAtWallMs, outcome, onTime: frame.onTime,
      motion: { ratio: job.motion.ratio, active: job.motion.active }, tracks: frame.tracks, begunTracks: frame.begun, endedTracks: frame.ended,
      notLookedFor: frame.notLookedFor, inferences: job.inferences,
    })
    if (this.live) {
      this.evidence.add(this.pipeline.scene.evidence(job, outcome), this.pipeline.rules)
      this.pictureNewTracks(frame)
    }
    this.show(frame)
  }

  private show(frame: FinishedFrame): void {
    this.newest?.lease.release()
    const newest = { lease: frame.job.lease.share('newest'), frame }
    this.newest = newest
    const message = this.lazyMessage(() => this.encode(newest))
    for (const viewer of this.viewers) this.offerTo(viewer, frame, newest.lease, message)
  }

  private offerTo(viewer: Viewer, frame: FinishedFrame, from: Lease, message: () => Uint8Array<ArrayBuffer>): void {
    const lease = from.share('viewer')
    viewer.offer({
      epoch: frame.job.epoch, sequence: frame.job.sequence, capturedAt: frame.job.capturedAt, encode: message, drop: () => lease.release(),
    })
  }

  private encode(shown: { lease: Lease; frame: FinishedFrame } | null): Uint8Array<ArrayBuffer> {
    const picture = this.pipeline.scene.picture
    if (!shown || !picture) throw new Error('encoding a frame that is not there')
    const { job, outcome, tracks } = shown.frame
    return encodeViewerFrame({
      cameraId: this.cameraId, epoch: job.epoch, sequence: job.sequence, ptsMs: job.ptsMs, capturedAtMs: job.capturedAtWallMs, sentAtMs: this.context.wall(),
      width: picture.width, height: picture.height, outcome, tracks, occupiedZones: this.pipeline.scene.occupiedZones(), motionActive: job.motion.active, stages: job.stages,
    }, shown.lease.picture)
  }

  /** Several viewers of one frame share one encoded message, unless a privacy mask was changed since it was made. */
  private lazyMessage(make: () => Uint8Array<ArrayBuffer>): () => Uint8Array<ArrayBuffer> {
    let made: { bytes: Uint8Array<ArrayBuffer>; version: number } | null = null
    return () => {
      const version = this.pipeline.scene.privacyVersion
      if (made?.version !== version) made = { bytes: make(), version }
      return made.bytes
    }
  }

  /** The picture of the frame that confirmed a track goes with the event it may become. */
  private pictureNewTracks(frame: FinishedFrame): void {
    for (const trackId of frame.ended) this.pictured.delete(trackId)
    const wanted = this.pipeline.pictured
    if (wanted === 'nothing') return
    for (const track of frame.tracks) {
      const kind = track.label === 'motion' ? 'motion' : 'object'
      if (!track.confirmed || this.pictured.get(track.trackId) === kind || (kind === 'motion' && wanted === 'objects')) continue
      this.pictured.set(track.trackId, kind)
      if (kind === 'motion' && !this.motionPictureIsDue()) continue
      const { epoch, sequence } = frame.job
      this.jpeg(frame.job.lease, []).then(
        (jpeg) => this.context.report({ type: 'track-picture', cameraId: this.cameraId, epoch, sequence, trackId: track.trackId, jpeg }),
        (error: unknown) => this.context.report({ type: 'log', level: 'warn', text: `a snapshot could not be encoded: ${String(error)}`, cameraId: this.cameraId }),
      )
    }
  }

  private async jpeg(lease: Lease, boxes: FinishedFrame['tracks']): Promise<Uint8Array> {
    const picture = this.pipeline.scene.picture
    if (!picture) throw new Error('a picture without a size')
    return encodeJpeg({ width: picture.width, height: picture.height, i420: lease.picture, boxes })
  }

  /** One motion event runs at a time: of leaves in the wind one picture a second is enough. */
  private motionPictureIsDue(): boolean {
    const now = this.context.monotonic()
    if (now - this.motionPictureAt < MOTION_PICTURE_EVERY_MS) return false
    this.motionPictureAt = now
    return true
  }

  stats(): MediaCameraSnapshot | null {
    const ledger = this.pipeline.ledger()
    if (!ledger) return null
    const now = this.context.monotonic()
    const pool = this.pipeline.scene.picture?.pool.stats()
    return {
      ...ledger, display: { ...this.display }, stages: this.stages.percentiles(now),
      pool: pool ?? { slots: 0, leased: 0, hits: 0, misses: 0, leaks: 0, doubleReleases: 0, bytes: 0 },
      fps: this.recent.captured.rate(now), inferFps: this.recent.inferred.rate(now), inferLimit: this.pipeline.detector.limitedBelow(this.recent.captured.rate(now)), deadlineMs: this.pipeline.deadlineMs,
      viewers: this.viewers.size, tracks: this.pipeline.scene.tracks.length,
      recent: { captured: this.recent.captured.sum(now), drops: this.recent.drops.sum(now), onTime: this.recent.onTime.sum(now), finished: this.recent.captured.sum(now) },
      stageBuckets: this.stages.buckets(), worst: this.worst.list(this.context.wall()),
    }
  }
}
