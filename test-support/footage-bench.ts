import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import { anEvent, T0 } from './events.ts'
import { manualClock } from './manual-clock.ts'
import { localStore } from './open-store.ts'
import { makeFootage, watchCamera, watchedCamera, type Footage } from './watched-camera.ts'

/** Frame 70 triggers; the object was first seen at frame 65 (6.5 s). */
export const trigger = (everyNth: number): Event => anEvent({ startedMs: 6_500, frameId: `gate/1/${70 / everyNth}` })

/** For a test file about recording: footage with and without B-frames, made once, and cameras that show it to a real store by a clock of their own. */
export function footageBench() {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-clips-'))
  const footage = new Map<number, Footage>()
  beforeAll(async () => {
    for (const bFrames of [0, 2]) footage.set(bFrames, await makeFootage({ path: join(folder, `b${bFrames}.mp4`), bFrames, seconds: 14 }))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const watch = (bFrames: number, options: { everyNth?: number; tie?: 'known' | 'unknown'; maxSeconds?: number } = {}) => {
    const source = footage.get(bFrames)
    if (!source) throw new Error('the footage is made before the first test, not while the file is read')
    const data = mkdtempSync(join(folder, 'data-'))
    const clock = manualClock(T0)
    const local = localStore(data, () => clock.now())
    const config = { ...watchedCamera, events: { ...watchedCamera.events, maxSeconds: options.maxSeconds ?? 120 } }
    const camera = watchCamera({ source, store: local.store, clock, ...options })
    const last = (): Event => {
      const event = camera.told.at(-1)
      if (!event) throw new Error('nothing was told yet')
      return event
    }
    return { ...camera, source, data, local, config, clock, last, save: (id: string, part = 1) => camera.save(id, join(data, `clip-${part}.mp4`), part) }
  }
  return { folder, footage, watch }
}
