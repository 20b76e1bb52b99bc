import { describe, expect, it } from 'vitest'
import type { TrackBox } from '../../../common/contracts/event.ts'
import { aResult, aTrack, T0 } from '../../../test-support/events.ts'
import { createAlignment } from './alignment.ts'
import { clipStop, clipWindow } from './clip-window.ts'
import { createFragmentRing } from './fragment-ring.ts'
import { createFrameHistory } from './frame-history.ts'
import type { Fragment } from './mp4/fragment.ts'
import { createPictureShelf } from './picture-shelf.ts'

/** One frame every 100 ms, shown when it is decoded. */
const fragment = (n: number, keyframe: boolean, size = 100): Fragment => ({
  bytes: new Uint8Array(size), timescale: 1_000, dts: n * 100, endDts: n * 100 + 100, keyframe,
  samples: [{ dts: n * 100, pts: n * 100, duration: 100, bytes: size, keyframe }], patch: { sequenceAt: 0, times: [] },
})

describe('the ring of fragments', () => {
  const fill = (ring: ReturnType<typeof createFragmentRing>, count: number, gop: number): void => {
    for (let n = 0; n < count; n += 1) ring.push(fragment(n, n % gop === 0))
  }
  it.each([
    { name: 'starts at the keyframe at or before', fromMs: 9_550, first: 9_000 },
    { name: 'exactly at a keyframe', fromMs: 9_000, first: 9_000 },
    { name: 'further back than it reaches: its oldest keyframe', fromMs: 0, first: 6_000 },
    { name: 'in the future: the newest group', fromMs: 99_000, first: 9_000 },
  ])('$name', ({ fromMs, first }) => {
    const ring = createFragmentRing({ spanMs: 4_000, maxBytes: 1e9 })
    fill(ring, 100, 10)
    expect(ring.from(fromMs)[0]).toMatchObject({ dts: first, keyframe: true })
    expect(ring.from(fromMs).at(-1)?.dts).toBe(9_900)
    expect(ring.oldestMs).toBe(6_000)
  })
  it('holds nothing before the first keyframe', () => {
    const ring = createFragmentRing({ spanMs: 4_000, maxBytes: 1e9 })
    for (let n = 1; n < 5; n += 1) ring.push(fragment(n, false))
    expect(ring.from(0)).toEqual([])
    expect(ring.bytes).toBe(0)
  })
  it('stays within its bytes, and starts again at the next keyframe when one group alone is too much', () => {
    const ring = createFragmentRing({ spanMs: 60_000, maxBytes: 2_500 })
    fill(ring, 100, 10)
    expect(ring.bytes).toBeLessThanOrEqual(2_500)
    expect(ring.from(0)[0]?.keyframe).toBe(true)
    for (let n = 100; n < 140; n += 1) ring.push(fragment(n, false))
    expect(ring.bytes).toBeLessThanOrEqual(2_500)
    ring.push(fragment(140, true))
    expect(ring.from(0).map((one) => one.dts)).toEqual([14_000])
  })
  it('shrinks when less pre-roll is asked for', () => {
    const ring = createFragmentRing({ spanMs: 60_000, maxBytes: 1e9 })
    fill(ring, 100, 10)
    ring.setSpan(1_000)
    expect(ring.oldestMs).toBe(9_000)
  })
})

describe('boxes of a frame', () => {
  const history = createFrameHistory()
  const at = (ptsMs: number, tracks: [id: number, x: number][], more: object = {}): void =>
    history.add(aResult({ sequence: ptsMs / 100, ptsMs, capturedAtMs: T0 + ptsMs + 40, tracks: tracks.map(([trackId, x]) => aTrack({ trackId, box: [x, 0, 0.1, 0.1], score: 0.8 })), ...more }))
  at(0, [[1, 0.1]])
  at(200, [[1, 0.3], [2, 0.5]])
  at(300, [], { outcome: 'superseded' })
  at(400, [[2, 0.7]])
  const box = (id: number, x: number, predicted: 0 | 1): TrackBox => [id, 'person', 0.8, expect.closeTo(x, 6) as number, 0, 0.1, 0.1, predicted]
  it.each<{ name: string; ptsMs: number; expected: TrackBox[] }>([
    { name: 'its own', ptsMs: 200, expected: [box(1, 0.3, 0), box(2, 0.5, 0)] },
    { name: 'its own, two milliseconds away', ptsMs: 201.9, expected: [box(1, 0.3, 0), box(2, 0.5, 0)] },
    { name: 'between: moved evenly', ptsMs: 50, expected: [box(1, 0.15, 1)] },
    { name: 'between: a new one on its nearer half', ptsMs: 150, expected: [box(1, 0.25, 1), box(2, 0.5, 1)] },
    { name: 'a lost frame is no frame without objects', ptsMs: 300, expected: [box(1, 0.3, 1), box(2, 0.6, 1)] },
    { name: 'one that leaves is not held on its further half', ptsMs: 350, expected: [box(2, 0.65, 1)] },
    { name: 'after the last: held', ptsMs: 900, expected: [box(2, 0.7, 1)] },
    { name: 'long after the last: nothing is guessed', ptsMs: 1_500, expected: [] },
    { name: 'long before the first', ptsMs: -5_000, expected: [] },
  ])('$name', ({ ptsMs, expected }) => {
    expect(history.boxesAt(ptsMs)).toEqual(expected)
  })
  it('knows which moment had which wall clock', () => {
    expect(history.ptsAtWall(T0 + 240)).toBe(200)
    expect(history.ptsAtWall(T0 + 290)).toBe(250)
    expect(history.ptsAtWall(T0 - 960)).toBe(-1_000)
    expect(history.wallAtPts(50)).toBe(T0 + 90)
    expect([history.ptsOf(2), history.ptsOf(77), createFrameHistory().ptsAtWall(T0)]).toEqual([200, null, null])
  })
})

it.each([
  { name: 'the same frames', offsets: [0, 0.4, -0.4], expected: { exact: true, errorMs: 0.4 } },
  { name: 'another encoder', offsets: [0, 12, -17.5], expected: { exact: false, errorMs: 17.5 } },
])('alignment: $name', ({ offsets, expected }) => {
  const history = createFrameHistory()
  for (let n = 0; n < 30; n += 1) history.add(aResult({ sequence: n, ptsMs: n * 100 + offsets[n % 3]! }))
  const alignment = createAlignment(history)
  for (let row = 0; row < 5; row += 1) alignment.add(Array.from({ length: 6 }, (_, n) => (row * 6 + n) * 100), (row + 1) * 600)
  expect(alignment.read()).toEqual(expected)
})

describe('what a clip covers', () => {
  const events = { on: ['object' as const], cooldownSeconds: 0, preSeconds: 5, postSeconds: 5, maxSeconds: 30, requireZones: [] }
  it.each([
    { name: 'ends after the post-roll', startMs: 10_000, triggerMs: 11_000, endMs: 20_000, more: {}, from: 5_000, stop: 25_000 },
    { name: 'never longer than allowed', startMs: 10_000, triggerMs: 11_000, endMs: 60_000, more: {}, from: 5_000, stop: 35_000 },
    { name: 'goes on while the event does, up to its limit', startMs: 10_000, triggerMs: 11_000, endMs: null, more: {}, from: 5_000, stop: 35_000 },
    { name: 'the trigger fits into the shortest clip', startMs: 10_000, triggerMs: 18_000, endMs: 19_000, more: { maxSeconds: 5 }, from: 5_000, stop: 19_000 },
    { name: 'post-roll counts from the trigger when that is later than the last hit', startMs: 10_000, triggerMs: 18_000, endMs: 12_000, more: {}, from: 5_000, stop: 23_000 },
  ])('$name', ({ startMs, triggerMs, endMs, more, from, stop }) => {
    const given = { ...events, ...more }
    const window = clipWindow({ startMs, triggerMs, events: given })
    expect(window.fromMs).toBe(from)
    expect(clipStop(window, endMs, given)).toBe(stop)
  })
})

it('the picture shelf gives each picture once, and forgets the oldest', () => {
  const shelf = createPictureShelf()
  const key = (trackId: number) => ({ cameraId: 'gate', epoch: 1, trackId })
  for (let trackId = 0; trackId < 70; trackId += 1) shelf.put({ ...key(trackId), jpeg: new Uint8Array([trackId]) })
  expect(shelf.take(key(0))).toBeNull()
  expect(shelf.take({ ...key(69), epoch: 2 })).toBeNull()
  expect(shelf.take(key(69))).toEqual(new Uint8Array([69]))
  expect(shelf.take(key(69))).toBeNull()
})
