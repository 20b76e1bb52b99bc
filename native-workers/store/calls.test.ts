import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventQuery, type Event } from '../../common/contracts/event.ts'
import type { StoredFragment } from '../../common/wire/store-messages.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { openStore, type OpenStore } from './calls.ts'
import { repairEvent } from './recover.ts'

let folder = ''
let store: OpenStore
let quarantined: { path: string; reason: string }[] = []
const open = (): OpenStore => openStore({ folder, now: () => T0 + 5_000, onQuarantine: (file) => quarantined.push(file) })
const query = (parts: Partial<EventQuery> = {}): EventQuery => EventQuery.parse(parts)
const row = (index: number, size = 4): StoredFragment => ({ index, startMs: index * 500, endMs: index * 500 + 500, keyframe: index % 4 === 0, frames: 5, bytes: new Uint8Array(size).fill(index) })
const clip = (eventId: string) => ({ eventId, day: '2026-11-21', init: new Uint8Array([1, 2, 3]), codec: 'h264', codecString: 'avc1.64001f', startWallMs: T0 - 3_000 })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-store-'))
  quarantined = []
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

it('keeps what people decided when cameras go on talking about the event', () => {
  const { calls } = store
  calls.putEvent(anEvent())
  expect(calls.patchEvent({ id: 'E1', patch: { reviewed: true, note: 'the postman' } })).toMatchObject({ reviewed: true, pinned: false, note: 'the postman' })
  calls.putEvent(anEvent({ score: 0.95, state: 'ended', endedAt: new Date(T0 + 4_000).toISOString() }))
  calls.patchEvent({ id: 'E1', patch: { pinned: true } })
  expect(calls.getEvent('E1')).toEqual({ ...anEvent({ score: 0.95, state: 'ended', endedAt: new Date(T0 + 4_000).toISOString() }), reviewed: true, pinned: true, note: 'the postman' })
  expect(calls.patchEvent({ id: 'nobody', patch: { reviewed: true } })).toBeNull()
  expect(calls.getEvent('nobody')).toBeNull()
})

describe('pages of events', () => {
  const all: Event[] = Array.from({ length: 40 }, (_, n) => anEvent({
    // Pairs share their start: the id decides then.
    id: `E${String(n).padStart(2, '0')}`, startedMs: Math.floor(n / 2) * 1_000, camera: n % 3 === 0 ? 'yard' : 'gate', label: n % 4 === 0 ? 'car' : 'person',
    type: n % 5 === 0 ? 'line' : 'object', zones: n % 2 === 0 ? ['path', 'door'] : [], trackId: n,
  }))
  const iso = (n: number): string => new Date(T0 + n * 1_000).toISOString()

  it.each<{ name: string; filter: Partial<EventQuery>; keep: (event: Event, n: number) => boolean }>([
    { name: 'everything', filter: {}, keep: () => true },
    { name: 'one camera', filter: { camera: 'yard' }, keep: (event) => event.camera === 'yard' },
    { name: 'one label', filter: { label: 'car' }, keep: (event) => event.label === 'car' },
    { name: 'camera and label', filter: { camera: 'gate', label: 'person' }, keep: (event) => event.camera === 'gate' && event.label === 'person' },
    { name: 'a type', filter: { type: 'line' }, keep: (event) => event.type === 'line' },
    { name: 'a zone', filter: { zone: 'door' }, keep: (event) => event.zones.includes('door') },
    { name: 'zone, camera and time', filter: { zone: 'path', camera: 'gate', after: iso(3), before: iso(15) }, keep: (event, n) => event.zones.length > 0 && event.camera === 'gate' && Math.floor(n / 2) > 3 && Math.floor(n / 2) < 15 },
    { name: 'unreviewed', filter: { reviewed: false }, keep: (_event, n) => n % 10 !== 0 },
    { name: 'unreviewed of a camera', filter: { reviewed: false, camera: 'gate' }, keep: (event, n) => n % 10 !== 0 && event.camera === 'gate' },
    { name: 'reviewed', filter: { reviewed: true }, keep: (_event, n) => n % 10 === 0 },
    { name: 'nothing', filter: { camera: 'cellar' }, keep: () => false },
  ])('newest first, none twice, none left out: $name', ({ filter, keep }) => {
    for (const event of all) store.calls.putEvent(event)
    for (const [n, event] of all.entries()) if (n % 10 === 0) store.calls.patchEvent({ id: event.id, patch: { reviewed: true } })
    const expected = all.filter(keep).map((event) => event.id).sort((a, b) => b.localeCompare(a))
    for (const limit of [1, 7, 500]) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = store.calls.listEvents(query({ ...filter, limit, ...(cursor === null ? {} : { cursor }) }))
        expect(page.items.length).toBeLessThanOrEqual(limit)
        seen.push(...page.items.map((event) => event.id))
        cursor = page.next
      } while (cursor !== null)
      expect(seen).toEqual(expected)
    }
  })

  it('names a cursor it did not give', () => {
    // The door's schema refuses it first; the store looks for itself.
    expect(() => store.calls.listEvents({ ...query({}), cursor: 'page-2' })).toThrow('cursor: expected the "next" of an earlier page, got "page-2"')
  })
})

describe('clips', () => {
  it('takes the same rows twice without change, and gives tracks in the order they are shown', () => {
    const { calls } = store
    calls.putEvent(anEvent())
    calls.openClip(clip('E1'))
    const call = { eventId: 'E1', fragments: [row(0), row(1)], tracks: [{ pts: 0.2, boxes: [] }, { pts: 0.1, boxes: [[1, 'person', 0.9, 0.1, 0.1, 0.2, 0.4, 0] as const] }].map((frame) => ({ ...frame, boxes: frame.boxes.map((box) => [...box] as never) })), alignment: { exact: true, errorMs: 0.4 } }
    calls.appendFragments(call)
    calls.appendFragments(call)
    calls.appendFragments({ eventId: 'E1', fragments: [row(2)], tracks: [{ pts: 0.3, boxes: [] }] })
    calls.openClip(clip('E1'))
    expect(calls.clipInfo('E1')).toMatchObject({ codec: 'h264', codecString: 'avc1.64001f', totalBytes: 15, fragments: [{ index: 0, bytes: 4, keyframe: true }, { index: 1 }, { index: 2, startMs: 1_000, endMs: 1_500 }] })
    expect(calls.readFragments({ eventId: 'E1', from: 1, to: 3 }).map((bytes) => [...bytes])).toEqual([[1, 1, 1, 1], [2, 2, 2, 2]])
    expect(calls.tracks('E1')).toEqual({ alignment: { exact: true, errorMs: 0.4 }, frames: [{ pts: 0.1, boxes: [[1, 'person', 0.9, 0.1, 0.1, 0.2, 0.4, 0]] }, { pts: 0.2, boxes: [] }, { pts: 0.3, boxes: [] }] })
  })

  it('deletes an event with all its media, also what a crash left of a deletion', () => {
    const { calls } = store
    for (const id of ['E1', 'E2']) {
      calls.putEvent(anEvent({ id }))
      calls.openClip(clip(id))
      calls.appendFragments({ eventId: id, fragments: [row(0, 40_000)], tracks: [] })
      calls.putSnapshot({ eventId: id, jpeg: new Uint8Array([7]) })
    }
    expect(calls.deleteEvent('E1')).toBe(true)
    expect(calls.deleteEvent('E1')).toBe(false)
    expect([calls.clipInfo('E1'), calls.getSnapshot('E1'), calls.tracks('E1')]).toEqual([null, null, null])
    store.close()
    // The process died between the catalogue's transaction and the media file's.
    const catalogue = new Database(join(folder, 'vigil.db'))
    catalogue.exec("DELETE FROM clips WHERE event_id = 'E2'; DELETE FROM events WHERE id = 'E2'; INSERT INTO deletions VALUES ('E2', '2026-11-21')")
    catalogue.close()
    store = open()
    store.calls.recover()
    const media = new Database(join(folder, 'media', 'media-2026-11-21.db'))
    expect(['clips', 'clip_fragments', 'snapshots'].map((table) => (media.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n)).toEqual([0, 0, 0])
    media.close()
    expect(store.calls.usage()).toMatchObject({ events: 0 })
  })

  it('refuses what belongs to no event, by name', () => {
    expect(() => store.calls.openClip(clip('E9'))).toThrow('event E9 is not in the catalogue')
    expect(() => store.calls.appendFragments({ eventId: 'E9', fragments: [row(0)], tracks: [] })).toThrow('event E9 is not in the catalogue')
    store.calls.putEvent(anEvent())
    expect(() => store.calls.appendFragments({ eventId: 'E1', fragments: [row(0)], tracks: [] })).toThrow('clip of event E1 is not in its media file')
  })
})

describe('after a crash', () => {
  const recording = anEvent({ clip: { state: 'recording', seconds: 0, bytes: 0, verified: false } })
  const kept = { fragments: 4, bytes: 400, endMs: 9_000, startWallMs: T0 - 3_000 }
  it.each<{ name: string; event: Event; summary: typeof kept | null; touchedMs: number; expected: object }>([
    { name: 'verified: saved, ended where its clip ends', event: { ...recording, clip: { ...recording.clip, verified: true } }, summary: kept, touchedMs: T0 + 1_000, expected: { state: 'ended', endedAt: new Date(T0 + 6_000).toISOString(), clip: { state: 'saved', seconds: 9, bytes: 400, verified: true } } },
    { name: 'not yet verified: partial', event: recording, summary: kept, touchedMs: T0, expected: { state: 'ended', clip: { state: 'partial', verified: false } } },
    { name: 'nothing stored: failed', event: recording, summary: { ...kept, fragments: 0 }, touchedMs: T0 + 1_000, expected: { endedAt: new Date(T0 + 1_000).toISOString(), clip: { state: 'failed', bytes: 0 } } },
    { name: 'media file gone: failed', event: recording, summary: null, touchedMs: T0 + 1_000, expected: { clip: { state: 'failed' } } },
    { name: 'without a clip', event: anEvent(), summary: null, touchedMs: T0 + 2_000, expected: { state: 'ended', endedAt: new Date(T0 + 2_000).toISOString(), clip: { state: 'none' } } },
    { name: 'already ended, in its post-roll: the end stays', event: { ...recording, state: 'ended', endedAt: new Date(T0 + 500).toISOString() }, summary: kept, touchedMs: T0 + 600, expected: { endedAt: new Date(T0 + 500).toISOString(), clip: { state: 'partial' } } },
    { name: 'the clock was set back: never before it began', event: anEvent({ startedMs: 60_000 }), summary: null, touchedMs: T0, expected: { endedAt: new Date(T0 + 60_000).toISOString() } },
  ])('$name', ({ event, summary, touchedMs, expected }) => {
    expect(repairEvent({ event, summary, touchedMs, nowMs: T0 + 30_000 })).toMatchObject(expected)
  })

  it('leaves alone what the engine still has in hand', () => {
    for (const id of ['E1', 'E2']) {
      store.calls.putEvent({ ...recording, id })
      store.calls.openClip(clip(id))
      store.calls.appendFragments({ eventId: id, fragments: [row(0), row(1)], tracks: [] })
    }
    const { repaired } = store.calls.recover({ openEventIds: ['E1'] })
    expect(repaired.map((event) => event.id)).toEqual(['E2'])
    expect(store.calls.getEvent('E1')).toMatchObject({ state: 'active', clip: { state: 'recording' } })
    expect(store.calls.getEvent('E2')).toMatchObject({ state: 'ended', clip: { state: 'partial', seconds: 1, bytes: 8 } })
    expect(store.calls.recover().repaired.map((event) => event.id)).toEqual(['E1'])
    expect(store.calls.recover().repaired).toEqual([])
  })
})

describe('damaged files are moved aside, reported, and begun anew', () => {
  const damaged = (): string[] => [...readdirSync(folder), ...readdirSync(join(folder, 'media'))].filter((name) => /\.damaged-[\dTZ-]+$/.test(name))
  const fill = (): void => {
    for (let n = 0; n < 300; n += 1) store.calls.putEvent(anEvent({ id: `E${n}`, startedMs: n, snapshot: true, clip: { state: 'saved', seconds: 1, bytes: 1, verified: true } }))
    store.calls.openClip(clip('E1'))
    for (let n = 0; n < 20; n += 1) store.calls.appendFragments({ eventId: 'E1', fragments: [row(n, 30_000)], tracks: [] })
    store.close()
  }
  const overwrite = (path: string, from: number, to: number): Buffer => {
    const bytes = readFileSync(path)
    bytes.fill(0x5a, from, Math.min(to, bytes.length))
    writeFileSync(path, bytes)
    return bytes
  }

  it.each([
    { name: 'no SQLite file at all: nothing can be saved', from: 0, to: 4_096, saved: [0, 0] },
    { name: 'pages in the middle, after a power cut: what can be read is kept', from: 16_384 * 22, to: 16_384 * 23, saved: [100, 299] },
    { name: 'most of it', from: 16_384 * 1, to: 16_384 * 22, saved: [0, 299] },
  ])('catalogue: $name', ({ from, to, saved }) => {
    fill()
    const path = join(folder, 'vigil.db')
    // As if the power had gone: nobody marked the file as closed.
    const database = new Database(path)
    database.exec("UPDATE meta SET value = '0' WHERE key = 'closed'")
    database.close()
    const bytes = overwrite(path, from, to)
    store = open()
    expect(quarantined).toHaveLength(1)
    expect(damaged()).toHaveLength(1)
    expect(readFileSync(join(folder, damaged()[0]!))).toEqual(bytes)
    const kept = store.calls.usage().events
    expect(kept).toBeGreaterThanOrEqual(saved[0]!)
    expect(kept).toBeLessThanOrEqual(saved[1]!)
    expect(quarantined[0]?.reason).toContain(`(${kept} events could be read from it and were kept)`)
    expect(store.calls.listEvents(query({ limit: 500 })).items).toHaveLength(kept)
    store.calls.putEvent(anEvent({ id: 'new' }))
    expect(store.calls.getEvent('new')).not.toBeNull()
    expect(store.calls.recover().quarantined).toHaveLength(1)
  })

  it('media file, found while reading: the day goes on in a fresh one', () => {
    fill()
    overwrite(join(folder, 'media', 'media-2026-11-21.db'), 16_384 * 20, 16_384 * 50)
    store = open()
    expect(() => store.calls.readFragments({ eventId: 'E1', from: 0, to: 20 })).toThrow(/damaged and was moved aside/)
    expect(damaged()).toHaveLength(1)
    expect(store.calls.clipInfo('E1')).toBeNull()
    expect(store.calls.getEvent('E1')).toMatchObject({ snapshot: false, clip: { state: 'failed', verified: false, reason: expect.stringMatching(/^The media file of 2026-11-21 was damaged; it was kept as .*damaged/) as string } })
    store.calls.openClip(clip('E2'))
    store.calls.appendFragments({ eventId: 'E2', fragments: [row(0)], tracks: [] })
    expect(store.calls.clipInfo('E2')?.fragments).toHaveLength(1)
  })
})

it.each([
  { name: 'a file in the place of the folder', prepare: () => { writeFileSync(join(folder, 'data'), ''); return join(folder, 'data') }, expected: /cannot be used as the data folder because a file is in its place/ },
  { name: 'a folder in the place of the catalogue', prepare: () => join(folder, 'taken'), expected: /cannot open .*vigil\.db/ },
  { name: 'written by a newer Vigil', prepare: () => { store.close(); const database = new Database(join(folder, 'vigil.db')); database.pragma('user_version = 99'); database.close(); return folder }, expected: /newer Vigil \(schema 99, this one knows 1\)/ },
])('says in one sentence why it cannot work: $name', ({ name, prepare, expected }) => {
  const path = prepare()
  if (name.includes('catalogue')) openStore({ folder: join(path, 'vigil.db'), now: () => T0, onQuarantine: () => {} }).close()
  expect(() => openStore({ folder: path, now: () => T0, onQuarantine: () => {} })).toThrow(expected)
  if (name.includes('newer')) {
    const database = new Database(join(folder, 'vigil.db'))
    database.pragma('user_version = 1')
    database.close()
    store = open()
  }
})
