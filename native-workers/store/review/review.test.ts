import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventQuery, type Event } from '../../../common/contracts/event.ts'
import { anEvent, T0 } from '../../../test-support/events.ts'
import { seededRandom } from '../../../test-support/random.ts'
import { openStore, type OpenStore } from '../calls.ts'
import { percentOf } from './score-planes.ts'
import { foldedNote, wordsOf } from './words.ts'

/** Thousands of transactions are synced one by one, and nothing here is about power cuts: in memory, where there is a folder for that. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const HOUR = 3_600_000
const random = seededRandom(20_261_125)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
const some = <T>(items: readonly T[]): T[] => items.filter(() => random() < 0.3)
const iso = (ms: number): string => new Date(ms).toISOString()

const CAMERAS = ['gate', 'yard', 'hall', 'dock']
const LABELS = ['person', 'car', 'dog', 'unseen']
const ZONES = ['path', 'door', 'lawn']
const LINES = ['fence', 'kerb']
const PEOPLE = ['anna', 'ben']
const NOTES = ['the postman', 'Postman again', 'Fräulein Müller', 'red van, door open', 'post office', '']

let id = 0
const invented = (): Event => anEvent({
  // Starts collide, ids are in another order: both decide.
  id: `E${(id++ * 7919 % 100_003).toString(36)}`, startedMs: Math.floor(random() * 900) * 40_000, camera: pick(CAMERAS), label: pick(LABELS.slice(0, 3)), type: pick(['object', 'motion', 'line']),
  severity: pick(['alert', 'detection']), score: Math.round(random() * 1000) / 1000, zones: some(ZONES), lines: some(LINES).map((line) => ({ id: line, direction: 'a-to-b', at: iso(T0) })),
  state: 'ended', endedAt: iso(T0),
})

const invent = (): EventQuery => EventQuery.parse({
  ...(random() < 0.3 && { camera: pick([...CAMERAS, 'nowhere']) }), ...(random() < 0.3 && { label: pick(LABELS) }), ...(random() < 0.25 && { zone: pick(ZONES) }),
  ...(random() < 0.2 && { line: pick(LINES) }), ...(random() < 0.2 && { type: pick(['object', 'motion', 'line']) }), ...(random() < 0.25 && { severity: pick(['alert', 'detection']) }),
  ...(random() < 0.3 && { reviewed: random() < 0.5, ...(random() < 0.5 && { by: pick([...PEOPLE, 'carl']) }) }), ...(random() < 0.2 && { pinned: random() < 0.5 }),
  ...(random() < 0.25 && { minScore: pick([random(), Math.round(random() * 100) / 100, 0, 1]) }), ...(random() < 0.25 && { text: pick(['post', 'postm', 'the post', 'postman', 'POSTMAN', 'muller', 'door van', 'xyz', 'red open', '!']) }),
  ...(random() < 0.25 && { after: iso(T0 + Math.floor(random() * 900) * 40_000) }), ...(random() < 0.25 && { before: iso(T0 + Math.floor(random() * 900) * 40_000) }),
  limit: pick([1, 7, 50, 120]),
})

const readings = new WeakMap<Event, { readonly at: number; readonly noted: readonly string[] }>()
/** Read once: thousands of events are held against thousands of queries, and sorted. */
function readingOf(event: Event): { readonly at: number; readonly noted: readonly string[] } {
  const reading = readings.get(event) ?? { at: Date.parse(event.startedAt), noted: wordsOf(event.note ?? '') }
  readings.set(event, reading)
  return reading
}

/** The obvious way: every event is looked at. */
function fits(event: Event, query: EventQuery, words: readonly string[]): boolean {
  const { at, noted } = readingOf(event)
  return (query.camera === undefined || event.camera === query.camera) && (query.label === undefined || event.label === query.label)
    && (query.zone === undefined || event.zones.includes(query.zone)) && (query.line === undefined || event.lines.some((line) => line.id === query.line))
    && (query.type === undefined || event.type === query.type) && (query.severity === undefined || event.severity === query.severity)
    && (query.reviewed === undefined || query.reviewed === (query.by === undefined ? event.reviewed : (event.reviewedBy ?? []).includes(query.by)))
    && (query.pinned === undefined || query.pinned === event.pinned) && event.score >= (query.minScore ?? 0)
    && words.every((word, index) => (index < words.length - 1 ? noted.includes(word) : noted.some((each) => each.startsWith(word))))
    && (query.after === undefined || at > Date.parse(query.after)) && (query.before === undefined || at < Date.parse(query.before))
}
const fitting = (events: Iterable<Event>, query: EventQuery): Event[] => {
  const words = query.text === undefined ? [] : wordsOf(query.text)
  return [...events].filter((event) => fits(event, query, words))
}
const newestFirst = (a: Event, b: Event): number => readingOf(b).at - readingOf(a).at || (a.id < b.id ? 1 : -1)

describe('every combination of filters, against looking at every event', () => {
  let folder = ''
  let store: OpenStore
  const known = new Map<string, Event>()
  const open = (): OpenStore => openStore({ folder, now: () => T0, onQuarantine: () => {} })
  const keep = (event: Event | null): void => { if (event) known.set(event.id, event) }
  const change = (): void => {
    const event = pick([...known.values()])
    const chance = random()
    if (chance < 0.15) {
      store.calls.deleteEvent(event.id)
      known.delete(event.id)
    } else if (chance < 0.4) {
      // The engine goes on about it, and may know a better start.
      store.calls.putEvent({ ...event, label: pick(LABELS), score: random(), zones: some(ZONES), startedAt: random() < 0.3 ? iso(T0 + Math.floor(random() * 900) * 40_000) : event.startedAt })
      keep(store.calls.getEvent(event.id))
    } else {
      keep(store.calls.patchEvent({ id: event.id, patch: {
        ...(random() < 0.5 && { reviewed: random() < 0.6, ...(random() < 0.6 && { by: pick(PEOPLE) }) }), ...(random() < 0.3 && { pinned: random() < 0.5 }), ...(random() < 0.6 && { note: pick(NOTES) }),
      } }))
    }
  }
  const check = (query: EventQuery): void => {
    const expected = fitting(known.values(), query).sort(newestFirst)
    const seen: Event[] = []
    for (let cursor: string | null | undefined, pages = 0; cursor !== null && pages < 3; pages += 1) {
      const page = store.calls.listEvents({ ...query, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.items)
      cursor = page.next
    }
    expect(seen.map((event) => event.id), JSON.stringify(query)).toEqual(expected.slice(0, query.limit * 3).map((event) => event.id))
    expect(seen[0]).toEqual(expected[0])
    const { limit: _limit, cursor: _cursor, after: _after, before: _before, ...rest } = query
    const bounds = [T0, T0 + HOUR, T0 + HOUR, T0 + 5 * HOUR, T0 + 20 * HOUR]
    const within = fitting(known.values(), { ...rest, limit: 1 }).map((event) => readingOf(event).at)
    expect(store.calls.countEvents({ query: rest, bounds }), JSON.stringify(rest)).toEqual(bounds.slice(1).map((to, n) => within.filter((at) => at >= (bounds[n] ?? 0) && at < to).length))
  }

  beforeAll(() => {
    folder = mkdtempSync(join(SCRATCH, 'vigil-review-'))
    store = open()
    const events = Array.from({ length: 5_000 }, invented)
    for (const event of events) {
      store.calls.putEvent(event)
      known.set(event.id, event)
    }
  }, 120_000)
  afterAll(() => {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('in 2,000 queries, with events coming, changing and going between them', () => {
    for (let n = 0; n < 2_000; n += 1) {
      if (n % 2 === 0) change()
      if (n % 10 === 0) {
        const event = invented()
        store.calls.putEvent(event)
        known.set(event.id, event)
      }
      // Read anew from the file, only as far as the query needs: half of what follows happens to events that were not reached yet.
      if (n % 500 === 250) {
        store.close()
        store = open()
      }
      check(invent())
    }
  }, 240_000)

  it('with words that are in more notes than are looked up one by one', () => {
    for (const event of [...known.values()].slice(0, 900)) keep(store.calls.patchEvent({ id: event.id, patch: { note: `seen ${event.label}` } }))
    for (const query of [{ text: 'seen' }, { text: 'seen per', camera: 'gate' }, { text: 'see', reviewed: false, minScore: 0.5 }, { text: 'seen ca', label: 'dog' }]) check(EventQuery.parse(query))
  })

  it('finds words again in a file whose index was read from the end', () => {
    const catalogue = new Database(join(folder, 'vigil.db'), { readonly: true })
    expect(catalogue.prepare('SELECT count(*) AS n FROM note_words').get()).toEqual({ n: [...known.values()].filter(({ note }) => foldedNote(note ?? null) !== '').length })
    catalogue.close()
  })
})

it.each([
  { score: 0, percent: 0 }, { score: 0.29, percent: 29 }, { score: 0.57, percent: 57 }, { score: 0.58, percent: 58 }, { score: 1, percent: 100 }, { score: 0.999999, percent: 99 },
  { score: 0.28999999999999998, percent: 29 }, { score: 0.2899999999999999, percent: 28 },
])('a score of $score is at least $percent per cent', ({ score, percent }) => { expect(percentOf(score)).toBe(percent) })

it.each([
  { text: 'The Postman!', words: ['the', 'postman'] }, { text: 'Müller-Lüdenscheidt 2', words: ['muller', 'ludenscheidt', '2'] }, { text: '"; DROP', words: ['drop'] }, { text: ' ... ', words: [] },
  { text: 'собака на дворе', words: ['собака', 'на', 'дворе'] },
])('the words of $text', ({ text, words }) => { expect(wordsOf(text)).toEqual(words) })
