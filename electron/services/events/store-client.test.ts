import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EventQuery } from '../../../common/contracts/event.ts'
import type { StoredFragment } from '../../../common/wire/store-messages.ts'
import { childHost } from '../../../test-support/child-host.ts'
import { anEvent, silentLogger, T0 } from '../../../test-support/events.ts'
import { decodedFrames, fragmentedCopy, makeVideo } from '../../../test-support/ffmpeg-clips.ts'
import { systemClock } from '../../ports/clock.ts'
import { clipReader } from '../clips/clip-file.ts'
import type { Fragment } from '../clips/mp4/fragment.ts'
import { createFragmentSplitter } from '../clips/mp4/fragment-splitter.ts'
import type { InitSegment } from '../clips/mp4/init-segment.ts'
import { createRowBuilder } from '../clips/row-builder.ts'
import { createStoreClient, type Recovered, type StoreClient } from './store-client.ts'

/** A machine that is busy with other things. */
const PATIENT = { timeout: 20_000 }

let folder = ''
let stop: (() => Promise<void>) | null = null
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-client-')) })
afterEach(async () => {
  await stop?.()
  stop = null
  rmSync(folder, { recursive: true, force: true })
})

async function startClient(options: { dataDir?: string; openEventIds?: () => string[]; host?: ReturnType<typeof childHost> } = {}): Promise<{ client: StoreClient; recovered: Recovered[]; host: ReturnType<typeof childHost> }> {
  const { dataDir = folder, openEventIds = () => [], host = childHost() } = options
  const client = createStoreClient({ host, dataDir, clock: systemClock, logger: silentLogger, openEventIds })
  const recovered: Recovered[] = []
  client.onRecovered((found) => recovered.push(found))
  stop = await client.start()
  return { client, recovered, host }
}

const recording = anEvent({ id: 'E1', clip: { state: 'recording', seconds: 0, bytes: 0, verified: true } })
const row = (index: number): StoredFragment => ({ index, startMs: index * 500, endMs: index * 500 + 500, keyframe: true, frames: 5, bytes: new Uint8Array(60_000).fill(index) })
const clip = { eventId: 'E1', day: '2026-11-21', init: new Uint8Array([1]), codec: 'h264', codecString: 'avc1.64001f', startWallMs: T0 }

it('answers calls made before the process is ready, and stops it without a trace', async () => {
  const { client, host } = await startClient()
  expect(client.state).toEqual({ at: 'starting' })
  await client.store.putEvent(anEvent())
  expect(await client.store.getEvent('E1')).toEqual(anEvent())
  expect(client.state).toEqual({ at: 'ready' })
  await expect(client.store.putEvent({ ...anEvent(), score: 7 })).rejects.toThrow(/^putEvent: .*score/s)
  await expect.poll(() => client.stats?.name, PATIENT).toBe('store')
  await stop?.()
  stop = null
  expect(client.state).toEqual({ at: 'stopped' })
  expect(() => process.kill(host.pids[0]!, 0)).toThrow('ESRCH')
  await expect(client.store.usage()).rejects.toThrow('Vigil is shutting down.')
})

it('carries calls over the death of the process, and leaves open what is in hand', async () => {
  const { client, recovered, host } = await startClient({ openEventIds: () => ['E1'] })
  const { store } = client
  await store.putEvent(recording)
  await store.putEvent({ ...recording, id: 'E2' })
  await store.openClip(clip)
  const calls: Promise<unknown>[] = []
  for (let index = 0; index < 40; index += 1) {
    calls.push(store.appendFragments({ eventId: 'E1', fragments: [row(index)], tracks: [{ pts: index, boxes: [] }] }))
    if (index === 20) process.kill(client.pid!, 'SIGKILL')
  }
  await Promise.all(calls)
  expect(host.pids).toHaveLength(2)
  expect(client.restarts).toBe(1)
  const info = await store.clipInfo('E1')
  expect(info?.fragments.map((fragment) => fragment.index)).toEqual(Array.from({ length: 40 }, (_, index) => index))
  expect((await store.tracks('E1'))?.frames).toHaveLength(40)
  expect(await store.getEvent('E1')).toMatchObject({ state: 'active', clip: { state: 'recording' } })
  expect(recovered.flatMap((found) => found.repaired.map((event) => event.id))).toEqual(['E2'])
})

it('a SIGKILL in the middle of appends loses nothing that was acknowledged: it plays, and event and clip are repaired', async () => {
  const path = join(folder, 'source.mp4')
  await makeVideo({ path, bFrames: 2, seconds: 8 })
  let init: InitSegment | null = null
  const fragments: Fragment[] = []
  createFragmentSplitter({ onInit: (found) => { init = found }, onFragment: (fragment) => fragments.push(fragment) }).push(fragmentedCopy(path))
  const builder = createRowBuilder({ originDts: 0 })
  const rows = [...fragments.flatMap((fragment) => builder.push(fragment)), ...builder.flush()].map(({ framesMs: _framesMs, endDtsMs: _endDtsMs, ...stored }) => stored)
  const dataDir = join(folder, 'data')

  const first = await startClient({ dataDir })
  await first.client.store.putEvent(recording)
  await first.client.store.openClip({ ...clip, init: init!.bytes })
  const acknowledged: number[] = []
  const appends = rows.map(async (stored) => {
    await first.client.store.appendFragments({ eventId: 'E1', fragments: [stored], tracks: [] })
    acknowledged.push(stored.index)
    // From inside the stream of answers: the rest is on its way to the process or half written.
    if (stored.index === 8) process.kill(first.client.pid!, 'SIGKILL')
  })
  await expect.poll(() => acknowledged.length, PATIENT).toBeGreaterThanOrEqual(9)
  // The whole engine dies here as far as the data is concerned: nobody sends anything again.
  const before = [...acknowledged]
  const stopped = stop?.()
  stop = null
  await Promise.allSettled([stopped, ...appends])

  const second = await startClient({ dataDir })
  const info = await second.client.store.clipInfo('E1')
  expect(info!.fragments.map((fragment) => fragment.index)).toEqual(expect.arrayContaining(before))
  expect(second.recovered[0]?.repaired).toHaveLength(1)
  expect(await second.client.store.getEvent('E1')).toMatchObject({ state: 'ended', clip: { state: 'saved', verified: true } })
  const file = (await clipReader(second.client.store, 'E1'))!
  const pieces: Uint8Array[] = []
  for await (const piece of file.read(0, file.size)) pieces.push(piece)
  writeFileSync(join(folder, 'clip.mp4'), Buffer.concat(pieces))
  const pixels = decodedFrames(join(folder, 'clip.mp4')).map((frame) => frame.md5)
  expect(pixels.length).toBeGreaterThan(40)
  expect(pixels).toEqual(decodedFrames(path).slice(0, pixels.length).map((frame) => frame.md5))
})

it('serves any range of a clip', async () => {
  const { client } = await startClient()
  await client.store.putEvent(recording)
  await client.store.openClip({ ...clip, init: new Uint8Array([9, 9, 9]) })
  for (let index = 0; index < 20; index += 1) await client.store.appendFragments({ eventId: 'E1', fragments: [{ ...row(index), bytes: new Uint8Array(5).fill(index) }], tracks: [] })
  const whole = [9, 9, 9, ...Array.from({ length: 100 }, (_, at) => Math.floor(at / 5))]
  const file = (await clipReader(client.store, 'E1'))!
  expect(file).toMatchObject({ size: 103, codecString: 'avc1.64001f' })
  for (const [from, to] of [[0, 103], [0, 1], [2, 4], [3, 8], [7, 60], [102, 103], [50, 50]] as const) {
    const got: number[] = []
    for await (const piece of file.read(from, to)) got.push(...piece)
    expect(got).toEqual(whole.slice(from, to))
  }
  expect(await clipReader(client.store, 'nobody')).toBeNull()
})

it('a folder it may not write to fails in one clear sentence, and calls say the same', async () => {
  const locked = join(folder, 'locked')
  mkdirSync(locked)
  chmodSync(locked, 0o555)
  // Root may write anywhere, so the child runs as nobody there.
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  chmodSync(folder, 0o755)
  const { client } = await startClient({ dataDir: locked, host: childHost(asNobody) })
  await expect.poll(() => client.state.at, PATIENT).toBe('failed')
  const reason = client.state.at === 'failed' ? client.state.reason : ''
  expect(reason).toMatch(/^Vigil (?:may not write to|cannot open) .*locked.*(?:--data)\.$/)
  await expect(client.store.listEvents(EventQuery.parse({}))).rejects.toThrow(reason)
})

it('a process whose parent dies ends by itself', async () => {
  const entry = join(import.meta.dirname, '../../../native-workers/store/entry.ts')
  const script = join(folder, 'parent.mjs')
  writeFileSync(script, `import { fork } from 'node:child_process'
    const child = fork(${JSON.stringify(entry)}, [${JSON.stringify(join(folder, 'data'))}], { serialization: 'advanced' })
    child.on('message', (report) => { if (report.type === 'ready') { console.log(child.pid); process.kill(process.pid, 'SIGKILL') } })`)
  let pid = 0
  try {
    execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    pid = Number((error as { stdout: string }).stdout)
  }
  expect(pid).toBeGreaterThan(0)
  await expect.poll(() => alive(pid), PATIENT).toBe(false)
})

/** An ended child nobody waits for stays as a zombie: that counts as ended. */
const alive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
