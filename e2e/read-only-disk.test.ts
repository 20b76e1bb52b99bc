import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import type { StorageStatus } from '../common/contracts/storage.ts'
import { mountDisk, refuseWrites, type TestDisk } from '../test-support/disk.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { decodedFrames } from '../test-support/ffmpeg-clips.ts'
import { engineProcesses } from '../test-support/processes.ts'
import { type WatchedSystem, watchSystem } from '../test-support/rpc.ts'

const camera = { id: 'pattern', inputs: [{ url: 'test:pattern?size=640x360&fps=10' }], motion: { minArea: 0.02 }, events: { on: ['motion'], preSeconds: 1, postSeconds: 1, maxSeconds: 8 }, record: { mode: 'always' } }
const config = { version: 1, detector: { model: 'none' }, storage: { minFreeGb: 0 }, cameras: [camera] }

describe('a disk that turns read-only while it is recorded to', () => {
  let disk: TestDisk | null = null
  let engine: RunningEngine
  let screen: WatchedSystem
  const alerts = (): string[] => (screen.states.at(-1)?.notices ?? []).filter(({ level }) => level === 'alert').map(({ text }) => text)
  const storePid = (): number => {
    const { store } = engineProcesses(engine.process.pid)
    if (!store) throw new Error('there is no store process')
    return store.pid
  }
  /** Whoever looks at the wall sees nothing of it. */
  const liveGoesOn = async (): Promise<void> => {
    const captured = async (): Promise<number> => (await engine.stats()).all.ledger.captured
    const before = await captured()
    await engine.until('more frames', async () => await captured() > before + 30, 10_000)
    expect((await engine.get<{ cameras: { live: number } }>('/healthz')).cameras.live).toBe(1)
    expect((await engine.fetch('/api/v1/cameras/pattern/snapshot.jpg')).status).toBe(200)
    const now = Date.now()
    expect((await engine.fetch(`/api/v1/cameras/pattern/footage.mp4?from=${new Date(now - 8_000).toISOString()}&to=${new Date(now).toISOString()}`)).status).toBe(200)
  }
  const recordedTo = async (): Promise<number> => {
    const { cameras } = await engine.get<{ cameras: { spans: [number, number][] }[] }>(`/api/v1/timeline?cameras=pattern&from=${new Date(Date.now() - 600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`)
    return cameras[0]?.spans.at(-1)?.[1] ?? 0
  }
  const saved = async (): Promise<Event[]> => (await engine.events()).filter(({ clip }) => clip.verified && clip.seconds > 2)
  /** Every clip there was is still there, and plays. */
  const expectWhole = async (before: readonly Event[]): Promise<void> => {
    expect(before.length).toBeGreaterThan(0)
    const after = new Map((await engine.events()).map((event) => [event.id, event]))
    for (const { id } of before) {
      expect(after.get(id)).toMatchObject({ clip: { verified: true } })
      const path = join(temporaryFolder(), 'clip.mp4')
      writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${id}/clip.mp4`)).arrayBuffer()))
      expect(decodedFrames(path, ['-xerror']).length).toBeGreaterThan(5)
    }
  }

  beforeAll(async () => {
    disk = mountDisk('192m')
    engine = await startEngine({ config, data: disk.folder })
    screen = await watchSystem(engine)
    await engine.until('a clip', async () => (await saved()).length > 0, 40_000)
  }, 60_000)
  afterAll(async () => {
    screen?.close()
    await engine?.stop()
    disk?.unmount()
  })

  it('under open files: recording stops and says what to do, and goes on by itself when writes are taken again', async () => {
    const before = await saved()
    const store = storePid()
    const allow = await refuseWrites(store)
    try {
      await engine.until('the alert', () => alerts().some((text) => text.startsWith('The disk does not let anything be written: recording has stopped')), 20_000)
      expect((await engine.get<StorageStatus>('/api/v1/storage')).state).toBe('read-only')
      await liveGoesOn()
    } finally {
      await allow()
    }
    const fromMs = Date.now()
    await engine.until('no alert', () => alerts().length === 0, 20_000)
    await engine.until('new footage', async () => await recordedTo() > fromMs + 2_000, 20_000)
    await engine.until('an event of what came after, with its clip', async () => (await saved()).some(({ id, startedAt }) => !before.some((old) => old.id === id) && Date.parse(startedAt) > fromMs), 60_000)
    // It was the same process all along: nothing was restarted for it.
    expect(storePid()).toBe(store)
    await expectWhole(before)
  }, 120_000)

  it('and a store that has to start on it: the same, with the folder named', async () => {
    const before = await saved()
    // The kernel remounts only where nothing is open for writing: the store dies, and nobody may start it in between.
    engine.process.kill('SIGSTOP')
    process.kill(storePid(), 'SIGKILL')
    await engine.until('the files to be closed', () => {
      try {
        disk?.remount('ro')
        return true
      } catch {
        return false
      }
    }, 10_000)
    engine.process.kill('SIGCONT')
    await engine.until('the alert', () => alerts().some((text) => text.includes(`Vigil may not write to ${disk?.folder ?? ''}`)), 20_000)
    await liveGoesOn()
    disk?.remount('rw')
    const fromMs = Date.now()
    await engine.until('no alert', () => alerts().length === 0, 40_000)
    await engine.until('new footage', async () => await recordedTo() > fromMs + 2_000, 40_000)
    await expectWhole(before)
  }, 150_000)

  it('leaves whole files behind', async () => {
    expect((await engine.stop()).code).toBe(0)
    const data = disk?.folder ?? ''
    const files = [join(data, 'vigil.db'), ...readdirSync(join(data, 'media')).filter((name) => name.endsWith('.db')).map((name) => join(data, 'media', name))]
    expect(files.length).toBeGreaterThanOrEqual(2)
    for (const file of files) {
      const database = new Database(file, { readonly: true })
      expect(database.pragma('integrity_check', { simple: true }), file).toBe('ok')
      database.close()
    }
    expect([...readdirSync(data), ...readdirSync(join(data, 'media'))].filter((name) => name.includes('damaged'))).toEqual([])
  }, 30_000)
})
