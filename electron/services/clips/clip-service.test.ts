import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../common/store-error.ts'
import type { FootageSegment } from '../../../common/wire/store-messages.ts'
import { childHost } from '../../../test-support/child-host.ts'
import { aResult, aTrack, silentLogger, T0 } from '../../../test-support/events.ts'
import { decodedFrames, FFMPEG, probe } from '../../../test-support/ffmpeg-clips.ts'
import { footageBench, trigger } from '../../../test-support/footage-bench.ts'
import { manualClock } from '../../../test-support/manual-clock.ts'
import { localStore } from '../../../test-support/open-store.ts'
import { watchCamera, watchedCamera } from '../../../test-support/watched-camera.ts'
import { systemClock } from '../../ports/clock.ts'
import { createStoreClient } from '../events/store-client.ts'
import { createClipVerifier } from './verify-clip.ts'

/** A machine that is busy with other things. */
const PATIENT = { timeout: 20_000 }

const { footage, folder, watch } = footageBench()

describe.each([{ bFrames: 0 }, { bFrames: 2 }])('with $bFrames B-frames', ({ bFrames }) => {
  it.each([
    { name: 'every frame analysed, tie measured', everyNth: 1, tie: 'known' as const },
    { name: 'every other frame analysed', everyNth: 2, tie: 'known' as const },
    { name: 'tie taken from the first frames', everyNth: 1, tie: 'unknown' as const },
  ])('stores the whole of it, boxes on their very frames: $name', async ({ everyNth, tie }) => {
    const run = watch(bFrames, { everyNth, tie })
    await run.feed(0, 71)
    run.clips.open(trigger(everyNth), run.config)
    await run.feed(71, 90)
    await expect.poll(() => run.told.some((event) => event.clip.verified), PATIENT).toBe(true)
    expect(run.local.calls.getEvent('E1')?.clip).toMatchObject({ state: 'recording', verified: true })
    run.clips.end({ ...trigger(everyNth), state: 'ended', endedAt: new Date(T0 + 9_000).toISOString() })
    await run.feed(90, 135)
    await expect.poll(() => run.last().clip.state, PATIENT).toBe('saved')

    const path = await run.save('E1')
    const seen = probe(path)
    // Three seconds before 6.5 s lies in the group of pictures that starts at 2.0 s (one keyframe every 20 frames).
    expect(seen.frames[0]?.keyframe).toBe(true)
    const pixels = decodedFrames(path, ['-copyts']).map((frame) => frame.md5)
    const firstIndex = run.source.frames.findIndex((frame) => frame.md5 === pixels[0])
    expect(firstIndex).toBe(20)
    expect(pixels).toEqual(run.source.frames.slice(20, 20 + pixels.length).map((frame) => frame.md5))
    expect(20 + pixels.length).toBeGreaterThanOrEqual(110)
    // A clip ends with a row, half a second at most behind where it could.
    expect(20 + pixels.length).toBeLessThanOrEqual(116)

    const tracks = (await run.desk.clipTracks('E1', 1))!
    expect(tracks.alignment).toEqual({ exact: true, errorMs: expect.closeTo(0, 0) as number })
    expect(tracks.frames.map((frame) => frame.pts)).toEqual(seen.frames.map((frame) => frame.pts))
    for (const [index, frame] of tracks.frames.entries()) {
      const [, , , x, , , , predicted] = frame.boxes[0]!
      expect(x * 1_000).toBeCloseTo(20 + index, 3)
      expect(predicted).toBe((20 + index) % everyNth === 0 ? 0 : 1)
    }
    const final = run.local.calls.getEvent('E1')!
    expect(final).toMatchObject({ state: 'ended', clip: { state: 'saved', verified: true } })
    expect(final.clip.seconds).toBeCloseTo(pixels.length / 10, 1)
    expect(final.clip.startedAt).toBe(tracks.startedAt)
    expect(final.clip.bytes).toBe((await run.desk.clip('E1', 1))!.size)
    expect(seen.seconds).toBeCloseTo(pixels.length / 10, 0)
    run.local.close()
  })
})

it('says every few seconds how far a clip under way has come', async () => {
  const run = watch(0)
  await run.feed(0, 71)
  run.clips.open(trigger(1), run.config)
  await run.feed(71, 90)
  await expect.poll(() => run.last().clip.verified, PATIENT).toBe(true)
  const { seconds, bytes } = run.last().clip
  run.clock.advance(5_000)
  await run.feed(90, 120)
  await expect.poll(() => run.last().clip.seconds, PATIENT).toBeGreaterThan(seconds)
  const file = await run.desk.clip('E1', 1)
  expect(run.last().clip).toMatchObject({ state: 'recording', verified: true })
  expect(run.last().clip.bytes).toBeGreaterThan(bytes)
  expect(run.last().clip.bytes).toBeLessThanOrEqual(file?.size ?? 0)
  await run.clips.stop()
  run.local.close()
})

it('an event that outlasts maxSeconds goes on in further parts, without a hole, and waits while its object stands still', async () => {
  const run = watch(0, { maxSeconds: 5 })
  await run.feed(0, 71)
  run.clips.open(trigger(1), run.config)
  await run.feed(71, 100)
  await expect.poll(() => run.last().clip.parts, PATIENT).toHaveLength(1 + 1)
  expect(run.last()).toMatchObject({ state: 'active', clip: { state: 'recording', verified: true } })
  await run.feed(100, 139, { result: { tracks: [aTrack({ stationary: true })] } })
  run.clips.end({ ...trigger(1), state: 'ended', endedAt: new Date(T0 + 13_800).toISOString() })
  await run.clips.stop()
  const event = run.local.calls.getEvent('E1')!
  expect(event).toMatchObject({ state: 'ended', clip: { state: 'saved' } })
  // 3.5 s + 5 s = 8.5 s, but from the keyframe at 2.0 s; the second part from the keyframe before 8.5 s to 13.5 s, where it stood.
  expect(event.clip.parts?.map(({ seconds }) => Math.round(seconds))).toEqual([7, 6])
  const numbers = async (part: number): Promise<number[]> => {
    const known = new Map(run.source.frames.map(({ md5 }, index) => [md5, index]))
    return decodedFrames(await run.save('E1', part)).map(({ md5 }) => known.get(md5)!)
  }
  const [first, second] = [await numbers(1), await numbers(2)]
  expect(second[0]).toBeLessThanOrEqual(first.at(-1)! + 1)
  expect(second).toEqual(Array.from({ length: second.length }, (_, index) => second[0]! + index))
  const whole = (await run.desk.wholeClip('E1'))!
  expect(whole.timeline.gaps).toEqual([])
  expect(Math.round(whole.timeline.durationMs / 100)).toBe(second.at(-1)! - first[0]! + 1)
  run.local.close()
})

it('keeps what a camera that went away had delivered, and says when the trigger is not in it', async () => {
  const run = watch(0)
  await run.feed(0, 75)
  run.clips.open(trigger(1), run.config)
  run.clips.open({ ...trigger(1), id: 'E2', frameId: 'gate/1/74', startedAt: new Date(T0 + 60_000).toISOString() }, run.config)
  run.clips.open({ ...trigger(1), id: 'E3', frameId: 'gate/2/4' }, run.config)
  run.clips.epochEnded('gate', 1)
  await run.clips.stop()
  const states = Object.fromEntries(run.told.map((event) => [event.id, event.clip.state]))
  expect(states).toEqual({ E1: 'saved', E2: 'saved', E3: 'failed' })
  expect(run.told.findLast((event) => event.id === 'E3')?.clip.reason).toMatch(/not known to the recorder/)
  run.local.close()
})

it('calls a clip partial when the stored trigger frame does not decode', async () => {
  const run = watch(0)
  await run.feed(0, 69)
  // The camera's stream carries a damaged picture: the trigger's bytes are noise.
  const damaged = run.source.fragments[70]!
  const bytes = damaged.bytes.slice()
  bytes.fill(0xa5, bytes.length - Math.floor((damaged.samples[0]?.bytes ?? 0) * 0.8))
  for (const fragment of [run.source.fragments[69]!, { ...damaged, bytes }]) run.clips.onFragment('gate', 1, fragment)
  for (const sequence of [69, 70]) run.clips.onResult(aResult({ sequence, ptsMs: sequence * 100 }))
  run.clips.open(trigger(1), run.config)
  await run.clips.stop()
  expect(run.last().clip).toMatchObject({ state: 'partial', verified: false })
  expect(run.last().clip.reason).toMatch(/does not decode cleanly/)
  run.local.close()
})

it('says so when what the store gives back is not what was stored', async () => {
  const run = watch(0)
  await run.feed(0, 75)
  run.clips.open(trigger(1), run.config)
  run.clips.epochEnded('gate', 1)
  await run.clips.stop()
  const media = new Database(join(run.data, 'media', readdirSync(join(run.data, 'media')).find((name) => name.endsWith('.db'))!))
  media.prepare('UPDATE fragment_bytes SET bytes = randomblob(length(bytes)) WHERE rowid = 3').run()
  media.close()
  const [{ rows }] = run.local.calls.clipSegments({ eventId: 'E1', part: 1 }) as [FootageSegment]
  const from = rows[0]!.index
  const check = { claim: { eventId: 'E1', part: 1 }, epoch: 1, fromIndex: from, ptsMs: rows[0]!.startMs + 3_000, toleranceMs: 2 }
  const verify = createClipVerifier({ store: run.local.store, ffmpegPath: FFMPEG })
  expect(await verify({ ...check, toIndex: from + 2, ptsMs: rows[0]!.startMs + 500 })).toEqual({ ok: true })
  expect(await verify({ ...check, toIndex: from + 4 })).toMatchObject({ ok: false })
  expect(await verify({ ...check, toIndex: from + 99 })).toMatchObject({ ok: false, reason: expect.stringMatching(/^Only \d+ of 99/) as string })
  expect(await createClipVerifier({ store: run.local.store, ffmpegPath: '/nowhere/ffmpeg' })({ ...check, toIndex: from + 2 })).toMatchObject({ ok: false, reason: expect.stringMatching(/ENOENT/) as string })
  run.local.close()
})

it.each([
  { name: 'before its event began', early: true, sequence: 68, box: [0.068, 0.1, 0.1, 0.1] },
  { name: 'after its event began', early: false, sequence: 69, box: [0.069, 0.1, 0.1, 0.1] },
  { name: 'of a frame nobody looked at', early: false, sequence: 71, box: undefined },
])('keeps the picture of a track that comes $name, with its box in that very frame', async ({ early, sequence, box }) => {
  const run = watch(0)
  await run.feed(0, 71)
  const picture = { cameraId: 'gate', epoch: 1, trackId: 1, sequence, jpeg: new Uint8Array([0xff, 0xd8, 1, 2, 3]) }
  if (early) run.clips.picture(picture)
  run.clips.open(trigger(1), run.config)
  if (!early) run.clips.picture(picture)
  run.clips.update({ ...trigger(1), score: 0.99 })
  await run.clips.stop()
  expect(run.local.calls.getEvent('E1')).toMatchObject({ snapshot: true, score: 0.99 })
  expect(run.local.calls.getEvent('E1')?.snapshotBox).toEqual(box)
  expect([...run.local.calls.getSnapshot('E1')!]).toEqual([...picture.jpeg])
  run.local.close()
})

it('ends a clip whose event is deleted, and leaves nothing of it', async () => {
  const run = watch(0)
  await run.feed(0, 75)
  run.clips.open(trigger(1), run.config)
  expect(await run.clips.remove('E1')).toBe(true)
  run.clips.update({ ...trigger(1), score: 0.99 })
  await run.clips.stop()
  expect(run.local.calls.getEvent('E1')).toBeNull()
  expect(run.local.calls.clipSegments({ eventId: 'E1', part: 1 })).toEqual([])
  expect(await run.clips.remove('E1')).toBe(false)
  run.local.close()
})

it('records nothing, but keeps the event, where recording is off', async () => {
  const run = watch(0)
  await run.feed(0, 75)
  run.clips.open(trigger(1), { ...run.config, record: { ...watchedCamera.record, mode: 'off' } })
  await run.clips.stop()
  expect(run.local.calls.getEvent('E1')).toMatchObject({ state: 'active', clip: { state: 'none' } })
  run.local.close()
})

it('a camera cut off between a frame and those shown before it leaves no hole', async () => {
  const run = watch(2)
  await run.feed(0, 75)
  run.clips.open(trigger(1), run.config)
  // Frames 75 to 77 in decoding order: where exactly the group of B-frames stands does not matter, one of these cuts is inside it.
  for (const index of [75, 76, 77]) {
    const one = watch(2)
    await one.feed(0, index + 1)
    one.clips.open(trigger(1), one.config)
    one.clips.epochEnded('gate', 1)
    await one.clips.stop()
    expect(one.last().clip.state).toBe('saved')
    const pixels = decodedFrames(await one.save('E1')).map((frame) => frame.md5)
    expect(pixels.length).toBeGreaterThan(50)
    expect(pixels).toEqual(one.source.frames.slice(20, 20 + pixels.length).map((frame) => frame.md5))
    one.local.close()
  }
  await run.clips.stop()
  run.local.close()
})

it('a store that is killed in the middle of a clip: nothing of the clip is missing afterwards', async () => {
  const source = footage.get(2)!
  const data = mkdtempSync(join(folder, 'data-'))
  let openIds = (): string[] => []
  const client = createStoreClient({ host: childHost(), dataDir: data, clock: systemClock, logger: silentLogger, openEventIds: () => openIds() })
  const stop = await client.start()
  const camera = watchCamera({ source, store: client.store, clock: systemClock })
  openIds = camera.clips.openEventIds
  await client.store.usage()
  await camera.feed(0, 71)
  camera.clips.open(trigger(1), watchedCamera)
  await camera.feed(71, 85)
  process.kill(client.pid!, 'SIGKILL')
  await camera.feed(85, 95)
  camera.clips.end({ ...trigger(1), state: 'ended', endedAt: new Date(T0 + 9_000).toISOString() })
  await camera.feed(95, 130)
  await expect.poll(() => camera.last()?.clip.state, PATIENT).toBe('saved')
  expect(client.restarts).toBe(1)
  const pixels = decodedFrames(await camera.save('E1', join(data, 'clip.mp4'))).map((frame) => frame.md5)
  expect(20 + pixels.length).toBeGreaterThanOrEqual(110)
  expect(pixels).toEqual(source.frames.slice(20, 20 + pixels.length).map((frame) => frame.md5))
  expect((await camera.desk.clipTracks('E1', 1))?.frames).toHaveLength(pixels.length)
  await stop()
})

it('a store that does not come back: the clip is given up aloud', async () => {
  const source = footage.get(0)!
  const clock = manualClock(T0)
  const never = (): Promise<never> => Promise.reject(new Error('the store did not answer appendRows within 30 s'))
  const local = localStore(mkdtempSync(join(folder, 'data-')), () => clock.now())
  let broken = false
  const camera = watchCamera({ source, clock, store: { ...local.store, appendRows: (args) => (broken ? never() : local.store.appendRows(args)) } })
  await camera.feed(0, 71)
  camera.clips.open(trigger(1), watchedCamera)
  await camera.feed(71, 80)
  broken = true
  await camera.feed(80, 95)
  await expect.poll(() => camera.last()?.clip.state, PATIENT).toBe('partial')
  expect(camera.last()?.clip.reason).toBe('The clip could not be stored any further: the store did not answer appendRows within 30 s')
  await camera.clips.stop()
  local.close()
})

it('a store that takes its time: the event is told without a promise, and with it when the trigger frame is on the disk', async () => {
  const source = footage.get(0)!
  const clock = manualClock(T0)
  const local = localStore(mkdtempSync(join(folder, 'data-')), () => clock.now())
  const { promise: patience, resolve: answer } = Promise.withResolvers<void>()
  const camera = watchCamera({ source, clock, store: { ...local.store, appendRows: async (args) => { await patience; return local.store.appendRows(args) } } })
  await camera.feed(0, 71)
  camera.clips.open(trigger(1), watchedCamera)
  await camera.feed(71, 95)
  expect(camera.last()).toBeUndefined()
  clock.advance(6_000)
  await expect.poll(() => camera.last()?.clip, PATIENT).toMatchObject({ state: 'recording', reason: 'Not on the disk yet, which takes longer than usual.' })
  answer()
  await expect.poll(() => camera.last()?.clip.triggerSeconds, PATIENT).toBeGreaterThan(0)
  expect(camera.last()?.clip).toMatchObject({ state: 'recording' })
  expect(camera.last()?.clip).not.toHaveProperty('reason')
  await camera.clips.stop()
  local.close()
})

it('a full disk: clips end with what is stored and say why, nothing else stops, and recording comes back by itself', async () => {
  const source = footage.get(0)!
  const clock = manualClock(T0)
  const local = localStore(mkdtempSync(join(folder, 'data-')), () => clock.now())
  let full = false
  const camera = watchCamera({ source, clock, store: { ...local.store, appendRows: (args) => (full ? Promise.reject(new StoreError('appendRows: database or disk is full', 'full')) : local.store.appendRows(args)) } })
  await camera.feed(0, 71)
  camera.clips.open(trigger(1), watchedCamera)
  await camera.feed(71, 80)
  full = true
  await camera.feed(80, 95)
  await expect.poll(() => camera.last()?.clip.state, PATIENT).toBe('partial')
  expect(camera.last()?.clip.reason).toBe('The disk is full: recording has stopped until there is space again')
  camera.clips.open({ ...trigger(1), id: 'E2', frameId: 'gate/1/93', startedAt: new Date(T0 + 9_000).toISOString() }, watchedCamera)
  expect(camera.last()).toMatchObject({ id: 'E1' })
  await expect.poll(() => camera.last(), PATIENT).toMatchObject({ id: 'E2', clip: { state: 'partial', verified: false, reason: 'The disk is full: recording has stopped until there is space again' } })
  full = false
  clock.advance(6_000)
  await camera.feed(95, 100)
  camera.clips.open({ ...trigger(1), id: 'E3', frameId: 'gate/1/98', startedAt: new Date(T0 + 9_500).toISOString() }, watchedCamera)
  await camera.feed(100, 110)
  camera.clips.epochEnded('gate', 1)
  await camera.clips.stop()
  expect(local.calls.getEvent('E3')?.clip).toMatchObject({ state: 'saved', verified: true })
  expect(camera.gate.state.at).toBe('open')
  local.close()
})
