import { afterAll, expect, it } from 'vitest'
import type { Event } from '../../../common/contracts/event.ts'
import { fits, isFiltered, NO_FILTERS, queryOf, type Filters } from './filters.ts'

const before = process.env['TZ']
process.env['TZ'] = 'Europe/Berlin'
afterAll(() => { process.env['TZ'] = before })

const now = new Date(2026, 10, 21, 12, 0, 0).getTime()
const asking = { nowMs: now, operator: 'anna' }
const event: Event = {
  id: 'a', camera: 'gate', type: 'object', label: 'person', severity: 'alert', score: 0.9, startedAt: new Date(now - 60_000).toISOString(), endedAt: null,
  state: 'active', zones: ['path'], lines: [{ id: 'door', direction: 'a-to-b', at: new Date(now).toISOString() }], trackId: 1, frameId: 'gate/1/1',
  clip: { state: 'saved', seconds: 1, bytes: 1, verified: true }, snapshot: true, reviewed: false, pinned: false, model: null, ruleVersion: 1, note: 'Red car, parked',
}
const list = { view: 'list' } as const

it.each<{ name: string; filters: Partial<Filters>; event?: Partial<Event>; is: boolean }>([
  { name: 'no filters', filters: {}, is: true },
  { name: 'its camera', filters: { camera: 'gate' }, is: true },
  { name: 'another camera', filters: { camera: 'yard' }, is: false },
  { name: 'its zone', filters: { zone: 'path' }, is: true },
  { name: 'another zone', filters: { zone: 'lawn' }, is: false },
  { name: 'its line', filters: { line: 'door' }, is: true },
  { name: 'another line', filters: { line: 'gate' }, is: false },
  { name: 'another label', filters: { label: 'car' }, is: false },
  { name: 'another type', filters: { type: 'line' }, is: false },
  { name: 'another severity', filters: { severity: 'detection' }, is: false },
  { name: 'its very score', filters: { minScore: 0.9 }, is: true },
  { name: 'a higher score', filters: { minScore: 0.95 }, is: false },
  { name: 'pinned', filters: { pinned: true }, is: false },
  { name: 'not pinned', filters: { pinned: false }, is: true },
  { name: 'words of its note in any order', filters: { text: 'parked red' }, is: true },
  { name: 'the beginning of a word', filters: { text: 'red par' }, is: true },
  { name: 'a beginning that is not the last word', filters: { text: 'par red' }, is: false },
  { name: 'the queue, reviewed', filters: {}, event: { reviewed: true }, is: false },
  { name: 'the queue of mine, reviewed by another', filters: { reviewed: 'not-by-me' }, event: { reviewed: true, reviewedBy: ['bert'] }, is: true },
  { name: 'the queue of mine, reviewed by me', filters: { reviewed: 'not-by-me' }, event: { reviewed: true, reviewedBy: ['anna'] }, is: false },
  { name: 'the list, reviewed', filters: list, event: { reviewed: true }, is: true },
  { name: 'the list of reviewed ones', filters: { ...list, reviewed: 'yes' }, is: false },
  { name: 'the list of what I reviewed', filters: { ...list, reviewed: 'by-me' }, event: { reviewed: true, reviewedBy: ['bert', 'anna'] }, is: true },
  { name: 'today', filters: { when: 'today' }, is: true },
  { name: 'yesterday', filters: { when: 'yesterday' }, is: false },
  { name: 'yesterday, and it was', filters: { when: 'yesterday' }, event: { startedAt: new Date(now - 86_400_000).toISOString() }, is: true },
  { name: 'the last hour, but older', filters: { when: 'hour' }, event: { startedAt: new Date(now - 3_700_000).toISOString() }, is: false },
  { name: 'its day', filters: { when: '2026-11-21' }, is: true },
  { name: 'the days before it', filters: { when: '2026-11-01..2026-11-20' }, is: false },
  { name: 'the last minute of a day of 25 hours', filters: { when: '2026-10-25' }, event: { startedAt: new Date(2026, 9, 25, 23, 59, 30).toISOString() }, is: true },
])('$name: $is', ({ filters, event: over, is }) => {
  expect(fits({ ...event, ...over }, { ...NO_FILTERS, ...filters }, asking)).toBe(is)
})

it.each<{ name: string; filters: Partial<Filters>; asks: object }>([
  { name: 'the queue', filters: {}, asks: { reviewed: false } },
  { name: 'my queue', filters: { reviewed: 'not-by-me' }, asks: { reviewed: false, by: 'anna' } },
  { name: 'everything', filters: list, asks: {} },
  { name: 'what was chosen', filters: { ...list, label: 'car', when: 'hour', minScore: 0.5, pinned: true, text: ' red ' }, asks: { label: 'car', minScore: 0.5, pinned: true, text: 'red', after: new Date(now - 3_600_000).toISOString() } },
  { name: 'a day of 25 hours', filters: { ...list, when: '2026-10-25' }, asks: { after: '2026-10-24T22:00:00.000Z', before: '2026-10-25T23:00:00.000Z' } },
  { name: 'a day of 23 hours', filters: { ...list, when: '2026-03-29' }, asks: { after: '2026-03-28T23:00:00.000Z', before: '2026-03-29T22:00:00.000Z' } },
])('asks for $name', ({ filters, asks }) => {
  expect(queryOf({ ...NO_FILTERS, ...filters }, asking)).toEqual(asks)
})

it('counts no view as a filter', () => {
  expect(isFiltered({ ...NO_FILTERS, view: 'list' })).toBe(false)
  expect(isFiltered({ ...NO_FILTERS, reviewed: 'not-by-me' })).toBe(true)
})
