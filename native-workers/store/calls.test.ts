import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventQuery, type Event } from '../../common/contracts/event.ts'
import { anEvent, T0 } from '../../test-support/events.ts'
import { aRow, aStream, INIT_BYTES } from '../../test-support/store-rows.ts'
import { openStore, type OpenStore } from './calls.ts'
import { repairEvent, type StoredClip } from './recover.ts'

let folder = ''
let store: OpenStore
let quarantined: { path: string; reason: string }[] = []
const open = (): OpenStore => openStore({ folder, now: () => T0 + 5_000, onQuarantine: (file) => quarantined.push(file) })
const query = (parts: Partial<EventQuery> = {}): EventQuery => EventQuery.parse(parts)
const FILE = '2026-11-21.gate'
const media = (file = FILE): string => join(folder, 'media', `media-${file}.db`)
/** A row of a clip, as main stores it. */
function record(eventId: string, index: number, { size = 4, camera = 'gate' } = {}): void {
  const file = FILE.replace('gate', camera)
  store.calls.openStream({ file, ...aStream({ camera }) })
  store.calls.appendRows({ file, camera, epoch: 1, rows: [aRow(index, { size })], tracks: [], alignment: { exact: true, errorMs: 0 }, claims: [{ eventId, part: 1 }] })
}

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

describe('after a crash', () => {
  const recording = anEvent({ clip: { state: 'recording', seconds: 0, bytes: 0, verified: false } })
  const kept: StoredClip = { parts: [{ seconds: 9, bytes: 400 }], gaps: [], endWallMs: T0 + 6_000 }
  const nothing: StoredClip = { parts: [], gaps: [], endWallMs: 0 }
  it.each<{ name: string; event: Event; stored: StoredClip; touchedMs: number; expected: object }>([
    { name: 'verified: saved, ended where its clip ends', event: { ...recording, clip: { ...recording.clip, verified: true } }, stored: kept, touchedMs: T0 + 1_000, expected: { state: 'ended', endedAt: new Date(T0 + 6_000).toISOString(), clip: { state: 'saved', seconds: 9, bytes: 400, verified: true } } },
    { name: 'not yet verified: partial', event: recording, stored: kept, touchedMs: T0, expected: { state: 'ended', clip: { state: 'partial', verified: false } } },
    { name: 'parts, and stretches without a picture', event: recording, stored: { ...kept, parts: [{ seconds: 9, bytes: 400 }, { seconds: 0.5, bytes: 30 }], gaps: [[2, 5]] }, touchedMs: T0, expected: { clip: { seconds: 9.5, bytes: 430, parts: [{ seconds: 9, bytes: 400 }, { seconds: 0.5, bytes: 30 }], gaps: [[2, 5]] } } },
    { name: 'nothing stored: failed', event: recording, stored: nothing, touchedMs: T0 + 1_000, expected: { endedAt: new Date(T0 + 1_000).toISOString(), clip: { state: 'failed', bytes: 0 } } },
    { name: 'without a clip', event: anEvent(), stored: nothing, touchedMs: T0 + 2_000, expected: { state: 'ended', endedAt: new Date(T0 + 2_000).toISOString(), clip: { state: 'none' } } },
    { name: 'already ended, in its post-roll: the end stays', event: { ...recording, state: 'ended', endedAt: new Date(T0 + 500).toISOString() }, stored: kept, touchedMs: T0 + 600, expected: { endedAt: new Date(T0 + 500).toISOString(), clip: { state: 'partial' } } },
    { name: 'the clock was set back: never before it began', event: anEvent({ startedMs: 60_000 }), stored: nothing, touchedMs: T0, expected: { endedAt: new Date(T0 + 60_000).toISOString() } },
  ])('$name', ({ event, stored, touchedMs, expected }) => {
    expect(repairEvent({ event, stored, touchedMs, nowMs: T0 + 30_000 })).toMatchObject(expected)
  })

  it('leaves alone what the engine still has in hand', () => {
    for (const id of ['E1', 'E2']) {
      store.calls.putEvent({ ...recording, id })
      record(id, 0)
      record(id, 1)
    }
    const { repaired } = store.calls.recover({ openEventIds: ['E1'] })
    expect(repaired.map((event) => event.id)).toEqual(['E2'])
    expect(store.calls.getEvent('E1')).toMatchObject({ state: 'active', clip: { state: 'recording' } })
    expect(store.calls.getEvent('E2')).toMatchObject({ state: 'ended', clip: { state: 'partial', seconds: 1, bytes: INIT_BYTES + 8 } })
    expect(store.calls.recover().repaired.map((event) => event.id)).toEqual(['E1'])
    expect(store.calls.recover().repaired).toEqual([])
  })
})

describe('damaged files are moved aside, reported, and begun anew', () => {
  const damaged = (): string[] => [...readdirSync(folder), ...readdirSync(join(folder, 'media'))].filter((name) => /\.damaged-[\dTZ-]+$/.test(name))
  const fill = (): void => {
    for (let n = 0; n < 300; n += 1) store.calls.putEvent(anEvent({ id: `E${n}`, startedMs: n, snapshot: true, clip: { state: 'saved', seconds: 1, bytes: 1, verified: true } }))
    for (let n = 0; n < 20; n += 1) record('E1', n, { size: 30_000 })
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

  it('media file, found while reading: its camera and day go on in a fresh one, other cameras go on as they were', () => {
    store.calls.putEvent(anEvent({ id: 'Y1', camera: 'yard', clip: { state: 'saved', seconds: 1, bytes: 1, verified: true } }))
    record('Y1', 0, { camera: 'yard' })
    fill()
    overwrite(media(), 16_384 * 30, 16_384 * 60)
    store = open()
    const [segment] = store.calls.clipSegments({ eventId: 'E1', part: 1 })
    expect(() => store.calls.readRows({ file: FILE, stream: segment?.stream ?? 0, from: 0, to: 20 })).toThrow(/damaged and was moved aside/)
    expect(damaged()).toHaveLength(1)
    expect(store.calls.clipSegments({ eventId: 'E1', part: 1 })).toEqual([])
    expect(store.calls.getEvent('E1')).toMatchObject({ snapshot: false, clip: { state: 'failed', verified: false, reason: expect.stringMatching(/^The media file 2026-11-21\.gate was damaged; it was kept as .*damaged/) as string } })
    expect(store.calls.getEvent('Y1')).toMatchObject({ clip: { state: 'saved', verified: true } })
    expect(store.calls.clipSegments({ eventId: 'Y1', part: 1 })).toHaveLength(1)
    record('E2', 0)
    expect(store.calls.clipSegments({ eventId: 'E2', part: 1 })).toHaveLength(1)
  })

  it('media file, found while ending what a crash left open: the other events are ended all the same', () => {
    for (const [id, camera] of [['G1', 'gate'], ['Y1', 'yard']] as const) {
      store.calls.putEvent(anEvent({ id, camera, clip: { state: 'recording', seconds: 0, bytes: 0, verified: true } }))
      for (let n = 0; n < 20; n += 1) record(id, n, { camera, size: 30_000 })
    }
    store.close()
    overwrite(media(), 16_384 * 2, 16_384 * 20)
    store = open()
    store.calls.recover()
    expect(['G1', 'Y1'].map((id) => store.calls.getEvent(id)?.clip.state)).toEqual(['failed', 'saved'])
    expect(quarantined).toHaveLength(1)
  })
})

it.each([
  { name: 'a file in the place of the folder', prepare: () => { writeFileSync(join(folder, 'data'), ''); return join(folder, 'data') }, expected: /cannot be used as the data folder because a file is in its place/ },
  { name: 'a folder in the place of the catalogue', prepare: () => join(folder, 'taken'), expected: /cannot open .*vigil\.db/ },
  { name: 'written by a newer Vigil', prepare: () => { store.close(); const database = new Database(join(folder, 'vigil.db')); database.pragma('user_version = 99'); database.close(); return folder }, expected: /newer Vigil \(schema 99, this one knows 2\)/ },
])('says in one sentence why it cannot work: $name', ({ name, prepare, expected }) => {
  const path = prepare()
  if (name.includes('catalogue')) openStore({ folder: join(path, 'vigil.db'), now: () => T0, onQuarantine: () => {} }).close()
  expect(() => openStore({ folder: path, now: () => T0, onQuarantine: () => {} })).toThrow(expected)
  if (name.includes('newer')) {
    const database = new Database(join(folder, 'vigil.db'))
    database.pragma('user_version = 2')
    database.close()
    store = open()
  }
})
