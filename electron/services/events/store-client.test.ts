import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EventQuery } from '../../../common/contracts/event.ts'
import type { FootageRow, StreamHead } from '../../../common/wire/store-messages.ts'
import { childHost } from '../../../test-support/child-host.ts'
import { anEvent, silentLogger, T0 } from '../../../test-support/events.ts'
import { decodedFrames, fragmentedCopy, makeVideo } from '../../../test-support/ffmpeg-clips.ts'
import { systemClock } from '../../ports/clock.ts'
import { createFootageDesk } from '../clips/footage-desk.ts'
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
const FILE = '2026-11-21.gate'
const row = (index: number, bytes = new Uint8Array(60_000).fill(index)): FootageRow =>
  ({ index, startMs: index * 500, endMs: index * 500 + 500, dtsMs: index * 500, wallMs: T0 + index * 500, keyframe: true, frames: 5, kept: false, bytes })
const stream: { file: string } & StreamHead = { file: FILE, camera: 'gate', epoch: 1, codec: 'h264', codecString: 'avc1.64001f', timescale: 10_240, init: new Uint8Array([1]), burnedIn: false, audio: null }
const claim = { eventId: 'E1', part: 1 }
const append = (client: StoreClient, rows: readonly FootageRow[], pts: number): Promise<void> =>
  client.store.appendRows({ file: FILE, camera: 'gate', epoch: 1, rows, tracks: [{ pts, boxes: [] }], alignment: { exact: true, errorMs: 0 }, claims: [claim] })
const indices = async (client: StoreClient): Promise<number[]> => (await client.store.clipSegments(claim)).flatMap(({ rows }) => rows.map(({ index }) => index))

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
  await store.openStream(stream)
  const calls: Promise<unknown>[] = []
  for (let index = 0; index < 40; index += 1) {
    calls.push(append(client, [row(index)], index / 2))
    if (index === 20) process.kill(client.pid!, 'SIGKILL')
  }
  await Promise.all(calls)
  expect(host.pids).toHaveLength(2)
  expect(client.restarts).toBe(1)
  expect(await indices(client)).toEqual(Array.from({ length: 40 }, (_, index) => index))
  const [segment] = await store.clipSegments(claim)
  expect(await store.readTracks({ file: FILE, stream: segment!.stream, from: 0, to: 40 })).toHaveLength(40)
  expect(await store.getEvent('E1')).toMatchObject({ state: 'active', clip: { state: 'recording' } })
  expect(recovered.flatMap((found) => found.repaired.map((event) => event.id))).toEqual(['E2'])
})

it('a SIGKILL in the middle of appends loses nothing that was acknowledged: it plays, and event and clip are repaired', async () => {
  const path = join(folder, 'source.mp4')
  await makeVideo({ path, bFrames: 2, seconds: 8 })
  let init: InitSegment | null = null
  const fragments: Fragment[] = []
  createFragmentSplitter({ onInit: (found) => { init = found }, onFragment: (fragment) => fragments.push(fragment) }).push(fragmentedCopy(path))
  const builder = createRowBuilder()
  const rows = [...fragments.flatMap((fragment) => builder.push(fragment)), ...builder.flush()].map(({ framesMs: _framesMs, endDtsMs: _endDtsMs, ...stored }): FootageRow => ({ ...stored, wallMs: T0 + stored.startMs, kept: false }))
  const dataDir = join(folder, 'data')

  const first = await startClient({ dataDir })
  await first.client.store.putEvent(recording)
  await first.client.store.openStream({ ...stream, init: init!.bytes, timescale: init!.timescale })
  const acknowledged: number[] = []
  const appends = rows.map(async (stored) => {
    await append(first.client, [stored], stored.startMs / 1_000)
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
  expect(await indices(second.client)).toEqual(expect.arrayContaining(before))
  expect(second.recovered[0]?.repaired).toHaveLength(1)
  expect(await second.client.store.getEvent('E1')).toMatchObject({ state: 'ended', clip: { state: 'saved', verified: true } })
  const file = (await createFootageDesk({ store: second.client.store, clock: systemClock, lines: () => [] }).clip('E1', 1))!
  const pieces: Uint8Array[] = []
  for await (const piece of file.read(0, file.size)) pieces.push(piece)
  writeFileSync(join(folder, 'clip.mp4'), Buffer.concat(pieces))
  const pixels = decodedFrames(join(folder, 'clip.mp4')).map((frame) => frame.md5)
  expect(pixels.length).toBeGreaterThan(40)
  expect(pixels).toEqual(decodedFrames(path).slice(0, pixels.length).map((frame) => frame.md5))
})

it('tells a disk that is full from other trouble', async () => {
  const { client } = await startClient()
  await expect(client.store.appendRows({ file: FILE, camera: 'gate', epoch: 77, rows: [row(0)], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [] })).rejects.toMatchObject({ name: 'StoreError', kind: 'other' })
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
