import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import { grained, grainedBox } from '../../../common/grain.ts'
import type { Box, Detection, TrackBirth, TrackState } from '../../../common/frame-result.ts'
import type { EvidenceFrame } from '../../../common/evidence.ts'
import type { AnalysisOutcome } from '../../../common/ledger.ts'
import { evidenceOf } from '../evidence/evidence-of.ts'
import type { Expected } from '../looks/attention.ts'
import { createMotionDetector, type MotionDetector, type MotionRules } from '../motion/motion-detector.ts'
import { createFrameKernel, type FrameKernel } from '../../kernels/frame-kernel.ts'
import { createRegions, type Regions, type RegionsConfig } from '../../../common/rules/regions.ts'
import { appearanceOf } from '../tracking/appearance.ts'
import { createTracker, type Tracker, type TrackerConfig } from '../tracking/tracker.ts'
import { FramePool } from '../pool/frame-pool.ts'
import { PrivacyCover } from '../privacy/privacy-cover.ts'
import { type FrameJob, NO_MOTION } from './frame-job.ts'

/** A lease that outlives this is forgotten, not used: the longest honest one is a viewer waiting for credit. */
const LEASE_LIMIT_MS = 10_000

/** All that has the size of the picture: made when the first frame's size is known, kept while it stays the same. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly kernel: FrameKernel
  readonly pool: FramePool
  readonly motion: MotionDetector
}

/** What one camera's analysis remembers from frame to frame: background, tracks, who is in which zone. */
export class SceneAnalysis {
  private config: AnalysisConfig
  private readonly monotonic: () => number
  private tracker: Tracker | null = null
  private readonly regions: Regions
  private readonly privacy = new PrivacyCover()
  picture: Picture | null = null
  tracks: readonly TrackState[] = []

  constructor(config: AnalysisConfig, monotonic: () => number) {
    this.config = config
    this.monotonic = monotonic
    this.privacy.setMasks(config.privacy)
    this.regions = createRegions(this.regionsConfig())
  }

  /** Applied from the next frame on; tracks and background survive. */
  configure(config: AnalysisConfig): void {
    this.config = config
    // Pictures that somebody still holds were taken before the mask was there, but will be shown after it.
    if (this.privacy.setMasks(config.privacy)) for (let slot = 0; slot < (this.picture?.kernel.slots ?? 0); slot++) this.hidePrivate(slot)
    this.picture?.motion.setConfig(motionConfig(config))
    if (this.picture) this.tracker?.setConfig(trackerConfig(config, this.picture))
    this.regions.setConfig(this.regionsConfig())
  }

  private regionsConfig(): RegionsConfig {
    const { zones, lines, detect } = this.config
    return { zones, lines, fps: detect.fps, ...(this.picture && { picture: this.picture }) }
  }

  /** A new timeline: tracks of the one before mean nothing on it. */
  beginEpoch(): void {
    this.tracker?.endAll()
    this.regions.reset()
    this.tracks = []
  }

  /** Objects that live, those included that are not reported yet. */
  get liveTracks(): number {
    return this.tracker?.live ?? 0
  }

  resize(width: number, height: number): Picture {
    if (this.picture?.width === width && this.picture.height === height && this.picture.pool.stats().slots === this.config.pool.slots) return this.picture
    const slots = this.config.pool.slots
    const kernel = createFrameKernel({ width, height, slots })
    const pictures = Array.from({ length: slots }, (_, index) => kernel.slot(index))
    const pool = new FramePool({ pictures, monotonic: this.monotonic, leaseLimitMs: LEASE_LIMIT_MS })
    this.picture = { width, height, kernel, pool, motion: createMotionDetector({ kernel, config: motionConfig(this.config) }) }
    this.regions.setConfig(this.regionsConfig())
    // Track ids go on counting over a change of size: an id is never given twice.
    if (this.tracker) this.tracker.setConfig(trackerConfig(this.config, this.picture))
    else this.tracker = createTracker(trackerConfig(this.config, this.picture))
    return this.picture
  }

  /** What lies behind a privacy mask is neither shown nor analysed: called before anybody sees a frame. */
  hidePrivate(slot: number): void {
    if (this.picture) this.privacy.hide(this.picture.kernel.slot(slot), this.picture)
  }

  /** Another one means: what was made of pictures before must not be shown any more. */
  get privacyVersion(): number {
    return this.privacy.version
  }

  lookForMotion(job: FrameJob): void {
    if (!this.config.motion.enabled || !this.picture) {
      job.motion = NO_MOTION
      return
    }
    const from = this.monotonic()
    job.motion = this.picture.motion.detect(job.lease.slot, job.ptsMs)
    job.stages.motion = this.monotonic() - from
  }

  /** The detections with their colours, as long as the frame's picture is there; of labels nobody asked for the tracker takes none. */
  withAppearance({ lease }: FrameJob, detections: readonly Detection[]): readonly Detection[] {
    const { picture } = this
    if (!picture) return detections
    const { labels } = this.config.detect
    return detections.map((detection) => (!labels.includes(detection.label) ? detection : { ...detection, appearance: appearanceOf({ i420: lease.picture, width: picture.width, height: picture.height }, detection.box) }))
  }

  /** Advances tracks and zones by one frame; frames must come in order. */
  follow(job: FrameJob): { tracks: readonly TrackState[]; begun: readonly TrackBirth[]; ended: readonly number[]; notLookedFor: readonly number[] } {
    const from = this.monotonic()
    const detections = job.detections?.map((detection) => ({ ...detection, score: grained(detection.score) })) ?? null
    const step = (this.tracker ?? fail()).step({ ptsMs: job.ptsMs, detections, wouldHaveSeen: job.wouldHaveSeen, motionRegions: job.motion.regions })
    const tracked = this.monotonic()
    // What the track log keeps is what the rules see: a replay of the same rules finds the same events.
    this.tracks = this.regions.step(step.tracks.map((track) => ({ ...track, box: grainedBox(track.box) })), job.ptsMs)
    job.stages.track = tracked - from
    job.stages.zones = this.monotonic() - tracked
    return { tracks: this.tracks, begun: step.begun, ended: step.ended, notLookedFor: step.notLookedFor }
  }

  /** Where the known objects are expected. */
  expected(): readonly Expected[] {
    return this.tracker?.expected() ?? []
  }

  /** What moves in this frame and belongs to no known object. */
  unexplained(job: FrameJob): readonly Box[] {
    return this.tracker?.unexplained(job.motion.regions, job.ptsMs) ?? job.motion.regions
  }

  /** What was seen and decided in a frame that `follow` just took in. */
  evidence(job: FrameJob, outcome: AnalysisOutcome): EvidenceFrame {
    const { detect, objectMasks } = this.config
    return evidenceOf({
      job, outcome, tracks: this.tracks, objects: this.tracker?.objects() ?? [],
      rules: { detect, objectMasks, picture: this.picture ?? { width: 1, height: 1 } }, waiting: (trackId) => this.regions.waiting(trackId, job.ptsMs),
    })
  }

  occupiedZones(): readonly string[] {
    return this.regions.occupied()
  }
}

const motionConfig = ({ motion, privacy }: AnalysisConfig): MotionRules => ({ ...motion, privacy })

const trackerConfig = ({ detect, motion, objectMasks }: AnalysisConfig, picture: { width: number; height: number }): TrackerConfig => ({ detect, motion, objectMasks, picture })

function fail(): never {
  throw new Error('a frame before its size')
}
