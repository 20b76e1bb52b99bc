import { expect, it } from 'vitest'
import { VigilConfig } from './config.ts'

it('fills every default from the shortest file', () => {
  const config = VigilConfig.parse({ version: 1, cameras: [{ id: 'gate', inputs: [{ url: 'test:pattern' }] }] })
  expect(config.server).toEqual({ enabled: false, host: '127.0.0.1', port: 8787 })
  expect(config.storage).toEqual({ retention: { days: 14, maxGb: 50 }, minFreeGb: 2 })
  expect(config.detector).toEqual({ model: 'yolox-nano', threads: 1, providers: ['cpu'] })
  expect(config.alerts).toEqual({ dropRate: 0.05, p99Ms: 50 })
  expect(config.cameras[0]).toMatchObject({
    enabled: true,
    inputs: [{ url: 'test:pattern', roles: ['detect', 'record'], transport: 'tcp', loop: false, pace: 'realtime' }],
    detect: { enabled: true, width: 640, fps: 10, inferFps: 5, labels: ['person', 'car'], minScore: 0.5, threshold: 0.7, filters: {} },
    motion: { enabled: true, threshold: 30, minArea: 0.0005, masks: [] },
    record: { mode: 'events' },
    pool: { slots: 8, policy: 'drop-oldest', deadlineTolerance: 'auto', maxAgeMs: 2000 },
    events: { on: ['object'], cooldownSeconds: 0, preSeconds: 5, postSeconds: 5, maxSeconds: 120, requireZones: [] },
  })
})
