import { closeSync, openSync, readdirSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import type { StorageStatus } from '../common/contracts/storage.ts'
import { mountDisk, type TestDisk } from '../test-support/disk.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { decodedFrames } from '../test-support/ffmpeg-clips.ts'
import { engineProcesses } from '../test-support/processes.ts'
import { type WatchedSystem, watchSystem } from '../test-support/rpc.ts'

const SIZE = '192m'
const BIG_THINGS = { minArea: 0.02 }
const camera = { id: 'pattern', inputs: [{ url: 'test:pattern?size=640x360&fps=10' }], motion: BIG_THINGS, events: { on: ['motion'], preSeconds: 1, postSeconds: 1, maxSeconds: 8 }, record: { mode: 'always' } }
const config = { version: 1, detector: { model: 'none' }, storage: { minFreeGb: 0 }, cameras: [camera] }

/** To the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let piece = Buffer.alloc(1 << 20, 7); piece.length >= 512;) {
      try {
        writeSync(file, piece)
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error
        piece = piece.subarray(0, piece.length >> 1)
      }
    }
  } finally {
    closeSync(file)
  }
}

describe('a disk that fills up', () => {
  const disk = { current: null as TestDisk | null }
  let data = ''
  let engine: RunningEngine
  let screen: WatchedSystem
  const captured = async (): Promise<number> => (await engine.stats()).all.ledger.captured
  /** The pattern never stops moving: its event goes on, part after part. */
  const saved = async (): Promise<Event[]> => (await engine.events()).filter(({ clip }) => clip.bytes > 0 && clip.verified)
  const parts = async (): Promise<number> => (await engine.events()).reduce((sum, { clip }) => sum + (clip.parts?.length ?? (clip.bytes > 0 ? 1 : 0)), 0)
  const notice = (id: string): string | undefined => screen.states.at(-1)?.notices.find((one) => one.id === id)?.text

  beforeAll(async () => {
    disk.current = mountDisk(SIZE)
    data = disk.current.folder
    engine = await startEngine({ config, data })
    screen = await watchSystem(engine)
    await engine.until('a clip', async () => (await saved()).length > 0, 40_000)
  }, 60_000)
  afterAll(async () => {
    screen?.close()
    await engine?.stop()
    disk.current?.unmount()
  })

  it('recording stops and says so, live pictures and analysis go on', async () => {
    fill(join(data, 'somebody-elses'))
    expect(statfsSync(data).bavail).toBe(0)
    await engine.until('the notice', () => notice('recording')?.startsWith('The disk is full: recording has stopped') === true, 20_000)
    expect((await engine.get<StorageStatus>('/api/v1/storage')).state).toBe('full')
    const before = await captured()
    await engine.until('more frames', async () => await captured() > before + 30, 10_000)
    expect((await engine.get<{ cameras: { live: number } }>('/healthz')).cameras.live).toBe(1)
    expect((await engine.fetch('/api/v1/cameras/pattern/snapshot.jpg')).status).toBe(200)
    // What is in memory can still be looked back at.
    const now = Date.now()
    const rewind = await engine.fetch(`/api/v1/cameras/pattern/footage.mp4?from=${new Date(now - 8_000).toISOString()}&to=${new Date(now).toISOString()}`)
    expect(rewind.status).toBe(200)
  }, 60_000)

  it('goes on by itself when there is space again, and nothing that was stored is lost', async () => {
    const [before, partsBefore] = [await saved(), await parts()]
    rmSync(join(data, 'somebody-elses'))
    await engine.until('no notice', () => notice('recording') === undefined, 45_000)
    await engine.until('another part of a clip', async () => await parts() > partsBefore, 40_000)
    const after = new Map((await engine.events()).map((event) => [event.id, event]))
    for (const event of before) {
      expect(after.get(event.id)).toMatchObject({ clip: { verified: true } })
      const path = join(temporaryFolder(), 'clip.mp4')
      writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
      expect(decodedFrames(path, ['-xerror']).length).toBeGreaterThan(5)
    }
    expect([...after.values()].filter(({ state, clip }) => state === 'ended' && clip.state === 'recording')).toEqual([])
  }, 100_000)

  it('a disk that hangs for seconds: recording waits and loses nothing', async () => {
    const { store } = engineProcesses(engine.process.pid)
    if (!store) throw new Error('there is no store process')
    const from = new Date().toISOString()
    process.kill(store.pid, 'SIGSTOP')
    const before = await captured()
    await engine.until('six seconds of frames', async () => await captured() >= before + 60, 15_000)
    process.kill(store.pid, 'SIGCONT')
    const to = new Date().toISOString()
    // Everything queued in memory meanwhile comes to be stored.
    const spans = await engine.until<readonly (readonly [number, number])[]>('the whole stretch', async () => {
      const [gate] = (await engine.get<{ cameras: { spans: [number, number][] }[] }>(`/api/v1/timeline?cameras=pattern&from=${from}&to=${to}`)).cameras
      return gate && (gate.spans.at(-1)?.[1] ?? 0) >= Date.parse(to) - 1_000 ? gate.spans : null
    }, 15_000)
    expect(spans).toHaveLength(1)
    expect(spans[0]?.[0]).toBeLessThanOrEqual(Date.parse(from))
  }, 60_000)

  it('leaves whole files behind', async () => {
    expect((await engine.stop()).code).toBe(0)
    const files = [join(data, 'vigil.db'), ...readdirSync(join(data, 'media')).filter((name) => name.endsWith('.db')).map((name) => join(data, 'media', name))]
    expect(files.length).toBeGreaterThanOrEqual(2)
    for (const file of files) {
      const database = new Database(file, { readonly: true })
      expect(database.pragma('integrity_check', { simple: true }), file).toBe('ok')
      database.close()
    }
    expect(readdirSync(data).filter((name) => name.includes('damaged'))).toEqual([])
  }, 30_000)
})
