import { z } from 'zod'
import { CameraConfig } from './camera-config.ts'

export const CameraState = z.enum(['idle', 'connecting', 'live', 'stalled', 'backoff', 'failed', 'stopped'])
export type CameraState = z.infer<typeof CameraState>

/** Why a camera failed, as one word code can branch on; `stateReason` says it in a sentence. */
export const FailureKind = z.enum(['auth', 'unreachable', 'refused', 'not-found', 'not-video', 'codec', 'url', 'timeout', 'stream-ended', 'ffmpeg', 'no-frames', 'engine'])
export type FailureKind = z.infer<typeof FailureKind>

export const CameraStatus = z.strictObject({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  state: CameraState,
  /** One sentence for a person; null while all is well. */
  stateReason: z.string().nullable(),
  failure: FailureKind.nullable(),
  /** Milliseconds since 1970; when the camera came to this state. */
  stateSinceMs: z.number(),
  /** In `backoff`: when the next attempt starts. */
  retryAtMs: z.number().nullable(),
  /** Frames per second that reach the analysis, over the last few seconds. */
  fps: z.number(),
  /** The size of the analysed picture; null until a frame came. */
  resolution: z.strictObject({ width: z.int(), height: z.int() }).nullable(),
  /** The source's own stream, as ffmpeg describes it. */
  source: z.strictObject({ codec: z.string(), width: z.int(), height: z.int(), fps: z.number().nullable(), copied: z.boolean() }).nullable(),
  epoch: z.int(),
  restarts: z.int(),
  /** null while recording is off or possible; a sentence when clips cannot be kept. */
  recordingProblem: z.string().nullable(),
  /** Why the last moments cannot be looked back at, as the end of a sentence; null when they can. */
  rewindProblem: z.string().nullable(),
})
export type CameraStatus = z.infer<typeof CameraStatus>

/** A camera as `GET /api/v1/cameras` gives it: its config entry plus how it is. Addresses have their passwords masked. */
export const Camera = z.strictObject({
  ...CameraConfig.shape,
  state: CameraState,
  stateReason: z.string().nullable(),
  fps: z.number(),
  resolution: z.strictObject({ width: z.int(), height: z.int() }).nullable(),
})
export type Camera = z.infer<typeof Camera>

/** What looking once at an address found. */
export const ProbeResult = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    codec: z.string(),
    width: z.int(),
    height: z.int(),
    fps: z.number().nullable(),
    /** The clip is a copy of the camera's own stream; otherwise it is encoded here. */
    copied: z.boolean(),
    /** `data:image/jpeg;base64,…` */
    picture: z.string(),
  }),
  z.strictObject({ ok: z.literal(false), failure: FailureKind, reason: z.string() }),
])
export type ProbeResult = z.infer<typeof ProbeResult>
