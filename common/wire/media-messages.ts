import type { AnalysisConfig } from '../contracts/camera-config.ts'
import type { DetectorStatus, ModelTraits } from '../contracts/model.ts'
import type { ModelFamily } from '../contracts/model-sidecar.ts'
import type { CameraStats, Percentiles, ProcessStats, StagePercentiles, StatsWindow, WorstFrame } from '../contracts/stats.ts'
import type { Evidence } from '../evidence.ts'
import type { FrameResult } from '../frame-result.ts'
import type { CameraId } from '../ids.ts'
import type { DisplayOutcome, LedgerCounts } from '../ledger.ts'
import type { Stage } from '../stages.ts'

/** Where the media process reads one epoch's raw frames from. */
export type RawEndpoint =
  | { readonly kind: 'fifo'; readonly path: string }
  /** A Unix socket or a Windows named pipe that the media process listens on. */
  | { readonly kind: 'socket'; readonly path: string }

export interface ModelFile {
  readonly id: string
  readonly path: string
  readonly sha256: string
  /** What the catalogue knows of it. */
  readonly known?: { readonly family: ModelFamily; readonly familyFrom: string; readonly names: { readonly list: readonly string[]; readonly from: string } }
}

/** How capture time becomes wall time: the clock on arrival, or 1970 + pts for files that are analysed. */
export type WallClockSource = 'arrival' | 'pts'

/** What of a WebSocket's upgrade request the handshake needs; `head`: base64 of the bytes that came after the request's head. */
export interface ViewerUpgrade {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly head: string
}

/** main → media. Viewers come with their port or socket beside the message. */
export type MediaCommand =
  | { readonly type: 'configure-detector'; readonly model: ModelFile | null; readonly threads: number; readonly providers: readonly string[]; readonly reason: string | null }
  | { readonly type: 'set-camera'; readonly camera: AnalysisConfig }
  | { readonly type: 'remove-camera'; readonly cameraId: CameraId }
  /** Answered by `endpoint-open`; ffmpeg is started after that. */
  | { readonly type: 'open-epoch'; readonly cameraId: CameraId; readonly epoch: number; readonly endpoint: RawEndpoint; readonly wallClock: WallClockSource; readonly firstSequence: number }
  | { readonly type: 'close-epoch'; readonly cameraId: CameraId; readonly epoch: number }
  /** An ffmpeg of main's runs, or no longer: media ends what a main process that died left behind. */
  | { readonly type: 'ffmpeg'; readonly pid: number; readonly runs: boolean }
  /** ffmpeg said that it threw raw frames away because they were not read in time. */
  | { readonly type: 'reader-late'; readonly cameraId: CameraId }
  | { readonly type: 'attach-viewer'; readonly cameraId: CameraId }
  /** A viewer's socket arrives. Until `viewer-socket-free`, main still reads from it and throws away what it reads: nothing may be answered before. */
  | { readonly type: 'viewer-socket'; readonly viewer: number; readonly cameraId: CameraId; readonly upgrade: ViewerUpgrade }
  | { readonly type: 'viewer-socket-free'; readonly viewer: number }
  | { readonly type: 'snapshot'; readonly requestId: number; readonly cameraId: CameraId; readonly boxes: boolean }
  /** What is known of that span, milliseconds since 1970; answered by `evidence-done`. */
  | { readonly type: 'evidence'; readonly requestId: number; readonly cameraId: CameraId; readonly fromMs: number; readonly toMs: number }
  | { readonly type: 'fault'; readonly kind: 'abort-in-inference' }
  | { readonly type: 'stop' }

/** One camera's counts of the running epoch, taken at one moment. */
export interface CameraLedger {
  readonly cameraId: CameraId
  readonly epoch: number
  readonly ledger: LedgerCounts
}

export interface MediaCameraSnapshot {
  readonly cameraId: CameraId
  readonly epoch: number
  readonly ledger: LedgerCounts
  readonly display: Readonly<Record<DisplayOutcome, number>>
  readonly stages: Readonly<Record<StatsWindow, StagePercentiles>>
  readonly pool: CameraStats['pool']
  readonly fps: number
  readonly inferFps: number
  readonly inferLimit: CameraStats['inferLimit']
  readonly deadlineMs: number
  readonly viewers: number
  readonly tracks: number
  /** Over the last 10 s. */
  readonly recent: { readonly captured: number; readonly drops: number; readonly onTime: number; readonly finished: number }
  /** Per stage: how often and how long in all, since the process started; main makes the Prometheus histogram of the buckets. */
  readonly stageBuckets: Readonly<Partial<Record<Stage, { readonly counts: readonly number[]; readonly sumSeconds: number }>>>
  readonly worst: readonly WorstFrame[]
}

/** Upper bounds in seconds of the stage histogram; one more bucket follows for everything above. */
export const STAGE_BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5] as const

export interface MediaSnapshot {
  readonly cameras: readonly MediaCameraSnapshot[]
  readonly allStages: Readonly<Record<StatsWindow, StagePercentiles>>
  readonly infer: { readonly queueDepth: number; readonly perSecond: number; readonly threads: number; readonly run: Percentiles | null }
  readonly process: ProcessStats
}

/** media → main. */
export type MediaReport =
  | { readonly type: 'ready'; readonly pid: number }
  /** `model`: what is in use. */
  | { readonly type: 'detector'; readonly status: DetectorStatus; readonly model: ModelTraits | null }
  | { readonly type: 'endpoint-open'; readonly cameraId: CameraId; readonly epoch: number }
  | { readonly type: 'endpoint-failed'; readonly cameraId: CameraId; readonly epoch: number; readonly reason: string }
  /** The first frame of an epoch, and whenever the picture's size changes. */
  | { readonly type: 'stream'; readonly cameraId: CameraId; readonly epoch: number; readonly width: number; readonly height: number; readonly firstPtsMs: number; readonly capturedAtMs: number }
  /** `ledgers`: the cameras whose counts changed, as they stand now; what is in the detector is known to main before it may die there. */
  | { readonly type: 'results'; readonly results: readonly FrameResult[]; readonly ledgers: readonly CameraLedger[] }
  /** A track was confirmed: the picture of that very frame, as JPEG. */
  | { readonly type: 'track-picture'; readonly cameraId: CameraId; readonly epoch: number; readonly sequence: number; readonly trackId: number; readonly jpeg: Uint8Array }
  /** The last bytes of an epoch were read and every frame of it has its outcome. */
  | { readonly type: 'epoch-drained'; readonly cameraId: CameraId; readonly epoch: number; readonly ledger: LedgerCounts }
  | { readonly type: 'snapshot-done'; readonly requestId: number; readonly jpeg: Uint8Array | null }
  | { readonly type: 'evidence-done'; readonly requestId: number; readonly evidence: Evidence | null }
  | { readonly type: 'stats'; readonly snapshot: MediaSnapshot }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string; readonly cameraId: CameraId | null }
