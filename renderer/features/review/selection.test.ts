import { expect, it } from 'vitest'
import { allOf, clicked, NOTHING, stillThere, type Selection } from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const plain = { mod: false, shift: false }
const mod = { mod: true, shift: false }
const shift = { mod: false, shift: true }
const of = (ids: string[], anchor: string | null): Selection => ({ ids: new Set(ids), anchor })

it.each([
  { name: 'a plain click', from: of(['a', 'b'], 'b'), click: { id: 'c', ...plain }, to: of([], 'c') },
  { name: 'one more', from: of(['a'], 'a'), click: { id: 'c', ...mod }, to: of(['a', 'c'], 'c') },
  { name: 'one less', from: of(['a', 'c'], 'c'), click: { id: 'a', ...mod }, to: of(['c'], 'a') },
  { name: 'a range on', from: of([], 'b'), click: { id: 'd', ...shift }, to: of(['b', 'c', 'd'], 'b') },
  { name: 'a range back', from: of([], 'd'), click: { id: 'b', ...shift }, to: of(['b', 'c', 'd'], 'd') },
  { name: 'another range from the same beginning', from: of(['b', 'c', 'd'], 'b'), click: { id: 'a', ...shift }, to: of(['a', 'b'], 'b') },
  { name: 'a range besides', from: of(['a'], 'd'), click: { id: 'e', mod: true, shift: true }, to: of(['a', 'd', 'e'], 'd') },
  { name: 'a range without a beginning', from: NOTHING, click: { id: 'c', ...shift }, to: of(['c'], 'c') },
  { name: 'a range whose beginning is gone', from: of([], 'gone'), click: { id: 'c', ...shift }, to: of(['c'], 'c') },
])('$name', ({ from, click, to }) => {
  expect(clicked(from, click, order)).toEqual(to)
})

it('takes all, and leaves out what is gone', () => {
  const all = allOf(order)
  expect([...all.ids]).toEqual(order)
  expect(stillThere(all, order)).toBe(all)
  expect([...stillThere(all, ['b', 'e']).ids]).toEqual(['b', 'e'])
})
