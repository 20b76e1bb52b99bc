import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventQuery } from '../../common/contracts/event.ts'
import { mediaFileOf } from '../../common/footage/media-file.ts'
import type { StoreCalls } from '../../common/wire/store-messages.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { aStream, INIT_BYTES, rowsOf } from '../../test-support/store-rows.ts'
import { openStore, type OpenStore } from './calls.ts'

const FILE = '2026-11-21.gate'
const NEXT = '2026-11-22.gate'
const PINNED = 'pinned.gate'
const MIDNIGHT_MS = Date.UTC(2026, 10, 22)
const MIDNIGHT = (MIDNIGHT_MS - T0) / 500

let folder = ''
const opened: OpenStore[] = []
const open = (at = folder): OpenStore => {
  const store = openStore({ folder: at, now: () => T0, onQuarantine: () => {} })
  opened.push(store)
  return store
}
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-drop-')) })
afterEach(() => {
  for (const store of opened.splice(0)) store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Rows `from` to `to` of one stream, as the clip of an event that begins with them. */
function clip(calls: StoreCalls, id: string, { from, to, camera = 'gate', size = 4, pinned = false, startedMs = from * 500 }: { from: number; to: number; camera?: string; size?: number; pinned?: boolean; startedMs?: number }): void {
  calls.putEvent(anEvent({ id, camera, startedMs, pinned, note: `the ${id}`, state: 'ended', endedAt: new Date(T0 + to * 500).toISOString(), clip: { state: 'saved', seconds: (to - from) / 2, bytes: (to - from) * size, verified: true } }))
  for (const row of rowsOf(from, to, { size })) {
    const file = mediaFileOf(row.wallMs, camera)
    calls.openStream({ file, ...aStream({ camera }) })
    calls.appendRows({ file, camera, epoch: 1, rows: [row], tracks: [{ pts: row.startMs / 1000, boxes: [] }], alignment: { exact: true, errorMs: 0 }, claims: [{ eventId: id, part: 1 }] })
  }
  calls.putSnapshot({ eventId: id, jpeg: new Uint8Array([id.length]) })
}

/** A day with events of every kind: alone, sharing rows, pinned, over both midnights; another camera's beside it. */
function aDay(calls: StoreCalls): void {
  clip(calls, 'alone', { from: 0, to: 8 })
  clip(calls, 'sharing', { from: 20, to: 28 })
  clip(calls, 'pin', { from: 24, to: 32, pinned: true, size: 200_000 })
  clip(calls, 'pin-too', { from: 28, to: 36, pinned: true })
  clip(calls, 'leaving', { from: MIDNIGHT - 4, to: MIDNIGHT + 4 })
  clip(calls, 'pin-leaving', { from: MIDNIGHT - 2, to: MIDNIGHT + 6, pinned: true })
  // Their main file is the next day's: only the lead-in lies here.
  clip(calls, 'arriving', { from: MIDNIGHT - 6, to: MIDNIGHT + 2, startedMs: MIDNIGHT_MS - T0 })
  clip(calls, 'pin-arriving', { from: MIDNIGHT - 8, to: MIDNIGHT + 1, pinned: true, startedMs: MIDNIGHT_MS - T0 + 1 })
  clip(calls, 'yard', { from: 0, to: 4, camera: 'yard' })
  calls.putActivity({ file: FILE, camera: 'gate', steps: [{ atMs: T0, motion: 0.5, outcomes: { still: 100 } }] })
}

const ids = (calls: StoreCalls, query: Partial<EventQuery> = {}): string[] => calls.listEvents(EventQuery.parse(query)).items.map(({ id }) => id).sort()
const clips = (calls: StoreCalls): Record<string, [string, number, number][]> => Object.fromEntries(ids(calls).map((id) => [id, calls.clipSegments({ eventId: id, part: 1 }).map(({ file, stream, rows }) => {
  const [from, to] = [rows[0]?.index ?? 0, (rows.at(-1)?.index ?? 0) + 1]
  expect(calls.readRows({ file, stream, from, to }).map((bytes) => bytes[0])).toEqual(Array.from({ length: to - from }, (_, n) => (from + n) % 256))
  expect(calls.readTracks({ file, stream, from, to })).toHaveLength(to - from)
  return [file, from, to]
})]))

const LEFT = ['arriving', 'pin', 'pin-arriving', 'pin-leaving', 'pin-too', 'yard']
function expectDropped(calls: StoreCalls): void {
  expect(clips(calls)).toEqual({
    arriving: [[NEXT, MIDNIGHT, MIDNIGHT + 2]],
    pin: [[PINNED, 24, 32]],
    'pin-arriving': [[PINNED, MIDNIGHT - 8, MIDNIGHT], [NEXT, MIDNIGHT, MIDNIGHT + 1]],
    'pin-leaving': [[PINNED, MIDNIGHT - 2, MIDNIGHT], [NEXT, MIDNIGHT, MIDNIGHT + 6]],
    'pin-too': [[PINNED, 28, 36]],
    yard: [['2026-11-21.yard', 0, 4]],
  })
  for (const id of LEFT) expect(calls.getSnapshot(id)).toEqual(Buffer.from([id.length]))
  expect([calls.getEvent('alone'), calls.getSnapshot('alone'), calls.clipSegments({ eventId: 'alone', part: 1 })]).toEqual([null, null, []])
  expect(calls.getEvent('arriving')).toMatchObject({ clip: { state: 'partial', seconds: 1, bytes: INIT_BYTES + 8, reason: 'What this clip had on 2026-11-21 was deleted with the recordings of that day.' } })
  expect(calls.getEvent('pin-arriving')).toMatchObject({ clip: { state: 'saved' } })
  expect(existsSync(join(folder, 'media', `media-${FILE}.db`))).toBe(false)
  expect(calls.mediaFiles().map(({ file, events, pinned }) => [file, events, pinned])).toEqual([['2026-11-21.yard', 1, 0], [NEXT, 2, 1], [PINNED, 3, 3]])
  // Of what went, nothing stays behind in the next day's file either: what `leaving` and `pin-leaving` shared has one owner now.
  expect(calls.footageSegments({ camera: 'gate', fromMs: MIDNIGHT_MS, toMs: MIDNIGHT_MS + 60_000 }).flatMap(({ rows }) => rows).length).toBe(6)
  expect(calls.countEvents({ query: { text: 'the' }, bounds: [0, T0 * 2] })).toEqual([LEFT.length])
  expect(calls.usage().events).toBe(LEFT.length)
}
const drop = (calls: StoreCalls, file = FILE): number => {
  for (let steps = 1; ; steps += 1) {
    if (calls.dropFile(file).done) return steps
    expect(steps).toBeLessThan(200)
  }
}

describe('a day that is dropped', () => {
  it('goes, with what its events have elsewhere; pinned events stay whole, others lose what they had on it', () => {
    const { calls } = open()
    aDay(calls)
    drop(calls)
    expectDropped(calls)
    expect(calls.dropFile(FILE)).toEqual({ done: true, freedBytes: 0 })
    calls.deleteEvent('pin-leaving')
    expect(calls.clipSegments({ eventId: 'pin-too', part: 1 })).toHaveLength(1)
  })

  it('is gone from every list at once, long before its events are', () => {
    const { calls } = open()
    aDay(calls)
    let freed = 0
    for (let steps = 0; freed === 0; steps += 1) {
      expect(steps).toBeLessThan(100)
      freed = calls.dropFile(FILE).freedBytes
    }
    expect(ids(calls)).toEqual(LEFT)
    expect([calls.getEvent('sharing'), calls.patchEvent({ id: 'sharing', patch: { note: 'x' } }), calls.deleteEvent('sharing'), calls.getSnapshot('sharing')]).toEqual([null, null, false, null])
    expect(calls.countEvents({ query: {}, bounds: [0, T0 * 2] })).toEqual([LEFT.length])
    expect(calls.neighbour({ cameras: ['gate'], atMs: T0 - 1, direction: 'next' })?.id).toBe('pin')
    expect(calls.timeline({ cameras: ['gate'], fromMs: T0, toMs: T0 + 3_600_000, stepMs: 60_000 })[0]).toMatchObject({ events: [{ id: 'pin' }, { id: 'pin-too' }], motion: [], spans: [[T0 + 12_000, T0 + 18_000]] })
    // What still talks about one of them does not bring it back.
    calls.putEvent(anEvent({ id: 'sharing', startedMs: 10_000 }))
    expect(ids(calls)).toEqual(LEFT)
  })

  it('is finished at the next start, wherever a crash came between', () => {
    const first = open()
    aDay(first.calls)
    for (let step = 0, done = false; !done; step += 1) {
      expect(step).toBeLessThan(200)
      // What a power cut leaves at this moment: the files as they are, logs included.
      const copy = mkdtempSync(join(tmpdir(), 'vigil-cut-'))
      try {
        cpSync(folder, copy, { recursive: true })
        const second = open(copy)
        second.calls.recover()
        if (step > 0) drop(second.calls)
        if (step > 0) expect(ids(second.calls)).toEqual(LEFT)
        else expect(ids(second.calls)).toHaveLength(9)
        clips(second.calls)
        expect(second.calls.usage().events).toBe(step > 0 ? LEFT.length : 9)
      } finally {
        opened.pop()?.close()
        rmSync(copy, { recursive: true })
      }
      done = first.calls.dropFile(FILE).done
    }
    expectDropped(first.calls)
  })

  it('needs no more calls after a crash once it was invisible', () => {
    const first = open()
    aDay(first.calls)
    while (ids(first.calls).includes('alone')) first.calls.dropFile(FILE)
    expect(existsSync(join(folder, 'media', `media-${FILE}.db`))).toBe(true)
    cpSync(folder, `${folder}-cut`, { recursive: true })
    const second = open(`${folder}-cut`)
    second.calls.recover()
    expect(existsSync(join(`${folder}-cut`, 'media', `media-${FILE}.db`))).toBe(false)
    expect(second.calls.usage().events).toBe(LEFT.length)
    expect(second.calls.dropFile(FILE)).toEqual({ done: true, freedBytes: 0 })
    opened.pop()?.close()
    rmSync(`${folder}-cut`, { recursive: true })
  })

  it.each([
    { name: 'a day that has events but no file', file: '2026-11-20.gate', prepare: (calls: StoreCalls) => calls.putEvent(anEvent({ id: 'old', startedMs: -86_400_000 })) },
    { name: 'a day with nothing at all', file: '2025-01-01.hall', prepare: () => {} },
    { name: 'a day with footage and no events', file: '2026-11-21.hall', prepare: (calls: StoreCalls) => {
      calls.openStream({ file: '2026-11-21.hall', ...aStream({ camera: 'hall' }) })
      calls.appendRows({ file: '2026-11-21.hall', camera: 'hall', epoch: 1, rows: rowsOf(0, 4, { kept: true }), tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [] })
    } },
  ])('may be $name', ({ file, prepare }) => {
    const { calls } = open()
    aDay(calls)
    prepare(calls)
    drop(calls, file)
    expect(calls.usage().events).toBe(9)
    expect(calls.mediaFiles().map((facts) => facts.file)).toEqual(['2026-11-21.gate', '2026-11-21.yard', NEXT])
  })

  it('dropping the file of pinned events takes those that no longer are', () => {
    const { calls } = open()
    aDay(calls)
    drop(calls)
    calls.patchEvent({ id: 'pin', patch: { pinned: false } })
    drop(calls, PINNED)
    expect(ids(calls)).toEqual(LEFT.filter((id) => id !== 'pin'))
    expect(calls.clipSegments({ eventId: 'pin-too', part: 1 })[0]?.rows).toHaveLength(8)
  })
})
