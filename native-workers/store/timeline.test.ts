import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mediaFileOf } from '../../common/footage/media-file.ts'
import { type FootageRow, MAX_SEGMENT_ROWS } from '../../common/wire/store-messages.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { seededRandom, shuffled } from '../../test-support/random.ts'
import { aRow, aStream, rowsOf } from '../../test-support/store-rows.ts'
import { openStore, type OpenStore } from './calls.ts'
import { endWallMs, joins } from './spans.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FILE = '2026-11-21.gate'
const NEXT = '2026-11-22.gate'
const MIDNIGHT = (Date.UTC(2026, 10, 22) - T0) / 500

let folder = ''
let store: OpenStore
const open = (): OpenStore => openStore({ folder, now: () => T0, onQuarantine: () => {} })
const again = (): void => {
  store.close()
  store = open()
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-timeline-'))
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Recorded for itself, each row to the file of its day. */
function record(rows: readonly FootageRow[], { epoch = 1, camera = 'gate' } = {}): void {
  const byFile = Map.groupBy(rows, (row) => mediaFileOf(row.wallMs, camera))
  for (const [file, group] of byFile) {
    store.calls.openStream({ file, ...aStream({ camera, epoch }) })
    for (const row of group) store.calls.appendRows({ file, camera, epoch, rows: [{ ...row, kept: true }], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [] })
  }
}
const timeline = (fromMs = T0 - DAY, toMs = T0 + 2 * DAY, stepMs = 60_000) => store.calls.timeline({ cameras: ['gate'], fromMs, toMs, stepMs })[0]!
const spans = (fromMs?: number, toMs?: number): [number, number][] => timeline(fromMs, toMs).spans.map(([from, to]) => [from - T0, to - T0])
const footage = (fromMs: number, toMs: number): [string, number, number, number][] =>
  store.calls.footageSegments({ camera: 'gate', fromMs: T0 + fromMs, toMs: T0 + toMs }).map(({ file, epoch, rows }) => [file, epoch, rows[0]?.index ?? -1, rows.at(-1)?.index ?? -1])
/** From a row on the wall clock is another one. */
const stepped = (rows: readonly FootageRow[], from: number, byMs: number): FootageRow[] => rows.map((row) => (row.index < from ? row : { ...row, wallMs: row.wallMs + byMs }))

describe('what there is to play', () => {
  it.each<{ name: string; prepare: () => void; expected: [number, number][] }>([
    { name: 'one stretch', prepare: () => record(rowsOf(0, 10)), expected: [[0, 5_000]] },
    { name: 'a pause', prepare: () => { record(rowsOf(0, 4)); record(rowsOf(8, 12)) }, expected: [[0, 2_000], [4_000, 6_000]] },
    { name: 'a pause that is filled later', prepare: () => { record(rowsOf(0, 4)); record(rowsOf(8, 12)); record(rowsOf(4, 8)) }, expected: [[0, 6_000]] },
    { name: 'epochs less than a second apart', prepare: () => { record(rowsOf(0, 4)); record(rowsOf(0, 4).map((row) => ({ ...row, wallMs: row.wallMs + 2_900 })), { epoch: 2 }) }, expected: [[0, 4_900]] },
    { name: 'epochs further apart', prepare: () => { record(rowsOf(0, 4)); record(rowsOf(0, 4).map((row) => ({ ...row, wallMs: row.wallMs + 3_000 })), { epoch: 2 }) }, expected: [[0, 2_000], [3_000, 5_000]] },
    { name: 'over midnight', prepare: () => record(rowsOf(MIDNIGHT - 4, MIDNIGHT + 4)), expected: [[14 * HOUR - 2_000, 14 * HOUR + 2_000]] },
    { name: 'an hour the clock was set on by', prepare: () => record(stepped(rowsOf(0, 12), 8, HOUR)), expected: [[0, 4_000], [HOUR + 4_000, HOUR + 6_000]] },
    { name: 'an hour it was set back by: told once where it is there twice', prepare: () => record(stepped(rowsOf(0, 12), 8, -HOUR)), expected: [[4_000 - HOUR, 6_000 - HOUR], [0, 4_000]] },
    { name: 'a clock that is corrected a little', prepare: () => record(stepped(rowsOf(0, 12), 8, -1_500)), expected: [[0, 4_500]] },
    { name: 'a jump in the stream itself', prepare: () => record([...rowsOf(0, 4), ...rowsOf(4, 8).map((row) => ({ ...row, startMs: row.startMs + 9_000, endMs: row.endMs + 9_000, wallMs: row.wallMs + 9_000 }))]), expected: [[0, 2_000], [11_000, 13_000]] },
    { name: 'nothing', prepare: () => {}, expected: [] },
  ])('$name', ({ prepare, expected }) => {
    prepare()
    expect(spans()).toEqual(expected)
    // Read from what was rolled up when the files were closed.
    again()
    expect(spans()).toEqual(expected)
    while (store.idle()) { /* rolls up what is not */ }
    expect(spans()).toEqual(expected)
  })

  it('is cut to what was asked for', () => {
    record(rowsOf(0, 20))
    expect([spans(T0 + 1_200, T0 + 3_400), spans(T0 + 10_000, T0 + 20_000)]).toEqual([[[1_200, 3_400]], []])
  })

  it('is what the rows say, in whatever order they come and go', () => {
    const random = seededRandom(7)
    for (let run = 0; run < 25; run += 1) {
      const camera = `cam-${run}`
      const file = `2026-11-21.${camera}`
      const rows = stepped(stepped(rowsOf(0, 40), 11, -HOUR), 23, 2 * HOUR).map((row) => (row.index < 31 ? row : { ...row, startMs: row.startMs + 5_000, endMs: row.endMs + 5_000 }))
      store.calls.openStream({ file, ...aStream({ camera }) })
      const there = new Set<number>()
      const claims = new Map<string, number>()
      for (const row of shuffled(rows, random)) {
        const eventId = `${camera} ${row.index}`
        store.calls.putEvent(anEvent({ id: eventId, camera }))
        store.calls.appendRows({ file, camera, epoch: 1, rows: [row], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [{ eventId, part: 1 }] })
        there.add(row.index)
        claims.set(eventId, row.index)
        if (random() < 0.3) {
          const [gone] = shuffled([...claims.keys()], random)
          store.calls.deleteEvent(gone ?? '')
          there.delete(claims.get(gone ?? '') ?? -1)
          claims.delete(gone ?? '')
        }
      }
      const expected: [number, number][] = []
      for (const row of rows) {
        if (!there.has(row.index)) continue
        const last = rows[row.index - 1]
        const span = expected.at(-1)
        if (last && there.has(last.index) && span && joins(last, row)) span[1] = endWallMs(row)
        else expected.push([row.wallMs, endWallMs(row)])
      }
      const merged = expected.sort((a, b) => a[0] - b[0]).reduce<[number, number][]>((all, [from, to]) => {
        const last = all.at(-1)
        if (last && from - last[1] < 1_000) last[1] = Math.max(last[1], to)
        else all.push([from, to])
        return all
      }, [])
      expect(store.calls.timeline({ cameras: [camera], fromMs: T0 - DAY, toMs: T0 + DAY, stepMs: 60_000 })[0]?.spans, camera).toEqual(merged)
    }
  })
})

describe('footage by the wall clock', () => {
  it.each<{ name: string; prepare?: () => void; from: number; to: number; expected: ReturnType<typeof footage> }>([
    { name: 'begins with the keyframe before', from: 1_200, to: 3_100, expected: [[FILE, 1, 0, 6]] },
    { name: 'begins at a keyframe', from: 2_000, to: 2_001, expected: [[FILE, 1, 4, 4]] },
    { name: 'ends before what begins later', from: 2_000, to: 4_000, expected: [[FILE, 1, 4, 7]] },
    { name: 'nothing before', from: -9_000, to: 0, expected: [] },
    { name: 'a keyframe before midnight', prepare: () => record(rowsOf(MIDNIGHT - 6, MIDNIGHT + 6).map((row) => ({ ...row, keyframe: row.index === MIDNIGHT - 5 }))), from: 14 * HOUR + 600, to: 14 * HOUR + 1_100, expected: [[FILE, 1, MIDNIGHT - 5, MIDNIGHT - 1], [NEXT, 1, MIDNIGHT, MIDNIGHT + 2]] },
    { name: 'over midnight', prepare: () => record(rowsOf(MIDNIGHT - 4, MIDNIGHT + 4)), from: 14 * HOUR - 1_000, to: 14 * HOUR + 1_000, expected: [[FILE, 1, MIDNIGHT - 4, MIDNIGHT - 1], [NEXT, 1, MIDNIGHT, MIDNIGHT + 1]] },
    { name: 'a pause', prepare: () => record(rowsOf(24, 28)), from: 8_000, to: 13_000, expected: [[FILE, 1, 16, 19], [FILE, 1, 24, 25]] },
    { name: 'another epoch', prepare: () => record(rowsOf(0, 4).map((row) => ({ ...row, wallMs: row.wallMs + 12_000 })), { epoch: 2 }), from: 9_000, to: 13_000, expected: [[FILE, 1, 16, 19], [FILE, 2, 0, 1]] },
    { name: 'an hour that is there twice: both, as they were recorded', prepare: () => record(rowsOf(0, 8).map((row) => ({ ...row, wallMs: row.wallMs + 500 })), { epoch: 2 }), from: 2_000, to: 3_000, expected: [[FILE, 1, 4, 5], [FILE, 2, 0, 4]] },
    { name: 'a clock set back within a stream', prepare: () => record(stepped(rowsOf(20, 40), 20, -8_000)), from: 4_000, to: 5_000, expected: [[FILE, 1, 8, 9], [FILE, 1, 24, 25]] },
    { name: 'a lead-in with a hole in it is of no use', prepare: () => record(rowsOf(25, 28)), from: 12_600, to: 13_000, expected: [[FILE, 1, 25, 25]] },
  ])('$name', ({ prepare, from, to, expected }) => {
    record(rowsOf(0, 20))
    prepare?.()
    expect(footage(from, to)).toEqual(expected)
  })

  it('has an end', () => {
    const file = FILE
    store.calls.openStream({ file, ...aStream() })
    const rows = Array.from({ length: MAX_SEGMENT_ROWS + 50 }, (_, index) => aRow(index, { startMs: index * 10, endMs: index * 10 + 10, wallMs: T0 + index * 10, kept: true }))
    store.calls.appendRows({ file, camera: 'gate', epoch: 1, rows, tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [] })
    expect(footage(0, HOUR)).toEqual([[FILE, 1, 0, MAX_SEGMENT_ROWS - 1]])
  })
})

describe('what moved', () => {
  const steps = Array.from({ length: 400 }, (_, n) => ({ atMs: T0 + n * 10_000, motion: (n * 37 % 100) / 128, outcomes: { still: 60, inferred: n % 40 } }))
  const expected = (stepMs: number): [number, number][] => [...Map.groupBy(steps, ({ atMs }) => Math.floor(atMs / stepMs) * stepMs)].map(([at, group]) => [at, Math.max(...group.map(({ motion }) => motion))])
  it.each([10_000, 30_000, 60_000, 300_000, HOUR])('is the most of each %i ms, and the same once it was rolled up', (stepMs) => {
    for (let n = 0; n < 2; n += 1) store.calls.putActivity({ file: FILE, camera: 'gate', steps })
    expect(timeline(T0, T0 + 2 * HOUR, stepMs).motion).toEqual(expected(stepMs))
    again()
    expect(timeline(T0, T0 + 2 * HOUR, stepMs).motion).toEqual(expected(stepMs))
  })

  it('of a day that grows again after it was rolled up', () => {
    store.calls.putActivity({ file: FILE, camera: 'gate', steps: steps.slice(0, 3) })
    again()
    store.calls.putActivity({ file: FILE, camera: 'gate', steps: [{ atMs: T0 + 60_000, motion: 0.75, outcomes: {} }] })
    expect(timeline(T0, T0 + HOUR).motion).toEqual([[T0, 0.578125], [T0 + 60_000, 0.75]])
  })
})

describe('events on the timeline', () => {
  const put = (id: string, startedMs: number, parts: Parameters<typeof anEvent>[0] = {}): void =>
    store.calls.putEvent(anEvent({ id, startedMs, state: 'ended', endedAt: new Date(T0 + startedMs + 5_000).toISOString(), ...parts }))

  it('are those that touch it, oldest first', () => {
    put('before', -9_000)
    put('reaching', -3_000)
    put('in', 1_000, { reviewed: true })
    put('other', 1_500, { camera: 'yard' })
    put('going-on', 2_000, { state: 'active', endedAt: null, severity: 'detection' })
    put('after', 60_000)
    expect(timeline(T0, T0 + 60_000).events).toEqual([
      { id: 'reaching', type: 'object', label: 'person', severity: 'alert', startedMs: T0 - 3_000, endedMs: T0 + 2_000, reviewed: false },
      { id: 'in', type: 'object', label: 'person', severity: 'alert', startedMs: T0 + 1_000, endedMs: T0 + 6_000, reviewed: true },
      { id: 'going-on', type: 'object', label: 'person', severity: 'detection', startedMs: T0 + 2_000, endedMs: null, reviewed: false },
    ])
  })

  it('are counted by step and label where they are too many', () => {
    for (let n = 0; n < 401; n += 1) put(`E${n}`, n * 1_000, { label: n % 4 === 0 ? 'car' : 'person', severity: n % 2 === 0 ? 'alert' : 'detection' })
    const { events, counts } = timeline(T0, T0 + HOUR, 300_000)
    expect(events).toEqual([])
    expect(counts).toEqual([
      { atMs: T0, label: 'car', alerts: 75, detections: 0 }, { atMs: T0, label: 'person', alerts: 75, detections: 150 },
      { atMs: T0 + 300_000, label: 'car', alerts: 26, detections: 0 }, { atMs: T0 + 300_000, label: 'person', alerts: 25, detections: 50 },
    ])
    expect(timeline(T0, T0 + 399_500, 300_000).events).toHaveLength(400)
  })

  it('what merely moved is counted first, so that it takes no object from sight', () => {
    for (let n = 0; n < 401; n += 1) put(`M${n}`, n * 1_000, { type: 'motion', label: 'motion', severity: 'detection' })
    put('somebody', 30_000)
    const { events, counts } = timeline(T0, T0 + HOUR, 300_000)
    expect(events.map(({ id }) => id)).toEqual(['somebody'])
    expect(counts).toEqual([{ atMs: T0, label: 'motion', alerts: 0, detections: 300 }, { atMs: T0 + 300_000, label: 'motion', alerts: 0, detections: 101 }])
  })

  it.each<{ at: number; direction: 'next' | 'previous'; cameras: string[]; expected: string | null }>([
    { at: 0, direction: 'next', cameras: ['gate'], expected: 'g1' }, { at: 1_000, direction: 'next', cameras: ['gate'], expected: 'g2' }, { at: 1_000, direction: 'next', cameras: ['gate', 'yard'], expected: 'y1' },
    { at: 3_000, direction: 'previous', cameras: ['gate'], expected: 'g1' }, { at: 1_000, direction: 'previous', cameras: ['gate'], expected: null }, { at: 9_999, direction: 'previous', cameras: ['yard'], expected: 'y1' },
    { at: 3_000, direction: 'next', cameras: ['gate', 'yard'], expected: null }, { at: 0, direction: 'next', cameras: ['nowhere'], expected: null },
  ])('the $direction one of $cameras at $at is $expected', ({ at, direction, cameras, expected }) => {
    put('g1', 1_000)
    put('y1', 2_000, { camera: 'yard' })
    put('g2', 3_000)
    again()
    expect(store.calls.neighbour({ cameras, atMs: T0 + at, direction })?.id ?? null).toBe(expected)
  })
})
