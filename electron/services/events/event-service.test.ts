import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import { aResult, aTrack, silentLogger, T0 } from '../../../test-support/events.ts'
import { FFMPEG } from '../../../test-support/ffmpeg-clips.ts'
import { manualClock } from '../../../test-support/manual-clock.ts'
import { localStore } from '../../../test-support/open-store.ts'
import { createClipService } from '../clips/clip-service.ts'
import { createRecordingGate } from '../clips/recording-gate.ts'
import { createClipVerifier } from '../clips/verify-clip.ts'
import { createEventService } from './event-service.ts'

let folder = ''
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-events-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const turns = async (): Promise<void> => { for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => { setImmediate(resolve) }) }

async function engine(storeAnswers = true) {
  const clock = manualClock(T0)
  const local = localStore(folder, () => clock.now())
  const told: Event[] = []
  const store = storeAnswers ? local.store : { ...local.store, putEvent: () => new Promise<void>(() => {}) }
  const clips = createClipService({ store, clock, logger: silentLogger, gate: createRecordingGate({ clock, onChange: () => {} }), verify: createClipVerifier({ store, ffmpegPath: FFMPEG }), onEvent: (event) => told.push(event) })
  const events = createEventService({ clips, clock })
  const stop = await events.start()
  let id = 0
  const camera = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:pattern' }], events: { postSeconds: 5 } })
  events.setCamera(camera, { effectiveOn: ['object'], ruleVersion: 3, model: null, newId: () => `E${(id += 1)}` })
  return { clock, local, told, clips, events, stop }
}
const states = (told: readonly Event[]): string[] => told.map((event) => `${event.id} ${event.state} ${event.clip.state} ${event.score}`)

it('tells and stores an event from its start to its end, held-back scores included', async () => {
  const { clock, local, told, events, stop } = await engine()
  events.onResult(aResult({ sequence: 0, tracks: [aTrack({ medianScore: 0.8 })] }))
  await turns()
  events.onResult(aResult({ sequence: 1, ptsMs: 100, tracks: [aTrack({ medianScore: 0.85 })] }))
  clock.advance(1_000)
  await turns()
  events.onResult(aResult({ sequence: 2, ptsMs: 1_100, endedTracks: [1] }))
  await turns()
  expect(states(told)).toEqual(['E1 active recording 0.8', 'E1 active recording 0.85', 'E1 ended recording 0.85'])
  expect(local.calls.getEvent('E1')).toMatchObject({ state: 'ended', score: 0.85, ruleVersion: 3 })
  // Nothing was ever recorded of this camera: the clip says so instead of waiting for ever.
  clock.advance(5_000 + 25_000)
  await turns()
  expect(told.at(-1)?.clip).toEqual({ state: 'failed', seconds: 0, bytes: 0, verified: false, reason: 'The camera delivered nothing that could be recorded.' })
  expect(local.calls.getEvent('E1')?.clip.state).toBe('failed')
  await stop()
  local.close()
})

it('ends what is active when a camera goes, is removed, or all stops', async () => {
  const { clock, local, told, clips, events, stop } = await engine()
  for (const end of [() => events.cameraGone('gate'), () => events.removeCamera('gate')]) {
    events.onResult(aResult({ tracks: [aTrack()] }))
    end()
    clock.advance(100)
  }
  await stop()
  await clips.stop()
  expect(told.filter((event) => event.state === 'ended' && event.clip.state === 'recording').map((event) => event.id)).toEqual(['E1', 'E2'])
  expect(['E1', 'E2'].map((id) => local.calls.getEvent(id)?.clip.state)).toEqual(['failed', 'failed'])
  local.close()
})

it('an event is told within three seconds even when the store does not answer, and in order', async () => {
  const { clock, local, told, events, stop } = await engine(false)
  events.onResult(aResult({ tracks: [aTrack()] }))
  events.onResult(aResult({ sequence: 1, ptsMs: 100, tracks: [aTrack({ zones: ['path'] })] }))
  await turns()
  expect(told).toEqual([])
  clock.advance(3_000)
  await turns()
  expect(told.map((event) => event.zones)).toEqual([[], ['path']])
  await stop()
  local.close()
})
