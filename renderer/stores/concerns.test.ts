import { expect, it } from 'vitest'
import type { CameraStatus } from '../../common/contracts/camera-status.ts'
import { concernsOf } from './concerns.ts'

const status = (over: Partial<CameraStatus>): CameraStatus => ({
  id: 'gate', name: 'Gate', enabled: true, state: 'live', stateReason: null, failure: null, stateSinceMs: 0, retryAtMs: null, fps: 10,
  resolution: null, source: null, epoch: 1, restarts: 0, recordingProblem: null, rewindProblem: null, ...over,
})

it.each([
  { name: 'all well', notices: [], statuses: [status({})], texts: [] },
  { name: 'a dead camera in words', notices: [], statuses: [status({ state: 'failed', stateReason: 'refused the password' })], texts: ['Gate: refused the password'] },
  { name: 'a camera switched off is no concern', notices: [], statuses: [status({ state: 'stopped', enabled: false })], texts: [] },
  {
    name: 'a notice about the camera speaks for it, and the worst comes first',
    notices: [{ id: 'a', level: 'info', text: 'hint', cameraId: null }, { id: 'b', level: 'alert', text: 'Gate is dark', cameraId: 'gate' }] as const,
    statuses: [status({ state: 'backoff' }), status({ id: 'yard', name: 'Yard', state: 'stalled' })],
    texts: ['Gate is dark', 'Yard: no picture right now', 'hint'],
  },
])('$name', ({ notices, statuses, texts }) => {
  expect(concernsOf(notices, statuses).map((concern) => concern.text)).toEqual(texts)
})
