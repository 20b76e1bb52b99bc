import { expect, it } from 'vitest'
import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { Notice } from '../../../common/contracts/system.ts'
import type { MediaFileFacts } from '../../../common/wire/store-messages.ts'
import { silentLogger } from '../../../test-support/events.ts'
import { manualClock } from '../../../test-support/manual-clock.ts'
import { createRecordingGate } from '../clips/recording-gate.ts'
import { createStorageService } from './storage-service.ts'

const GB = 1e9
const NOW = Date.UTC(2026, 10, 25, 12)
const turns = async (): Promise<void> => { for (let turn = 0; turn < 50; turn += 1) await Promise.resolve() }

function watch({ freeGb, gb = 1 }: { freeGb: number; gb?: number }) {
  const clock = manualClock(NOW)
  let free = freeGb * GB
  let files: MediaFileFacts[] = ['2026-11-25.gate', '2026-11-24.gate', '2026-11-23.gate'].map((file) => ({ file, bytes: gb * GB, oldestMs: null, events: 1, pinned: 0 }))
  const notices = new Map<string, Omit<Notice, 'id'> | null>()
  const dropped: string[] = []
  let steps = 0
  let reloads = 0
  const gate = createRecordingGate({ clock, onChange: () => {} })
  const service = createStorageService({
    folder: '/data', clock, logger: silentLogger, gate, note: (id, notice) => notices.set(id, notice), onRemoved: () => { reloads += 1 }, free: async () => free,
    config: () => ({ storage: { retention: { days: 14, maxGb: 50 }, minFreeGb: 2 }, cameras: [CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:pattern' }] })] }),
    store: {
      mediaFiles: async () => files,
      async dropFile(file) {
        steps += 1
        if (steps % 3 !== 0) return { done: false, freedBytes: 0 }
        dropped.push(file)
        files = files.filter((one) => one.file !== file)
        free += gb * GB
        return { done: true, freedBytes: gb * GB }
      },
      trimFile: async () => ({ done: true, freedBytes: 0 }),
    },
  })
  const stop = service.start()
  return {
    service, gate, notices, dropped, stop, reloads: () => reloads, setFree: (next: number) => { free = next * GB },
    async pass(seconds: number): Promise<void> {
      for (let at = 0; at < seconds; at += 30) {
        clock.advance(30_000)
        await turns()
      }
      await turns()
    },
  }
}

it('a disk that is short is announced two minutes before anything is deleted, with what that will be', async () => {
  const { service, notices, dropped, pass, stop, reloads } = watch({ freeGb: 1.5 })
  await pass(0)
  expect(service.status).toMatchObject({ state: 'low', next: { camera: 'gate', day: '2026-11-23', bytes: GB, atMs: NOW + 120_000 } })
  expect(notices.get('disk')?.text).toBe('Only 1.5 GB are free for recordings (storage.minFreeGb is 2): the recordings of 2026-11-23 of gate are about to be deleted; free some space, or pin what must stay')
  await pass(90)
  expect(dropped).toEqual([])
  await pass(60)
  expect(dropped).toEqual(['2026-11-23.gate'])
  expect(service.status).toMatchObject({ state: 'ok', next: null })
  expect(notices.get('disk')).toBeNull()
  expect(reloads()).toBe(1)
  await pass(300)
  expect(dropped).toHaveLength(1)
  stop()
})

it('somebody frees space in time: nothing is deleted', async () => {
  const { dropped, setFree, pass, stop, service } = watch({ freeGb: 1 })
  await pass(60)
  setFree(10)
  await pass(300)
  expect([dropped, service.status?.state]).toEqual([[], 'ok'])
  stop()
})

it('a disk with nothing left: recording stops before the last bytes are gone, says so, and goes on by itself', async () => {
  const { service, gate, notices, setFree, pass, stop } = watch({ freeGb: 0.05, gb: 0 })
  await pass(0)
  expect(gate.state).toMatchObject({ at: 'shut', kind: 'full' })
  expect(service.status?.state).toBe('full')
  expect(notices.get('recording')?.text).toBe('The disk is full: recording has stopped until there is space again. Free some space, or let recordings take less.')
  await pass(60)
  expect(gate.mayTry()).toBe(false)
  setFree(20)
  await pass(30)
  expect(gate.mayTry()).toBe(true)
  gate.taken()
  await pass(30)
  expect([service.status?.state, notices.get('recording')]).toEqual(['ok', null])
  stop()
})
