import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Event, EventPage } from '../common/contracts/event.ts'
import type { StorageStatus } from '../common/contracts/storage.ts'
import { startEngine, temporaryFolder } from '../test-support/engine.ts'
import { T0 } from '../test-support/events.ts'
import { decodedFrames } from '../test-support/ffmpeg-clips.ts'
import { trigger } from '../test-support/footage-bench.ts'
import { manualClock } from '../test-support/manual-clock.ts'
import { localStore } from '../test-support/open-store.ts'
import { callEngine } from '../test-support/rpc.ts'
import { makeFootage, watchCamera, watchedCamera } from '../test-support/watched-camera.ts'

/** Days ago, as the engine's own recorder would have left it: two events over the same seconds, one of them pinned, and footage around them. */
async function oldDay(data: string): Promise<{ pinned: readonly string[] }> {
  const source = await makeFootage({ path: join(temporaryFolder(), 'source.mp4'), bFrames: 2, seconds: 14 })
  const clock = manualClock(T0)
  const local = localStore(data, () => clock.now())
  const camera = watchCamera({ source, store: local.store, clock })
  camera.clips.setCamera('gate', { ...watchedCamera, record: { ...watchedCamera.record, mode: 'always' } })
  await camera.feed(0, 71)
  camera.clips.open(trigger(1), watchedCamera)
  await camera.feed(71, 80)
  camera.clips.open({ ...trigger(1), id: 'E2', frameId: 'gate/1/78' }, watchedCamera)
  await camera.feed(80, 90)
  for (const id of ['E1', 'E2']) camera.clips.end({ ...trigger(1), id, state: 'ended', endedAt: new Date(T0 + 9_000).toISOString() })
  await camera.feed(90, 130)
  await camera.clips.stop()
  local.calls.patchEvent({ id: 'E2', patch: { pinned: true } })
  const pinned = decodedFrames(await camera.save('E2', join(temporaryFolder(), 'before.mp4'))).map(({ md5 }) => md5)
  expect(local.calls.getEvent('E1')?.clip.state).toBe('saved')
  local.close()
  return { pinned }
}

it('a day over its age goes with its file; what is pinned stays whole, and the lists of those who look are read again', async () => {
  const data = temporaryFolder()
  const { pinned } = await oldDay(data)
  const day = join(data, 'media', `media-${new Date(T0).toISOString().slice(0, 10)}.gate.db`)
  expect(existsSync(day)).toBe(true)
  const config = (days: number): object => ({ version: 1, detector: { model: 'none' }, storage: { retention: { days }, minFreeGb: 0 }, cameras: [{ id: 'gate', enabled: false, inputs: [{ url: 'test:pattern' }] }] })

  // Long enough: nothing goes.
  const keeping = await startEngine({ config: config(3_000), data })
  expect((await keeping.events()).map(({ id }) => id).sort()).toEqual(['E1', 'E2'])
  expect((await keeping.get<StorageStatus>('/api/v1/storage')).cameras[0]).toMatchObject({ id: 'gate', oldestMs: expect.any(Number) as number })
  expect((await keeping.stop()).code).toBe(0)

  const engine = await startEngine({ config: config(3_000), data })
  const { client, close } = await callEngine(engine)
  let told = false
  const listen = async (): Promise<void> => { for await (const news of await client.events.watch()) told ||= news.type === 'reload' }
  listen().catch(() => undefined)
  try {
    // The config is changed while it runs: a look is taken at once.
    writeFileSync(join(data, 'vigil.yml'), JSON.stringify(config(1)))
    await engine.until('the day to go', () => !existsSync(day), 20_000)
    await engine.until('the word that it went', () => told, 10_000)
    const { items } = await engine.get<EventPage>('/api/v1/events')
    expect(items.map(({ id, pinned: kept }: Event) => [id, kept])).toEqual([['E2', true]])
    const path = join(temporaryFolder(), 'after.mp4')
    writeFileSync(path, new Uint8Array(await (await engine.fetch('/api/v1/events/E2/clip.mp4')).arrayBuffer()))
    expect(decodedFrames(path, ['-xerror']).map(({ md5 }) => md5)).toEqual(pinned)
    expect(readdirSync(join(data, 'media')).filter((name) => name.endsWith('.db'))).toEqual(['media-pinned.gate.db'])
    expect((await engine.get<StorageStatus>('/api/v1/storage')).pinnedBytes).toBeGreaterThan(0)
  } finally {
    close()
    expect((await engine.stop()).code).toBe(0)
  }
}, 60_000)
