import { expect, it } from 'vitest'
import { hrefOf, parseRoute } from './route.ts'

it.each([
  { hash: '', route: { screen: 'live', rest: [] } },
  { hash: '#/review', route: { screen: 'review', rest: [] } },
  { hash: '#/review/01JD', route: { screen: 'review', rest: ['01JD'] } },
  { hash: '#/cameras/gate/regions', route: { screen: 'cameras', rest: ['gate', 'regions'] } },
  { hash: '#/nowhere/at-all', route: { screen: 'live', rest: [] } },
  { hash: '#token=abc', route: { screen: 'live', rest: [] } },
  { hash: '#/review/%E0%A4%A', route: { screen: 'review', rest: ['%E0%A4%A'] } },
])('reads $hash', ({ hash, route }) => {
  expect(parseRoute(hash)).toEqual(route)
})

it('writes what it reads', () => {
  expect(hrefOf('review', 'a/b')).toBe('#/review/a%2Fb')
  expect(parseRoute(hrefOf('review', 'a/b'))).toEqual({ screen: 'review', rest: ['a/b'] })
})
