import { expect, it } from 'vitest'
import { gridOf, layoutFor, pageOf, pagesOf, walk } from './layout.ts'

const cameras = (n: number): number[] => Array.from({ length: n }, (_, index) => index)

it.each([
  { name: 'one page', n: 4, layout: 4, page: 0, pages: 1, shown: [0, 1, 2, 3] },
  { name: 'second page holds the rest', n: 6, layout: 4, page: 1, pages: 2, shown: [4, 5] },
  { name: 'a page beyond the last is the last', n: 6, layout: 4, page: 9, pages: 2, shown: [4, 5] },
  { name: 'before the first is the first', n: 6, layout: 4, page: -1, pages: 2, shown: [0, 1, 2, 3] },
  { name: 'no cameras: one empty page', n: 0, layout: 9, page: 0, pages: 1, shown: [] },
] as const)('$name', ({ n, layout, page, pages, shown }) => {
  expect(pagesOf(n, layout)).toBe(pages)
  expect(pageOf(cameras(n), layout, page)).toEqual(shown)
})

it.each([
  { tiles: 1, layout: 4, is: [1, 1] },
  { tiles: 2, layout: 4, is: [2, 1] },
  { tiles: 3, layout: 4, is: [2, 2] },
  { tiles: 5, layout: 9, is: [3, 2] },
  { tiles: 16, layout: 16, is: [4, 4] },
  { tiles: 13, layout: 16, is: [4, 4] },
  { tiles: 10, layout: 16, is: [4, 3] },
] as const)('$tiles of $layout lie in $is', ({ tiles, layout, is }) => {
  const { columns, rows } = gridOf(tiles, layout)
  expect([columns, rows]).toEqual(is)
})

it.each([
  { from: 0, way: 'left', to: 0 },
  { from: 0, way: 'right', to: 1 },
  { from: 2, way: 'right', to: 2 },
  { from: 1, way: 'down', to: 4 },
  { from: 2, way: 'down', to: 2 },
  { from: 4, way: 'up', to: 1 },
] as const)('five tiles in three columns: $way from $from leads to $to', ({ from, way, to }) => {
  expect(walk(from, way, { tiles: 5, columns: 3 })).toBe(to)
})

it.each([[0, 1], [1, 1], [2, 4], [5, 9], [12, 16], [40, 16]] as const)('%i cameras start with %i tiles', (n, layout) => {
  expect(layoutFor(n)).toBe(layout)
})
