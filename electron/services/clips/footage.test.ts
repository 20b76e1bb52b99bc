import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OTHER_EPOCH } from '../../../common/track-number.ts'
import { anEvent, T0 } from '../../../test-support/events.ts'
import { decodedFrames } from '../../../test-support/ffmpeg-clips.ts'
import { footageBench, trigger } from '../../../test-support/footage-bench.ts'

/** A machine that is busy with other things. */
const PATIENT = { timeout: 20_000 }
const { footage, watch } = footageBench()

describe('two events at once', () => {
  it('share their footage: it is stored once, each clip is whole, and stays so when the other is deleted', async () => {
    const run = watch(2)
    await run.feed(0, 71)
    run.clips.open(trigger(1), run.config)
    await run.feed(71, 80)
    run.clips.open({ ...trigger(1), id: 'E2', frameId: 'gate/1/78', startedAt: new Date(T0 + 7_500).toISOString() }, run.config)
    await run.feed(80, 90)
    run.clips.end({ ...trigger(1), state: 'ended', endedAt: new Date(T0 + 8_500).toISOString() })
    run.clips.end({ ...trigger(1), id: 'E2', state: 'ended', endedAt: new Date(T0 + 8_900).toISOString() })
    await run.feed(90, 130)
    await expect.poll(() => ['E1', 'E2'].map((id) => run.local.calls.getEvent(id)?.clip.state), PATIENT).toEqual(['saved', 'saved'])
    const indices = (id: string): number[] => run.local.calls.clipSegments({ eventId: id, part: 1 }).flatMap(({ rows }) => rows.map(({ index }) => index))
    const stored = run.local.calls.footageSegments({ camera: 'gate', fromMs: T0, toMs: T0 + 60_000 }).flatMap(({ rows }) => rows.map(({ index }) => index))
    expect(stored).toEqual([...new Set([...indices('E1'), ...indices('E2')])].sort((a, b) => a - b))
    const before = decodedFrames(await run.save('E2')).map(({ md5 }) => md5)
    expect(before.length).toBeGreaterThan(50)
    expect(await run.clips.remove('E1')).toBe(true)
    expect(decodedFrames(await run.save('E2')).map(({ md5 }) => md5)).toEqual(before)
    expect(run.local.calls.footageSegments({ camera: 'gate', fromMs: T0, toMs: T0 + 60_000 }).flatMap(({ rows }) => rows.map(({ index }) => index))).toEqual(indices('E2'))
    run.local.close()
  })
})

describe('ffmpeg restarts in the middle', () => {
  it.each([{ bFrames: 0 }, { bFrames: 2 }])('the clip goes on in the next epoch, with the pause in it ($bFrames B-frames)', async ({ bFrames }) => {
    const run = watch(bFrames)
    await run.feed(0, 71)
    run.clips.open(trigger(1), run.config)
    await run.feed(71, 80)
    run.clips.epochEnded('gate', 1)
    run.clips.end({ ...trigger(1), state: 'ended', endedAt: new Date(T0 + 7_900).toISOString() })
    // Back a second later, within the two seconds of post-roll.
    run.begin(2)
    await run.feed(0, 20, { epoch: 2, laterMs: 9_000 })
    await run.clips.stop()
    expect(run.last().clip).toMatchObject({ state: 'saved', verified: true, gaps: [[expect.closeTo(6, 0), expect.closeTo(7, 0)]] })
    const path = await run.save('E1')
    const known = new Map(run.source.frames.map(({ md5 }, index) => [md5, index]))
    const seen = decodedFrames(path, ['-copyts']).map(({ md5, ptsMs }) => ({ number: known.get(md5)!, ptsMs }))
    const turn = seen.findIndex(({ number }) => number === 0)
    expect(seen.slice(0, turn).map(({ number }) => number)).toEqual(Array.from({ length: turn }, (_, index) => 20 + index))
    expect(seen.slice(turn).map(({ number }) => number)).toEqual(Array.from({ length: seen.length - turn }, (_, index) => index))
    // As long as the wall clock says: frame 0 of the second epoch was at 9.0 s, frame 79 of the first at 7.9 s.
    expect(seen[turn]!.ptsMs - seen[turn - 1]!.ptsMs).toBeCloseTo(9_000 - seen[turn - 1]!.number * 100, -1)
    const tracks = (await run.desk.clipTracks('E1', 1))!
    expect(tracks.frames.map(({ pts }) => Math.round(pts * 1_000))).toEqual(seen.map(({ ptsMs }) => Math.round(ptsMs)))
    expect(tracks.frames.map(({ boxes }) => Math.round(boxes[0]![3] * 1_000))).toEqual(seen.map(({ number }) => number))
    // Both epochs have a track 1: the event's own is that of the first.
    expect(tracks.frames.map(({ boxes }) => boxes[0]![0])).toEqual(seen.map((_, index) => (index < turn ? 1 : 1 + OTHER_EPOCH)))
    run.local.close()
  })

  it('the pre-roll reaches back over the restart', async () => {
    const run = watch(0)
    await run.feed(0, 60)
    run.clips.epochEnded('gate', 1)
    run.begin(2)
    run.clock.advance(9_000)
    await run.feed(0, 15, { epoch: 2, laterMs: 7_000 })
    run.clips.open(anEvent({ startedMs: 8_000, frameId: 'gate/2/12' }), run.config)
    await run.clips.stop()
    expect(run.last().clip).toMatchObject({ state: 'saved', gaps: [expect.anything()] })
    // 8.0 s - 3 s = 5.0 s: in the group of pictures that began at 4.0 s.
    expect((await run.desk.clip('E1', 1))!.timeline.startWallMs).toBe(T0 + 4_000)
    run.local.close()
  })

  it('a camera that comes back as another one ends the clip', async () => {
    const run = watch(0)
    await run.feed(0, 71)
    run.clips.open(trigger(1), run.config)
    run.clips.epochEnded('gate', 1)
    run.begin(2, footage.get(2)!.init)
    await run.feed(0, 25, { epoch: 2, laterMs: 8_000 })
    await expect.poll(() => run.last().clip.state, PATIENT).toBe('saved')
    expect(run.last().clip.gaps).toBeUndefined()
    run.local.close()
  })
})

describe('recorded for itself', () => {
  const stored = (run: ReturnType<typeof watch>): number[] => run.local.calls.footageSegments({ camera: 'gate', fromMs: T0, toMs: T0 + 60_000 }).flatMap(({ rows }) => rows.map(({ startMs }) => Math.round(startMs / 100)))
  it('always: without a break, events or not', async () => {
    const run = watch(0)
    run.clips.setCamera('gate', { ...run.config, record: { ...run.config.record, mode: 'always' } })
    await run.feed(0, 130)
    await run.clips.stop()
    expect(stored(run)[0]).toBe(0)
    expect(stored(run).at(-1)).toBeGreaterThanOrEqual(125)
    expect((await run.desk.read({ camera: 'gate', from: new Date(T0).toISOString(), to: new Date(T0 + 20_000).toISOString() }))!.timeline).toMatchObject({ gaps: [], durationMs: 13_000 })
    run.local.close()
  })
  it('motion: with the seconds before and after it', async () => {
    const run = watch(0)
    run.clips.setCamera('gate', { ...run.config, record: { ...run.config.record, mode: 'motion' } })
    await run.feed(0, 70)
    await run.feed(70, 80, { result: { motion: { ratio: 0.1, active: true } } })
    await run.feed(80, 135)
    await run.clips.stop()
    // 7.0 s - 3 s = 4.0 s; 7.9 s + 2 s = 9.9 s.
    expect(stored(run)[0]).toBe(40)
    expect(stored(run).at(-1)).toBe(95)
    run.local.close()
  })
  it('stays when an event that also showed it is deleted', async () => {
    const run = watch(0)
    await run.feed(0, 71)
    run.clips.open(trigger(1), run.config)
    await run.feed(71, 90)
    run.clips.setCamera('gate', { ...run.config, record: { ...run.config.record, mode: 'motion' } })
    await run.feed(90, 95, { result: { motion: { ratio: 0.1, active: true } } })
    await run.feed(95, 135)
    expect(await run.clips.remove('E1')).toBe(true)
    await run.clips.stop()
    // 9.0 s - 3 s = 6.0 s.
    expect(stored(run)[0]).toBe(60)
    run.local.close()
  })
})

it('looks back from memory at what is not recorded, boxes and all, and only reads the store for the rest', async () => {
  const run = watch(2)
  run.clips.setRewind({ seconds: 60, maxMb: 100 })
  run.clips.setCamera('gate', { ...run.config, record: { ...run.config.record, mode: 'off' } })
  await run.feed(0, 130)
  const at = (ms: number): string => new Date(T0 + ms).toISOString()
  const opened = await run.desk.open({ camera: 'gate', from: at(5_000), to: at(9_000) })
  const file = run.desk.file(opened.id)!
  const path = join(run.data, 'rewind.mp4')
  const pieces: Uint8Array[] = []
  for await (const piece of file.read(0, file.size)) pieces.push(piece)
  writeFileSync(path, Buffer.concat(pieces))
  const known = new Map(run.source.frames.map(({ md5 }, index) => [md5, index]))
  const seen = decodedFrames(path, ['-copyts']).map(({ md5, ptsMs }) => ({ number: known.get(md5)!, ptsMs: Math.round(ptsMs) }))
  expect(seen[0]!.number).toBe(40)
  expect(seen.at(-1)!.number).toBeGreaterThanOrEqual(89)
  const tracks = await file.tracks()
  expect(tracks.frames.map(({ pts, boxes }) => ({ number: Math.round(boxes[0]![3] * 1_000), ptsMs: Math.round(pts * 1_000) }))).toEqual(seen)
  expect(run.local.calls.usage().mediaBytes).toBe(0)
  await expect(run.desk.open({ camera: 'gate', from: at(100_000), to: at(110_000) })).rejects.toThrow(/nothing of "gate" was recorded/)
  run.local.close()
})
