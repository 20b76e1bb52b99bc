import { expect, it } from 'vitest'
import { hrefOf, hrefWith, parseRoute, type Route } from './route.ts'

it.each([
  { hash: '', route: { screen: 'live', rest: [], query: {} } },
  { hash: '#/review', route: { screen: 'review', rest: [], query: {} } },
  { hash: '#/review/01JD', route: { screen: 'review', rest: ['01JD'], query: {} } },
  { hash: '#/review/01JD?camera=gate&text=red+car', route: { screen: 'review', rest: ['01JD'], query: { camera: 'gate', text: 'red car' } } },
  { hash: '#/review?view=recordings', route: { screen: 'review', rest: [], query: { view: 'recordings' } } },
  { hash: '#/cameras/gate/regions', route: { screen: 'cameras', rest: ['gate', 'regions'], query: {} } },
  { hash: '#/nowhere/at-all', route: { screen: 'live', rest: [], query: {} } },
  { hash: '#token=abc', route: { screen: 'live', rest: [], query: {} } },
  { hash: '#/review/%E0%A4%A', route: { screen: 'review', rest: ['%E0%A4%A'], query: {} } },
])('reads $hash', ({ hash, route }) => {
  expect(parseRoute(hash)).toEqual(route)
})

it.each<{ href: string; route: Route }>([
  { href: '#/review/a%2Fb', route: { screen: 'review', rest: ['a/b'], query: {} } },
  { href: '#/review?text=a+%26+b%3F', route: { screen: 'review', rest: [], query: { text: 'a & b?' } } },
])('writes what it reads: $href', ({ href, route }) => {
  expect(hrefWith(route)).toBe(href)
  expect(parseRoute(href)).toEqual(route)
})

it('writes a plain address', () => {
  expect(hrefOf('cameras', 'gate', 'regions')).toBe('#/cameras/gate/regions')
})
