import { expect, it } from 'vitest'
import { hrefWith, parseRoute } from '../../stores/route.ts'
import { addressOf, filtersOf } from './filter-address.ts'
import { NO_FILTERS, type Filters } from './filters.ts'

it.each<{ name: string; filters: Partial<Filters> }>([
  { name: 'none', filters: {} },
  { name: 'a few', filters: { view: 'list', camera: 'gate', label: 'person', minScore: 0.75, pinned: true } },
  { name: 'signs that mean something in an address', filters: { text: 'red & blue?=#/ 50 %', camera: 'a b' } },
  { name: 'every one', filters: { view: 'recordings', camera: 'c', label: 'l', zone: 'z', line: 'd', type: 'line', severity: 'alert', when: '2026-10-24..2026-10-26', minScore: 0, reviewed: 'not-by-me', pinned: false, text: 'ä' } },
])('the address carries $name', ({ filters }) => {
  const all = { ...NO_FILTERS, ...filters }
  const href = hrefWith({ screen: 'review', rest: ['01JD'], query: addressOf(all) })
  expect(filtersOf(parseRoute(href).query)).toEqual(all)
})

it('leaves an address without filters alone', () => {
  expect(addressOf(NO_FILTERS)).toEqual({})
})

it.each([
  { name: 'a score beyond 1', query: { score: '7' } }, { name: 'a score in words', query: { score: 'high' } }, { name: 'a type there is not', query: { type: 'ghost' } },
  { name: 'a day there is not', query: { when: '2026-99-01' } }, { name: 'an empty camera', query: { camera: '' } }, { name: 'a view there is not', query: { view: 'x' } },
])('reads $name as no filter', ({ query }) => {
  expect(filtersOf(query)).toEqual(NO_FILTERS)
})
