import { expect, it } from 'vitest'
import { recordingsOf, withCamera } from './recordings-address.ts'

const known = ['a', 'b', 'c', 'd', 'e']

it.each([
  { name: 'two cameras and a moment', query: { cameras: 'a,b', at: '2026-11-25T10:00:00.000Z' }, is: { cameras: ['a', 'b'], atMs: Date.UTC(2026, 10, 25, 10) } },
  { name: 'no moment', query: { cameras: 'a' }, is: { cameras: ['a'], atMs: null } },
  { name: 'a moment there is not', query: { cameras: 'a', at: 'noon' }, is: { cameras: ['a'], atMs: null } },
  { name: 'cameras there are not, and one twice', query: { cameras: 'x,a,a,b' }, is: { cameras: ['a', 'b'], atMs: null } },
  { name: 'too many', query: { cameras: 'a,b,c,d,e' }, is: { cameras: ['a', 'b', 'c', 'd'], atMs: null } },
  { name: 'nothing', query: {}, is: { cameras: [], atMs: null } },
])('reads $name', ({ query, is }) => {
  expect(recordingsOf(query, known)).toEqual(is)
})

it.each([
  { name: 'one more', from: ['a'], id: 'b', to: ['a', 'b'] }, { name: 'one less', from: ['a', 'b'], id: 'a', to: ['b'] }, { name: 'not the last one', from: ['a'], id: 'a', to: ['a'] },
  { name: 'the fifth in place of the first', from: ['a', 'b', 'c', 'd'], id: 'e', to: ['b', 'c', 'd', 'e'] },
])('takes $name', ({ from, id, to }) => {
  expect(withCamera(from, id)).toEqual(to)
})
