import { expect, it } from 'vitest'
import type { Event } from '../../../common/contracts/event.ts'
import { NO_FILTERS } from './filters.ts'
import { caughtUp, inserted, orderOf, replaced, rowsOf, sectionsFor, visibleSections, walkRows, without, type Section } from './review-list.ts'

const event = (id: string, minute: number, severity: Event['severity'] = 'alert'): Event => ({
  id, camera: 'gate', type: 'object', label: 'person', severity, score: 0.9, startedAt: new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString(), endedAt: null,
  state: 'active', zones: [], lines: [], trackId: 1, frameId: 'f', clip: { state: 'saved', seconds: 1, bytes: 1, verified: true },
  snapshot: true, reviewed: false, pinned: false, model: null, ruleVersion: 1,
})
const alerts = (next: string | null, ...items: Event[]): Section => ({ key: 'alert', items, next, loaded: true })
const detections = (next: string | null, ...items: Event[]): Section => ({ key: 'detection', items, next, loaded: true })
const a = [event('a3', 3), event('a2', 2), event('a1', 1)] as const
const d = [event('d9', 9, 'detection'), event('d8', 8, 'detection')] as const
const none = new Set<string>()
const ids = (events: readonly Event[]): string => events.map(({ id }) => id).join(' ')

it.each([
  { name: 'the queue', filters: {}, keys: ['alert', 'detection'] },
  { name: 'the queue of alerts', filters: { severity: 'alert' as const }, keys: ['alert'] },
  { name: 'the list', filters: { view: 'list' as const }, keys: ['all'] },
])('$name has the sections $keys', ({ filters, keys }) => {
  expect(sectionsFor({ ...NO_FILTERS, ...filters }).map(({ key }) => key)).toEqual(keys)
})

it.each([
  { name: 'alerts first, whatever the time', sections: [alerts(null, ...a), detections(null, ...d)], order: 'a3 a2 a1 d9 d8' },
  { name: 'no detections before the alerts came to their end', sections: [alerts('more', ...a), detections(null, ...d)], order: 'a3 a2 a1' },
  { name: 'without what leaves', sections: [alerts(null, ...a), detections('more', ...d)], leaving: new Set(['a2', 'd8']), order: 'a3 a1 d9' },
])('walks $name', ({ sections, order, leaving = none }) => {
  expect(ids(orderOf(sections, leaving))).toBe(order)
})

it.each([
  { name: 'a new alert on top of the alerts', event: event('new', 30), order: 'new a3 a2 a1 d9 d8' },
  { name: 'a new detection on top of its own', event: event('new', 30, 'detection'), order: 'a3 a2 a1 new d9 d8' },
  { name: 'a late one between', event: event('late', 1.5), order: 'a3 a2 late a1 d9 d8' },
  { name: 'one that is there already', event: event('a2', 2), order: 'a3 a2 a1 d9 d8' },
])('puts $name', ({ event: one, order }) => {
  expect(ids(orderOf(inserted([alerts(null, ...a), detections(null, ...d)], [one]), none))).toBe(order)
})

it('leaves to its page what is older than what is loaded', () => {
  expect(ids(orderOf(inserted([alerts('more', ...a)], [event('old', 0)]), none))).toBe('a3 a2 a1')
  expect(ids(orderOf(inserted([alerts(null, ...a)], [event('old', 0)]), none))).toBe('a3 a2 a1 old')
})

it('changes and takes away by id', () => {
  const sections = [alerts(null, ...a)]
  expect(orderOf(replaced(sections, { ...a[1], pinned: true }), none)[1]?.pinned).toBe(true)
  expect(replaced(sections, event('other', 1))[0]).toBe(sections[0])
  expect(ids(orderOf(without(sections, 'a2'), none))).toBe('a3 a1')
  expect(visibleSections([{ ...alerts(null), loaded: false }, detections(null, ...d)])).toHaveLength(1)
})

it.each([
  { name: 'deleted ones go', fresh: alerts(null, a[0], a[2]), list: 'a3 a1', arrived: '' },
  { name: 'what has begun since waits where the operator is further down', fresh: alerts(null, event('new', 30), ...a), list: 'a3 a2 a1', arrived: 'new' },
  { name: 'and comes in at the top of the list', atTop: true, fresh: alerts(null, event('new', 30), ...a), list: 'new a3 a2 a1', arrived: '' },
  { name: 'what no longer fits stays under the hand', fitting: 'a3 a1', fresh: alerts(null, a[0], a[2]), list: 'a3 a2 a1', arrived: '' },
  { name: 'the last page may reach further', fresh: alerts('more', ...a, event('a0', 0)), list: 'a3 a2 a1 a0', arrived: '' },
])('reads the same stretch once more: $name', ({ fresh, list, arrived, fitting = 'a3 a2 a1', atTop = false }) => {
  const caught = caughtUp(alerts('then', ...a), fresh, { fits: ({ id }) => fitting.includes(id), atTop })
  expect(ids(caught.section.items)).toBe(list)
  expect(ids(caught.arrived)).toBe(arrived)
  expect(caught.section.next).toBe(fresh.next)
})

it('what has changed meanwhile is shown as it is', () => {
  const caught = caughtUp(alerts(null, ...a), alerts(null, { ...a[0], pinned: true }, a[1], a[2]), { fits: () => true, atTop: false })
  expect(caught.section.items[0]?.pinned).toBe(true)
})

it('makes rows with a heading over each section that has anything', () => {
  const rows = rowsOf([alerts(null, ...a), detections('more', ...d)], 2, none)
  expect(rows.map((row) => (row.kind === 'head' ? `${row.title} ${row.count}` : ids(row.events)))).toEqual(['Alerts 3', 'a3 a2', 'a1', 'Detections 2+', 'd9 d8'])
  expect(rowsOf([alerts(null), detections(null, ...d)], 9, none).map((row) => row.kind)).toEqual(['head', 'events'])
  expect(rowsOf([{ key: 'all', items: a, next: null, loaded: true }], 9, none)).toHaveLength(1)
})

it.each([
  { from: 'a3', way: 'right', to: 'a2' }, { from: 'a2', way: 'right', to: 'a1' }, { from: 'a1', way: 'right', to: 'd9' }, { from: 'a3', way: 'left', to: undefined },
  { from: 'a3', way: 'down', to: 'a1' }, { from: 'a2', way: 'down', to: 'a1' }, { from: 'a1', way: 'down', to: 'd9' }, { from: 'd8', way: 'up', to: 'a1' }, { from: 'd8', way: 'down', to: undefined },
  { from: null, way: 'down', to: 'a3' },
] as const)('$way from $from leads to $to', ({ from, way, to }) => {
  expect(walkRows(rowsOf([alerts(null, ...a), detections(null, ...d)], 2, none), from, way)?.id).toBe(to)
})
