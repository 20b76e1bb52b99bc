import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mediaFileOf } from '../../common/footage/media-file.ts'
import type { Claim, FootageRow, FootageSegment, StreamHead, TrackFrame } from '../../common/wire/store-messages.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { aRow, aStream, rowsOf } from '../../test-support/store-rows.ts'
import { openStore, type OpenStore } from './calls.ts'

const FILE = '2026-11-21.gate'
const NEXT = '2026-11-22.gate'
/** The index of the first row on the next day. */
const MIDNIGHT = (Date.UTC(2026, 10, 22) - T0) / 500

let folder = ''
let store: OpenStore
const open = (): OpenStore => openStore({ folder, now: () => T0 + 5_000, onQuarantine: () => {} })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-footage-'))
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const boxes = (pts: number): TrackFrame => ({ pts, boxes: [[1, 'person', 0.9, 0.1, 0.1, 0.2, 0.4, 0]] })
const exact = { exact: true, errorMs: 0 }
/** Stored as main does it: each row to the file of its camera and day. */
function record(rows: readonly FootageRow[], claims: readonly Claim[] = [], stream: Partial<StreamHead> = {}): void {
  const head = aStream(stream)
  for (const row of rows) {
    const file = mediaFileOf(row.wallMs, head.camera)
    store.calls.openStream({ file, ...head })
    store.calls.appendRows({ file, camera: head.camera, epoch: head.epoch, rows: [row], tracks: [boxes(row.startMs / 1000)], alignment: exact, claims })
  }
}
const claim = (eventId: string, part = 1): Claim => ({ eventId, part })
const begin = (...ids: string[]): void => { for (const id of ids) store.calls.putEvent(anEvent({ id, clip: { state: 'recording', seconds: 0, bytes: 0, verified: false } })) }
const runs = (segments: readonly FootageSegment[]): [string, number, number, number][] => segments.map(({ file, epoch, rows }) => [file, epoch, rows[0]?.index ?? -1, rows.at(-1)?.index ?? -1])
const clip = (id: string, part = 1): ReturnType<typeof runs> => runs(store.calls.clipSegments(claim(id, part)))
const spans = (fromMs = T0 - 86_400_000, toMs = T0 + 2 * 86_400_000): [number, number][] =>
  (store.calls.timeline({ cameras: ['gate'], fromMs, toMs, stepMs: 60_000 })[0]?.spans ?? []).map(([from, to]) => [from - T0, to - T0])
const stored = (file: string, table: string): number => {
  const database = new Database(join(folder, 'media', `media-${file}.db`), { readonly: true })
  try {
    return (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  } finally {
    database.close()
  }
}

describe('rows and the clips they belong to', () => {
  it('are stored once however often they are sent', () => {
    begin('E1')
    const call = { file: FILE, camera: 'gate', epoch: 1, rows: rowsOf(0, 2), tracks: [boxes(0.6), boxes(0.1)], alignment: { exact: false, errorMs: 3 }, claims: [claim('E1')] }
    store.calls.openStream({ file: FILE, ...aStream() })
    for (let n = 0; n < 3; n += 1) store.calls.appendRows(call)
    store.calls.openStream({ file: FILE, ...aStream() })
    const [segment] = store.calls.clipSegments(claim('E1'))
    const { bytes: _bytes, kept: _kept, ...facts } = aRow(1)
    expect(segment).toMatchObject({ ...aStream(), init: Buffer.from([1, 2, 3]), file: FILE, alignment: { exact: false, errorMs: 3 } })
    expect(segment?.rows).toEqual([expect.objectContaining({ index: 0 }), { ...facts, bytes: 4 }])
    const { stream } = segment!
    expect(store.calls.readRows({ file: FILE, stream, from: 0, to: 5 }).map((bytes) => [...bytes])).toEqual([[0, 0, 0, 0], [1, 1, 1, 1]])
    expect(store.calls.readTracks({ file: FILE, stream, from: 0, to: 5 })).toEqual([boxes(0.1), boxes(0.6)])
    expect(store.calls.readTracks({ file: FILE, stream, from: 1, to: 2 })).toEqual([boxes(0.6)])
    expect(stored(FILE, 'fragments')).toBe(2)
  })

  it.each<{ name: string; steps: () => void; expected: ReturnType<typeof clip> }>([
    { name: 'rows that follow make one run', steps: () => record(rowsOf(0, 6), [claim('E1')]), expected: [[FILE, 1, 0, 5]] },
    { name: 'a pause makes two', steps: () => { record(rowsOf(0, 3), [claim('E1')]); record(rowsOf(8, 10), [claim('E1')]) }, expected: [[FILE, 1, 0, 2], [FILE, 1, 8, 9]] },
    { name: 'rows that were there already', steps: () => { record(rowsOf(0, 9)); store.calls.claimRows({ file: FILE, camera: 'gate', epoch: 1, from: 2, to: 5, claim: claim('E1') }) }, expected: [[FILE, 1, 2, 4]] },
    { name: 'never more than there is', steps: () => { record(rowsOf(3, 5)); store.calls.claimRows({ file: FILE, camera: 'gate', epoch: 1, from: 0, to: 99, claim: claim('E1') }); record(rowsOf(5, 9)) }, expected: [[FILE, 1, 3, 4]] },
    { name: 'what was there and what comes join', steps: () => { record(rowsOf(0, 4)); store.calls.claimRows({ file: FILE, camera: 'gate', epoch: 1, from: 1, to: 4, claim: claim('E1') }); record(rowsOf(4, 6), [claim('E1')]) }, expected: [[FILE, 1, 1, 5]] },
    { name: 'the gap between two runs is filled', steps: () => { record(rowsOf(0, 2), [claim('E1')]); record(rowsOf(4, 6), [claim('E1')]); record(rowsOf(2, 4), [claim('E1')]) }, expected: [[FILE, 1, 0, 5]] },
    { name: 'ffmpeg was restarted', steps: () => { record(rowsOf(0, 2), [claim('E1')]); record(rowsOf(0, 2, { wallMs: T0 + 9_000 }), [claim('E1')], { epoch: 2 }) }, expected: [[FILE, 1, 0, 1], [FILE, 2, 0, 1]] },
    { name: 'over midnight', steps: () => record(rowsOf(MIDNIGHT - 2, MIDNIGHT + 2), [claim('E1')]), expected: [[FILE, 1, MIDNIGHT - 2, MIDNIGHT - 1], [NEXT, 1, MIDNIGHT, MIDNIGHT + 1]] },
    { name: 'nothing', steps: () => {}, expected: [] },
  ])('$name', ({ steps, expected }) => {
    begin('E1')
    steps()
    expect(clip('E1')).toEqual(expected)
    store.close()
    store = open()
    expect(clip('E1')).toEqual(expected)
  })

  it('says which rows are not there when it is asked to make them part of a clip, or kept', () => {
    begin('E1', 'E2')
    record(rowsOf(2, 4), [claim('E1')])
    record(rowsOf(6, 7), [claim('E2')])
    const ask = (eventId: string | null): number[] => store.calls.claimRows({ file: FILE, camera: 'gate', epoch: 1, from: 1, to: 8, claim: eventId === null ? null : claim(eventId) })
    store.calls.deleteEvent('E1')
    expect(ask('E2')).toEqual([1, 2, 3, 4, 5, 7])
    record(rowsOf(1, 8), [claim('E2')])
    expect([ask('E2'), ask(null)]).toEqual([[], []])
    expect(clip('E2')).toEqual([[FILE, 1, 1, 7]])
  })

  it('parts are clips of their own', () => {
    begin('E1')
    record(rowsOf(0, 4), [claim('E1', 1)])
    record(rowsOf(4, 6), [claim('E1', 2)])
    expect([clip('E1', 1), clip('E1', 2), clip('E1', 3)]).toEqual([[[FILE, 1, 0, 3]], [[FILE, 1, 4, 5]], []])
  })

  it('an event that was deleted meanwhile costs the others nothing', () => {
    begin('E1', 'E2')
    record(rowsOf(0, 2), [claim('E1'), claim('E2')])
    store.calls.deleteEvent('E1')
    record(rowsOf(2, 4), [claim('E1'), claim('E2')])
    expect([clip('E1'), clip('E2')]).toEqual([[], [[FILE, 1, 0, 3]]])
    expect(() => record(rowsOf(4, 5), [claim('E1')])).toThrow('event E1 is not in the catalogue')
    expect(() => store.calls.appendRows({ file: FILE, camera: 'gate', epoch: 7, rows: rowsOf(0, 1), tracks: [], alignment: exact, claims: [] })).toThrow('stream 7 of camera gate was not opened in this file')
  })
})

describe('deleting', () => {
  it.each<{ name: string; kept?: readonly number[]; claims: readonly (readonly [id: string, from: number, to: number])[]; left: readonly number[]; leftSpans: [number, number][] }>([
    { name: 'takes what only it showed', claims: [['E1', 0, 8]], left: [], leftSpans: [] },
    { name: 'leaves what others show', claims: [['E1', 0, 8], ['E2', 2, 4], ['E3', 3, 6]], left: [2, 3, 4, 5], leftSpans: [[1_000, 3_000]] },
    { name: 'leaves what is recorded for itself', kept: [0, 1, 5], claims: [['E1', 0, 8], ['E2', 4, 5]], left: [0, 1, 4, 5], leftSpans: [[0, 1_000], [2_000, 3_000]] },
    { name: 'and what is beside it', claims: [['E1', 2, 4], ['E2', 0, 2], ['E3', 4, 8]], left: [0, 1, 4, 5, 6, 7], leftSpans: [[0, 1_000], [2_000, 4_000]] },
  ])('$name', ({ kept = [], claims, left, leftSpans }) => {
    begin('E1', 'E2', 'E3')
    for (let index = 0; index < 8; index += 1) record([aRow(index, { kept: kept.includes(index) })], claims.filter(([, from, to]) => index >= from && index < to).map(([id]) => claim(id)))
    store.calls.putSnapshot({ eventId: 'E1', jpeg: new Uint8Array([7]) })
    expect(store.calls.deleteEvent('E1')).toBe(true)
    expect(store.calls.deleteEvent('E1')).toBe(false)
    expect([store.calls.getSnapshot('E1'), store.calls.getEvent('E1'), clip('E1')]).toEqual([null, null, []])
    const rows = store.calls.footageSegments({ camera: 'gate', fromMs: T0, toMs: T0 + 60_000 }).flatMap((segment) => segment.rows.map(({ index }) => index))
    expect(rows).toEqual(left)
    expect(spans()).toEqual(leftSpans)
    for (const table of ['fragments', 'fragment_bytes', 'fragment_tracks']) expect(stored(FILE, table)).toBe(left.length)
    for (const [id, from, to] of claims.slice(1)) expect(clip(id)).toEqual([[FILE, 1, from, to - 1]])
  })

  it('also in the files after midnight, and what a crash left of a deletion', () => {
    begin('E1', 'E2')
    record(rowsOf(MIDNIGHT - 2, MIDNIGHT + 2), [claim('E1'), claim('E2')])
    store.calls.deleteEvent('E1')
    expect([stored(FILE, 'claims'), stored(NEXT, 'claims'), stored(NEXT, 'fragments')]).toEqual([1, 1, 2])
    store.close()
    // The process died between the catalogue's transaction and the media files'.
    const catalogue = new Database(join(folder, 'vigil.db'))
    catalogue.exec(`DELETE FROM events WHERE id = 'E2'; INSERT INTO deletions VALUES ('E2', '${FILE}'), ('E2', '${NEXT}')`)
    catalogue.close()
    store = open()
    store.calls.recover()
    expect(['claims', 'fragments', 'fragment_bytes', 'spans'].flatMap((table) => [stored(FILE, table), stored(NEXT, table)])).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(store.calls.usage()).toMatchObject({ events: 0 })
    expect(readdirSync(join(folder, 'media')).filter((name) => name.endsWith('.db'))).toHaveLength(2)
  })
})
