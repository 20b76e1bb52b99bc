import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../common/contracts/event.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { decodedFrames } from '../test-support/ffmpeg-clips.ts'
import { makeNumberedVideo, numbersInClip } from '../test-support/numbered-video.ts'

const HOUR_S = 3_600
const LIBRARY = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'].find((path) => existsSync(path))
const strip = { id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }

/** The wall clock is set by hand, by a time server, or by a battery that died. What is recorded goes by the stream's own time; the wall clock only names it. */
describe.each([
  { name: 'an hour back', seconds: -HOUR_S },
  { name: 'an hour forward', seconds: HOUR_S },
])('the clock is set $name while a clip is recorded', ({ seconds }) => {
  const folder = temporaryFolder()
  const clockFile = join(folder, 'clock')
  let engine: RunningEngine
  const setClock = (offset: number): void => writeFileSync(clockFile, `${offset >= 0 ? '+' : ''}${offset}\n`)

  beforeAll(async () => {
    if (LIBRARY === undefined) throw new Error('libfaketime is not there: run ./setup --test')
    setClock(0)
    makeNumberedVideo({ path: join(folder, 'file.mp4'), seconds: 120, bFrames: 2 })
    engine = await startEngine({
      config: {
        version: 1, detector: { model: 'none' },
        cameras: [{ id: 'file', inputs: [{ url: `file:${join(folder, 'file.mp4')}` }], motion: { masks: [strip] }, events: { on: ['motion'], preSeconds: 2, postSeconds: 1, maxSeconds: 12 }, record: { mode: 'always' } }],
      },
      env: { LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    })
    await engine.until('an event', async () => (await engine.events()).length > 0, 40_000)
  }, 60_000)
  afterAll(() => engine?.stop())

  it('the clip is one piece, the camera stays live, and everything comes to its end', async () => {
    setClock(seconds)
    await engine.until('the first part to end', async () => (await engine.events()).some(({ clip }) => (clip.parts?.length ?? 0) > 1), 40_000)
    await engine.fetch('/api/v1/cameras/file', { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
    const [event] = await engine.until<Event[]>('the end', async () => {
      const all = await engine.events()
      return all.length > 0 && all.every(({ state, clip }) => state === 'ended' && clip.state !== 'recording') ? all.sort((a, b) => a.id.localeCompare(b.id)) : null
    }, 20_000)
    if (!event) throw new Error('there is no event')
    expect(event.clip).toMatchObject({ state: 'saved', verified: true })
    expect(event.clip.gaps).toBeUndefined()
    const path = join(folder, 'clip.mp4')
    writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
    const numbers = numbersInClip(path)
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => (numbers[0]?.number ?? 0) + index))
    expect(numbers.at(-1)!.pts - numbers[0]!.pts).toBeCloseTo((numbers.length - 1) / 10, 2)
  }, 90_000)

  it('footage of both sides of the step is there by the wall clock it was recorded at', async () => {
    const [now, later] = [Date.now(), Date.now() + seconds * 1_000].sort((a, b) => a - b) as [number, number]
    for (const at of [now, later]) {
      const [from, to] = [new Date(at - 120_000).toISOString(), new Date(at + 60_000).toISOString()]
      const [camera] = (await engine.get<{ cameras: { spans: [number, number][] }[] }>(`/api/v1/timeline?cameras=file&from=${from}&to=${to}`)).cameras
      expect(camera?.spans.length, new Date(at).toISOString()).toBeGreaterThan(0)
      const path = join(folder, 'footage.mp4')
      writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/cameras/file/footage.mp4?from=${from}&to=${to}`)).arrayBuffer()))
      expect(decodedFrames(path, ['-xerror']).length).toBeGreaterThan(20)
    }
  }, 30_000)

  it('events are listed in the order of their clocks, each once', async () => {
    const events = await engine.events()
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    expect(events.map(({ startedAt }) => startedAt)).toEqual(events.map(({ startedAt }) => startedAt).toSorted().toReversed())
    for (const { startedAt, endedAt } of events) expect(Date.parse(endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(startedAt))
  })
})
