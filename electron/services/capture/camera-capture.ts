import type { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { CameraState, CameraStatus, FailureKind } from '../../../common/contracts/camera-status.ts'
import { isCopied } from './ffmpeg-args.ts'
import { type InputCapture, STALLED } from './input-capture.ts'

/** How an input's machine reads on screen. */
export function describeInput(capture: InputCapture): { state: CameraState; reason: string | null; failure: FailureKind | null; sinceMs: number | null; retryAtMs: number | null } {
  const { state } = capture
  switch (state.at) {
    case 'stopped': return { state: 'stopped', reason: null, failure: null, sinceMs: null, retryAtMs: null }
    case 'idle': return { state: 'idle', reason: state.reason, failure: null, sinceMs: null, retryAtMs: null }
    case 'connecting': return { state: 'connecting', reason: null, failure: null, sinceMs: state.sinceMs, retryAtMs: null }
    case 'live': return { state: 'live', reason: null, failure: null, sinceMs: state.sinceMs, retryAtMs: null }
    case 'stalled': return { state: 'stalled', reason: STALLED, failure: 'no-frames', sinceMs: state.lastFrameMs, retryAtMs: null }
    case 'backoff': case 'failed':
      return { state: state.at, reason: state.failure.reason, failure: state.failure.kind, sinceMs: state.sinceMs, retryAtMs: state.untilMs }
  }
}

/** A camera's status: that of its analysed input. */
export function cameraStatus(facts: {
  config: CameraConfig
  detect: InputCapture | null
  fps: number
  resolution: { width: number; height: number } | null
  sinceMs: number
}): CameraStatus {
  const { config, detect: main } = facts
  const described = main ? describeInput(main) : { state: 'stopped' as const, reason: 'the camera is switched off', failure: null, sinceMs: null, retryAtMs: null }
  const source = main?.source ?? null
  return {
    id: config.id, name: config.name ?? config.id, enabled: config.enabled,
    state: described.state, stateReason: described.reason, failure: described.failure,
    stateSinceMs: described.sinceMs ?? facts.sinceMs, retryAtMs: described.retryAtMs,
    fps: described.state === 'live' ? facts.fps : 0,
    resolution: facts.resolution,
    source: source && { codec: source.codec, width: source.width, height: source.height, fps: source.fps, copied: main?.copied ?? isCopied(source.codec) },
    epoch: main?.epoch ?? 0, restarts: main?.restarts ?? 0,
    recordingProblem: config.inputs.length > 1 ? 'clips are taken from the analysed input; a second input for recording is not used by this version' : null,
    rewindProblem: main?.rewindProblem ?? null,
  }
}
