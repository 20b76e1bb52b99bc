import type { Event } from '../common/contracts/event.ts'
import type { FrameResult, TrackState } from '../common/frame-result.ts'
import type { CameraId } from '../common/ids.ts'
import type { Logger } from '../electron/ports/logger.ts'

export const T0 = Date.UTC(2026, 10, 21, 10)
const at = (ms: number): string => new Date(T0 + ms).toISOString()

export const anEvent = (parts: Partial<Event> & { startedMs?: number } = {}): Event => {
  const { startedMs = 0, ...rest } = parts
  return {
    id: 'E1', camera: 'gate', type: 'object', label: 'person', severity: 'alert', score: 0.9, startedAt: at(startedMs), endedAt: null, state: 'active',
    zones: [], lines: [], trackId: 1, frameId: 'gate/1/0', clip: { state: 'none', seconds: 0, bytes: 0, verified: false },
    snapshot: false, reviewed: false, pinned: false, model: null, ruleVersion: 1, ...rest,
  }
}

export const aTrack = (parts: Partial<TrackState> = {}): TrackState => ({
  trackId: 1, label: 'person', score: 0.9, medianScore: 0.9, confirmed: true, box: [0.1, 0.1, 0.2, 0.4], predicted: false, stationary: false,
  startPtsMs: 0, zones: [], crossings: [], ...parts,
})

export const aResult = (parts: Partial<FrameResult> = {}): FrameResult => ({
  cameraId: 'gate' as CameraId, epoch: 1, sequence: 0, ptsMs: 0, capturedAtMs: T0 + (parts.ptsMs ?? 0), outcome: 'inferred', onTime: true,
  motion: { ratio: 0, active: false }, tracks: [], begunTracks: [], endedTracks: [], notLookedFor: [], inferences: 0, ...parts,
})

export const silentLogger: Logger = { info() {}, warn() {}, error() {}, debug() {} }
