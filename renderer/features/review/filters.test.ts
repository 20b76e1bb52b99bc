import { expect, it } from 'vitest'
import type { Event } from '../../../common/contracts/event.ts'
import { fits, NO_FILTERS, queryOf, type Filters } from './filters.ts'

const now = new Date(2026, 10, 21, 12, 0, 0).getTime()
const event: Event = {
  id: 'a', camera: 'gate', type: 'object', label: 'person', severity: 'alert', score: 0.9, startedAt: new Date(now - 60_000).toISOString(), endedAt: null,
  state: 'active', zones: ['path'], lines: [], trackId: 1, frameId: 'gate/1/1', clip: { state: 'saved', seconds: 1, bytes: 1, verified: true },
  snapshot: true, reviewed: false, pinned: false, model: null, ruleVersion: 1,
}

it.each<{ name: string; filters: Partial<Filters>; event?: Partial<Event>; is: boolean }>([
  { name: 'no filters', filters: {}, is: true },
  { name: 'its camera', filters: { camera: 'gate' }, is: true },
  { name: 'another camera', filters: { camera: 'yard' }, is: false },
  { name: 'its zone', filters: { zone: 'path' }, is: true },
  { name: 'another zone', filters: { zone: 'lawn' }, is: false },
  { name: 'another label', filters: { label: 'car' }, is: false },
  { name: 'another type', filters: { type: 'line' }, is: false },
  { name: 'waiting for review', filters: { reviewed: 'waiting' }, is: true },
  { name: 'reviewed', filters: { reviewed: 'done' }, is: false },
  { name: 'today', filters: { span: 'today' }, is: true },
  { name: 'yesterday', filters: { span: 'yesterday' }, is: false },
  { name: 'yesterday, and it was', filters: { span: 'yesterday' }, event: { startedAt: new Date(now - 86_400_000).toISOString() }, is: true },
  { name: 'the last hour, but older', filters: { span: 'hour' }, event: { startedAt: new Date(now - 3_700_000).toISOString() }, is: false },
])('$name: $is', ({ filters, event: over, is }) => {
  expect(fits({ ...event, ...over }, { ...NO_FILTERS, ...filters }, now)).toBe(is)
})

it('asks only for what was chosen', () => {
  expect(queryOf(NO_FILTERS, now)).toEqual({})
  expect(queryOf({ ...NO_FILTERS, reviewed: 'waiting', label: 'car', span: 'hour' }, now))
    .toEqual({ label: 'car', reviewed: false, after: new Date(now - 3_600_000).toISOString() })
})
