import { describe, expect, it } from 'vitest'
import type { TrackBox } from '../../../common/contracts/event.ts'
import { aResult, aTrack, T0 } from '../../../test-support/events.ts'
import { createAlignment } from './alignment.ts'
import { clipStop, clipWindow, furtherWindow } from './clip-window.ts'
import { createFrameHistory } from './frame-history.ts'
import { createPictureShelf } from './picture-shelf.ts'
import type { BuiltRow } from './row-builder.ts'
import { createRowRing, type RingSpan, type RowRing } from './row-ring.ts'

/** Half a second each; every `gop`th begins a group of pictures. */
const row = (index: number, keyframe: boolean, size = 100): BuiltRow => ({
  index, startMs: index * 500, endMs: index * 500 + 500, dtsMs: index * 500, endDtsMs: index * 500 + 500, keyframe, frames: 5, framesMs: [0, 1, 2, 3, 4].map((n) => index * 500 + n * 100), bytes: new Uint8Array(size),
})
const span = (preRollMs: number, rewindMs = 0, rewindBytes = 0): RingSpan => ({ preRollMs, rewindMs, rewindBytes })

describe('the ring of rows', () => {
  const fill = (ring: RowRing, count: number, gop: number): void => {
    for (let index = 0; index < count; index += 1) ring.add(row(index, index % gop === 0))
  }
  it.each([
    { name: 'starts at the keyframe at or before', fromMs: 9_550, first: 9_000 },
    { name: 'exactly at a keyframe', fromMs: 9_000, first: 9_000 },
    { name: 'further back than it reaches: its oldest keyframe', fromMs: 0, first: 5_000 },
    { name: 'in the future: the newest group', fromMs: 99_000, first: 9_000 },
  ])('$name', ({ fromMs, first }) => {
    const ring = createRowRing({ span: span(4_000), maxBytes: 1e9 })
    fill(ring, 20, 2)
    expect(ring.from(fromMs)[0]?.row).toMatchObject({ startMs: first, keyframe: true })
    expect(ring.from(fromMs).at(-1)?.row.startMs).toBe(9_500)
    expect(ring.oldestMs).toBe(5_000)
  })
  it('holds nothing before the first keyframe', () => {
    const ring = createRowRing({ span: span(4_000), maxBytes: 1e9 })
    for (let index = 1; index < 5; index += 1) ring.add(row(index, false))
    expect([ring.rows, ring.bytes, ring.oldestMs]).toEqual([[], 0, null])
  })
  it('stays within its bytes, and starts again at the next keyframe when one group alone is too much', () => {
    const ring = createRowRing({ span: span(60_000), maxBytes: 1_000 })
    fill(ring, 40, 4)
    expect(ring.bytes).toBeLessThanOrEqual(1_000)
    expect(ring.rows[0]?.row.keyframe).toBe(true)
    for (let index = 40; index < 60; index += 1) ring.add(row(index, false))
    expect(ring.bytes).toBeLessThanOrEqual(1_000)
    ring.add(row(60, true))
    expect(ring.from(0).map((held) => held.row.index)).toEqual([60])
  })
  it('looks back as far as asked and as the bytes allow, and keeps the pre-roll whatever they say', () => {
    const seconds = (of: RingSpan): number => {
      const ring = createRowRing({ span: of, maxBytes: 1e9 })
      fill(ring, 400, 2)
      return (200_000 - (ring.oldestMs ?? 0)) / 1_000
    }
    expect([seconds(span(11_000, 60_000, 1e6)), seconds(span(11_000, 60_000, 6_000)), seconds(span(11_000, 60_000, 0)), seconds(span(0, 60_000, 1e6))]).toEqual([61, 30, 12, 61])
  })
  it('shrinks when less is asked for', () => {
    const ring = createRowRing({ span: span(60_000), maxBytes: 1e9 })
    fill(ring, 20, 2)
    ring.setSpan(span(1_000))
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

it('a further part goes on where the one before it stopped, and has no trigger of its own', () => {
  const events = { on: ['object' as const], cooldownSeconds: 0, preSeconds: 5, postSeconds: 5, maxSeconds: 30, requireZones: [] }
  const window = furtherWindow(35_000, events)
  expect(window).toEqual({ fromMs: 35_000, triggerMs: null, limitMs: 65_000 })
  expect(clipStop(window, 40_000, events)).toBe(45_000)
})

it('the picture shelf gives each picture once, and forgets the oldest', () => {
  const shelf = createPictureShelf()
  const key = (trackId: number) => ({ cameraId: 'gate', epoch: 1, trackId })
  for (let trackId = 0; trackId < 70; trackId += 1) shelf.put(key(trackId), { jpeg: new Uint8Array([trackId]), box: [0, 0, 1, 1] })
  expect(shelf.take(key(0))).toBeNull()
  expect(shelf.take({ ...key(69), epoch: 2 })).toBeNull()
  expect(shelf.take(key(69))).toEqual({ jpeg: new Uint8Array([69]), box: [0, 0, 1, 1] })
  expect(shelf.take(key(69))).toBeNull()
})
