import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import type { CameraId } from '../../../common/ids.ts'
import type { InferReply, LoadedModel } from '../../infer/thread-messages.ts'
import type { InferPicture } from '../inference/infer-thread.ts'
import { Attention } from '../looks/attention.ts'
import { FrameLooks } from '../looks/frame-looks.ts'
import { areaOf, type Look, type Optics } from '../looks/optics.ts'
import { cropsHelp } from '../looks/plan-looks.ts'
import type { DetectorBudget } from '../scheduler/detector-budget.ts'
import type { InferenceScheduler } from '../scheduler/inference-scheduler.ts'
import { PRIORITY_WEIGHT, tierOf, TIERS } from '../scheduler/tiers.ts'
import type { FrameJob } from './frame-job.ts'
import type { Picture, SceneAnalysis } from './scene-analysis.ts'

/** What all cameras have in common. */
export interface SharedDetector {
  readonly scheduler: InferenceScheduler<InferPicture, InferReply>
  /** What the infer threads run; null while there is none. */
  readonly model: () => LoadedModel | null
  readonly budget: DetectorBudget
  /** One inference, of perhaps several of a frame, took so long. */
  readonly ran: (inferMs: number) => void
}

export interface CameraDetectorOptions extends SharedDetector {
  readonly cameraId: CameraId
  readonly scene: SceneAnalysis
  readonly config: () => AnalysisConfig
  readonly deadlineMs: () => number
  readonly monotonic: () => number
}

export interface FrameWatch {
  /** The first inference begins. */
  started(): void
  /** All looks are done: `job.detections` are there. */
  done(): void
  failed(error: unknown): void
  dropped(reason: 'superseded' | 'stale' | 'shutdown'): void
}

/** One camera's frames on their way through the shared detector: where each is looked at, and what the looks found together. */
export class CameraDetector {
  private readonly options: CameraDetectorOptions
  private readonly attention = new Attention()

  constructor(options: CameraDetectorOptions) {
    this.options = options
  }

  get ready(): boolean {
    return this.options.scheduler.ready && this.options.model() !== null
  }

  get hasWaiting(): boolean {
    return this.options.scheduler.hasWaiting(this.options.cameraId)
  }

  /** A frame submitted now would wait for another camera's. Files wait anyway. */
  get busy(): boolean {
    return this.weight !== null && this.options.scheduler.busy
  }

  /** Inferences a second it may have, when there is not enough for all; null = as many as it is set to. Files wait instead. */
  get limit(): number | null {
    return this.weight === null ? null : this.options.budget.limit(this.options.cameraId)
  }

  /** Its share of a detector that is short; null: files have none, they wait. */
  get weight(): number | null {
    const config = this.options.config()
    return tierOf(config) === 'batch' ? null : PRIORITY_WEIGHT[config.detect.priority]
  }

  /** The limit beside what it would have otherwise, of a source that delivers `fps`; null while nothing is taken from it. */
  limitedBelow(fps: number): { readonly fps: number; readonly wantedFps: number } | null {
    const { limit } = this
    const { inferFps } = this.options.config().detect
    const wantedFps = fps > 0 ? Math.min(inferFps, Math.round(fps * 2) / 2) : inferFps
    return limit === null || limit >= wantedFps ? null : { fps: limit, wantedFps }
  }

  /** One more frame would be looked at, were there no limit. */
  wanted(): void {
    this.options.budget.wanted(this.options.cameraId, 1)
  }

  /** A new epoch, or the end of one. */
  reset(): void {
    this.options.scheduler.leave(this.options.cameraId)
    this.options.budget.leave(this.options.cameraId)
    this.attention.reset()
  }

  submit(job: FrameJob, watch: FrameWatch): void {
    const { scene, scheduler, cameraId, monotonic } = this.options
    const config = this.options.config()
    const model = this.options.model()
    const { picture } = scene
    if (!picture || !model) {
      watch.dropped('shutdown')
      return
    }
    const tier = tierOf(config)
    const deadlineAt = job.capturedAt + this.options.deadlineMs()
    const queuedAt = monotonic()
    const optics: Optics = { picture, input: { width: model.inputWidth, height: model.inputHeight } }
    const looks = new FrameLooks({ optics, planned: this.plan(job, optics), closer: config.detect.crops && cropsHelp(optics) })
    const request = (look: Look): InferPicture => inferPicture(picture, job, look)
    scheduler.submit({
      cameraId, tier, deadlineAt, weight: PRIORITY_WEIGHT[config.detect.priority], request: request(looks.next ?? null),
      stillWanted: () => tier === 'batch' || monotonic() - job.capturedAt <= config.pool.maxAgeMs,
      started: () => {
        job.stages.queue = monotonic() - queuedAt
        watch.started()
      },
      ran: (reply) => {
        this.options.budget.ran(reply.preprocessMs + reply.inferMs + reply.postprocessMs)
        this.options.ran(reply.inferMs)
        if (job.outcome !== null) return null
        addRun(job, reply)
        this.attention.looked(optics, looks.next ?? null, job.ptsMs)
        looks.took(reply, TIERS[tier].runsPerFrame)
        const { next } = looks
        if (next !== undefined) return request(next)
        this.finish(job, looks, optics)
        watch.done()
        return null
      },
      failed: watch.failed,
      dropped: watch.dropped,
    })
  }

  private plan(job: FrameJob, optics: Optics): Look[] {
    const { scene } = this.options
    const config = this.options.config()
    if (!config.detect.crops || !cropsHelp(optics)) return [null]
    return this.attention.plan({
      optics, ptsMs: job.ptsMs, budget: TIERS[tierOf(config)].runsPerFrame,
      moving: job.motion.regions, unexplained: scene.unexplained(job), expected: scene.expected(), motionKnown: config.motion.enabled,
    })
  }

  private finish(job: FrameJob, looks: FrameLooks, optics: Optics): void {
    const { detections, cut } = looks.merged()
    job.detections = this.options.scene.withAppearance(job, detections)
    job.looks = looks.looks.map((look) => areaOf(optics, look))
    job.wouldHaveSeen = (box) => looks.wouldHaveSeen(box)
    this.attention.leftOver(optics, cut, looks.looks, job.ptsMs)
  }
}

const inferPicture = ({ kernel, width, height }: Picture, job: FrameJob, look: Look): InferPicture => ({
  buffer: kernel.buffer, offset: kernel.slotOffset(job.lease.slot), width, height, ...(look !== null && { crop: look }),
})

function addRun(job: FrameJob, reply: InferReply): void {
  const { stages } = job
  job.inferences++
  stages.preprocess = (stages.preprocess ?? 0) + reply.preprocessMs
  stages.infer = (stages.infer ?? 0) + reply.inferMs
  stages.postprocess = (stages.postprocess ?? 0) + reply.postprocessMs
}
