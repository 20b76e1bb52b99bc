import { resolve } from 'node:path'
import type { CameraConfig } from '../common/contracts/camera-config.ts'
import type { DetectorConfig } from '../common/contracts/config.ts'
import type { Event } from '../common/contracts/event.ts'
import type { DetectorStatus } from '../common/contracts/model.ts'
import type { FrameResult } from '../common/frame-result.ts'
import type { LedgerCounts } from '../common/ledger.ts'
import type { Clock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { WorkerHost } from './ports/worker-host.ts'
import { CaptureService } from './services/capture/capture-service.ts'
import { DetectorSetup } from './services/capture/detector-setup.ts'
import { createMediaClient } from './services/capture/media-client.ts'
import { hashFile } from './files/hash-file.ts'
import { effectiveOn } from '../common/rules/effective-on.ts'
import { fileEventId } from './services/events/event-ids.ts'
import { createEventService } from './services/events/event-service.ts'
import { resolveModel } from './services/models/resolve-model.ts'

export interface AnalysisDoor {
  readonly workers: WorkerHost
  readonly clock: Clock
  readonly logger: Logger
  readonly ffmpeg: string | null
  readonly runtime: string
  readonly modelFolders: readonly string[]
  readonly detector: DetectorConfig
  /** The camera whose rules are applied. */
  readonly camera: CameraConfig
}

export interface FileAnalysis {
  readonly events: readonly Event[]
  readonly ledger: LedgerCounts
  readonly inferences: number
}

const NO_CLIPS = { clipBegins: () => undefined, clipBytes: () => undefined, soundBytes: () => undefined, clipTie: () => undefined, clipSound: () => undefined, clipEnds: () => undefined }

/** The engine without store and screens: files in, events out. Epochs, ids and times depend on the file alone. */
export class AnalysisRun {
  readonly detectorStatus: Promise<DetectorStatus>
  private readonly door: AnalysisDoor
  private readonly media
  private readonly capture: CaptureService
  private readonly eventsById = new Map<string, Event>()
  private readonly events
  private inferences = 0
  private stopEvents: (() => Promise<void>) | null = null
  private onDrained: ((ledger: LedgerCounts) => void) | null = null
  private onFailed: ((error: Error) => void) | null = null
  private onResult: ((result: FrameResult) => void) | null = null
  private onProgress: ((ptsMs: number) => void) | null = null

  constructor(door: AnalysisDoor) {
    this.door = door
    const { workers: host, clock, logger } = door
    this.media = createMediaClient({ host, clock, logger })
    const keep = (event: Event): void => { this.eventsById.set(event.id, event) }
    this.events = createEventService({ clock, clips: { onResult: () => undefined, open: keep, update: keep, end: keep } })
    this.capture = new CaptureService({
      media: this.media, clips: NO_CLIPS, clock, logger, ffmpeg: door.ffmpeg, runtime: door.runtime, baseFolder: '/', wallClock: 'pts', random: () => 0.5,
      nextEpoch: () => 1, rewind: () => ({ seconds: 0, maxMb: 0, encode: false }), resolveUrl: (url) => Promise.resolve({ ok: true, url }),
    })
    const status = Promise.withResolvers<DetectorStatus>()
    this.detectorStatus = status.promise
    this.media.onReport((report) => {
      switch (report.type) {
        case 'detector': return status.resolve(report.status)
        case 'results':
          for (const result of report.results) {
            this.inferences += result.inferences
            this.onResult?.(result)
            this.events.onResult(result)
          }
          return this.onProgress?.(report.results.at(-1)?.ptsMs ?? 0)
        case 'epoch-drained':
          this.events.cameraGone(report.cameraId)
          return this.onDrained?.(report.ledger)
        case 'log': return logger[report.level]({}, report.text)
        case 'ready': case 'endpoint-open': case 'endpoint-failed': case 'stream': case 'track-picture': case 'stats': case 'snapshot-done': case 'evidence-done':
      }
    })
    // Whoever waits for the detector now would wait for ever: media is started again and again. Nobody may be waiting yet.
    this.detectorStatus.catch(() => undefined)
    this.media.onDown((reason) => {
      status.reject(new Error(reason))
      this.onFailed?.(new Error(reason))
    })
    this.capture.onChange(() => this.watchForFailure())
    new DetectorSetup(this.media, (wanted) => resolveModel({ wanted, folders: door.modelFolders })).apply(door.detector)
  }

  async start(): Promise<void> {
    this.stopEvents = await this.events.start()
    this.media.start()
  }

  /** One file from its first frame to its last. Rejects with a reason for a person. */
  async analyze(file: string, progress: (ptsMs: number) => void, onResult: (result: FrameResult) => void = () => undefined): Promise<FileAnalysis> {
    const status = await this.detectorStatus
    const fileSha256 = await hashFile(file)
    const model = status.modelId === null || status.sha256 === null ? null : { id: status.modelId, sha256: status.sha256 }
    const camera: CameraConfig = {
      ...this.door.camera, enabled: true, record: { ...this.door.camera.record, mode: 'off' },
      inputs: [{ url: `file:${encodeURI(resolve(file))}`, roles: ['detect'], transport: 'tcp', loop: false, pace: 'fast' }],
    }
    this.eventsById.clear()
    this.inferences = 0
    this.events.setCamera(camera, {
      effectiveOn: effectiveOn(camera.events.on, status, camera.detect.enabled), ruleVersion: 1, model, newId: (key) => fileEventId({ fileSha256, key }), file,
    })
    const ledger = await new Promise<LedgerCounts>((drained, failed) => {
      this.onDrained = drained
      this.onFailed = failed
      this.onProgress = progress
      this.onResult = onResult
      void this.capture.apply([camera]).catch(failed)
    }).finally(() => { this.onDrained = this.onFailed = this.onProgress = this.onResult = null })
    await this.capture.apply([])
    this.events.removeCamera(camera.id)
    return { events: [...this.eventsById.values()].sort(byStart), ledger, inferences: this.inferences }
  }

  async stop(): Promise<void> {
    await this.capture.stop()
    await this.stopEvents?.()
    await this.media.stop()
  }

  private watchForFailure(): void {
    const status = this.capture.statuses()[0]
    if (status?.state === 'failed' || status?.state === 'backoff') this.onFailed?.(new Error(status.stateReason ?? status.state))
  }
}

const byStart = (a: Event, b: Event): number => (a.startSeconds ?? 0) - (b.startSeconds ?? 0) || (a.id < b.id ? -1 : 1)
