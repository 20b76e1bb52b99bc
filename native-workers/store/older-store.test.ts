import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventQuery, type Event } from '../../common/contracts/event.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { writeOlderStore } from '../../test-support/older-store.ts'
import { openStore, type OpenStore } from './calls.ts'

const DAY = '2026-11-21'
let folder = ''
let store: OpenStore | null = null
let quarantined = 0
const open = (): OpenStore['calls'] => (store = openStore({ folder, now: () => T0 + 60_000, onQuarantine: () => { quarantined += 1 } })).calls
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-older-'))
  quarantined = 0
})
afterEach(() => {
  store?.close()
  store = null
  rmSync(folder, { recursive: true, force: true })
})

const clip = (seconds: number): Event['clip'] => ({ state: 'saved', seconds, bytes: 12, verified: true })
const ended = (parts: Parameters<typeof anEvent>[0]): Event => anEvent({ state: 'ended', endedAt: new Date(T0 + 9_500).toISOString(), snapshot: true, clip: clip(2), ...parts })
const EVENTS: readonly Event[] = [
  ended({ id: 'E1', zones: ['path', 'door'], lines: [{ id: 'fence', direction: 'a-to-b', at: '2026-11-21T10:00:01Z' }], score: 0.87, severity: 'detection' }),
  ended({ id: 'E2', startedMs: 500, camera: 'yard', reviewed: true, pinned: true, note: 'Fräulein Müller' }),
  ended({ id: 'E3', startedMs: 1_000, clip: { ...clip(2), state: 'recording', verified: false }, state: 'active', endedAt: null }),
  ended({ id: 'E4', startedMs: 1_500, clip: { state: 'none', seconds: 0, bytes: 0, verified: false }, snapshot: false }),
]
const older = (mediaVersion = 2): void => writeOlderStore(folder, { events: EVENTS, day: DAY, mediaVersion, clips: ['E1', 'E2', 'E3'].map((eventId, n) => ({ eventId, startWallMs: T0 + n * 500 - 1_000, rows: 4, delayMs: 200 })) })
const ids = (query: Partial<EventQuery>): string[] => store?.calls.listEvents(EventQuery.parse(query)).items.map(({ id }) => id) ?? []

describe('a data folder of the version before footage', () => {
  it.each([1, 2])('keeps every event, clip, box and picture (media version %i)', (mediaVersion) => {
    older(mediaVersion)
    const calls = open()
    expect(EVENTS.map(({ id }) => calls.getEvent(id))).toEqual(EVENTS)
    expect(calls.clipSegments({ eventId: 'E2', part: 1 })).toEqual([{
      file: DAY, stream: 2, camera: 'yard', epoch: 2, codec: 'h264', codecString: 'avc1.64001f', timescale: 0, init: Buffer.from([1, 2, 3]), burnedIn: false, audio: null, alignment: { exact: true, errorMs: 0.4 },
      rows: [0, 1, 2, 3].map((index) => ({ index, startMs: 200 + index * 500, endMs: 700 + index * 500, dtsMs: index * 500, wallMs: T0 - 500 + 200 + index * 500, keyframe: index === 0, frames: 5, bytes: 3 })),
    }])
    expect(calls.readRows({ file: DAY, stream: 2, from: 1, to: 3 })).toEqual([Buffer.from([2, 1, 0]), Buffer.from([2, 2, 0])])
    expect(calls.readTracks({ file: DAY, stream: 2, from: 1, to: 3 })).toEqual([{ pts: 0.7, boxes: [] }, { pts: 1.2, boxes: [] }])
    expect(['E1', 'E2', 'E3', 'E4'].map((id) => calls.getSnapshot(id))).toEqual([Buffer.from([7]), Buffer.from([8]), Buffer.from([9]), null])
  })

  it.each<{ query: Partial<EventQuery>; expected: string[] }>([
    { query: {}, expected: ['E4', 'E3', 'E2', 'E1'] }, { query: { zone: 'door' }, expected: ['E1'] }, { query: { line: 'fence' }, expected: ['E1'] }, { query: { severity: 'detection' }, expected: ['E1'] },
    { query: { minScore: 0.88 }, expected: ['E4', 'E3', 'E2'] }, { query: { reviewed: true }, expected: ['E2'] }, { query: { pinned: true }, expected: ['E2'] }, { query: { text: 'muller' }, expected: ['E2'] },
  ])('is filtered by what its events say: $query', ({ query, expected }) => {
    older()
    open()
    expect(ids(query)).toEqual(expected)
  })

  it('is on the timeline, and plays by the wall clock', () => {
    older()
    const calls = open()
    const timeline = calls.timeline({ cameras: ['gate', 'yard', 'hall'], fromMs: T0 - 60_000, toMs: T0 + 60_000, stepMs: 60_000 })
    expect(timeline.map(({ spans }) => spans.map(([from, to]) => [from - T0, to - T0]))).toEqual([[[-800, 2_200]], [[-300, 1_700]], []])
    expect(timeline[0]?.events.map(({ id, endedMs }) => [id, endedMs === null ? null : endedMs - T0])).toEqual([['E1', 9_500], ['E3', null], ['E4', 9_500]])
    expect(calls.footageSegments({ camera: 'yard', fromMs: T0, toMs: T0 + 700 }).map(({ rows }) => rows.map(({ index }) => index))).toEqual([[0, 1]])
  })

  it('goes on: what a crash left open is ended, rows of a deleted event go, new ones have files of their own', () => {
    older()
    const calls = open()
    expect(calls.recover().repaired).toMatchObject([{ id: 'E3', state: 'ended', endedAt: new Date(T0 + 2_200).toISOString(), clip: { state: 'partial', seconds: 2, bytes: 15 } }])
    expect(calls.deleteEvent('E1')).toBe(true)
    store?.close()
    const media = new Database(join(folder, 'media', `media-${DAY}.db`), { readonly: true })
    expect(['fragments', 'clip_fragments', 'clip_tracks', 'snapshots', 'spans', 'claims'].map((table) => (media.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n)).toEqual([8, 8, 8, 2, 2, 2])
    media.close()
    expect(open().mediaFiles()).toMatchObject([{ file: DAY, events: 3, pinned: 1 }])
    expect(quarantined).toBe(0)
  })

  it('drops its days as well: what is pinned moves to its camera', () => {
    older()
    const calls = open()
    for (let step = 0; !calls.dropFile(DAY).done; step += 1) expect(step).toBeLessThan(50)
    expect(ids({})).toEqual(['E2'])
    const [segment] = calls.clipSegments({ eventId: 'E2', part: 1 })
    expect(segment).toMatchObject({ file: 'pinned.yard', camera: 'yard', timescale: 0 })
    expect(calls.readRows({ file: 'pinned.yard', stream: segment?.stream ?? 0, from: 0, to: 4 }).map((bytes) => [...bytes])).toEqual([[2, 0, 0], [2, 1, 0], [2, 2, 0], [2, 3, 0]])
    expect(calls.readTracks({ file: 'pinned.yard', stream: segment?.stream ?? 0, from: 0, to: 4 })).toHaveLength(4)
    expect(calls.getSnapshot('E2')).toEqual(Buffer.from([8]))
    expect(calls.mediaFiles().map(({ file }) => file)).toEqual(['pinned.yard'])
  })

  it('survives a body somebody damaged', () => {
    older()
    const catalogue = new Database(join(folder, 'vigil.db'))
    catalogue.exec("UPDATE events SET body = '{' WHERE id = 'E4'")
    catalogue.close()
    const calls = open()
    expect(calls.getEvent('E1')).toEqual(EVENTS[0])
    expect(calls.usage().events).toBe(4)
  })
})
