import { describe, expect, it } from 'vitest'
import { relitBlocks } from './light-blocks.ts'

const COLUMNS = 8
const ROWS = 6
type Look = (x: number, y: number) => number

const texture: Look = (x, y) => 100 + 30 * Math.sin(x * 0.9) * Math.cos(y * 0.7)
const wall: Look = () => 150
const other: Look = (x, y) => 100 + 30 * Math.sin(y * 1.3 + x * 0.2)

/** Sums of 8x6 blocks, as the kernel counts them; `now` per block, and `back` behind it. */
function sums(look: (column: number, row: number) => { now: Look; back: Look }): Int32Array {
  const all: number[] = []
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const { now, back } = look(column, row)
      const sum = [0, 0, 0, 0, 0, 0] as [number, number, number, number, number, number]
      for (let i = 0; i < 256; i++) {
        const n = Math.round(now(column * 16 + (i % 16), row * 16 + (i >> 4)))
        const b = Math.round(back(column * 16 + (i % 16), row * 16 + (i >> 4)))
        sum[0]++; sum[1] += n; sum[2] += b; sum[3] += n * n; sum[4] += b * b; sum[5] += n * b
      }
      all.push(...sum)
    }
  }
  return Int32Array.from(all)
}
const dimmed = (look: Look, share: number): Look => (x, y) => look(x, y) * share
const half = (column: number): boolean => column >= COLUMNS / 2
const marked = (marks: Uint8Array | null): number | null => marks && marks.reduce((sum, mark) => sum + mark, 0)

describe('the light on a part of the picture', () => {
  it.each([
    { name: 'nothing has changed', look: () => ({ now: texture, back: texture }), blocks: null },
    { name: 'half of a room with things in it', look: (c: number) => ({ now: half(c) ? dimmed(texture, 0.5) : texture, back: texture }), blocks: 24 },
    { name: 'half of a plain wall', look: (c: number) => ({ now: half(c) ? dimmed(wall, 0.5) : wall, back: wall }), blocks: 24 },
    { name: 'other things in half of the picture', look: (c: number) => ({ now: half(c) ? other : texture, back: texture }), blocks: null },
    { name: 'half of the room, and somebody two blocks wide in it', look: (c: number, r: number) => ({ now: half(c) ? (c === 5 && r > 1 && r < 4 ? other : dimmed(texture, 0.5)) : texture, back: texture }), blocks: 22 },
    {
      name: 'a plain lorry with an outline before a plain wall',
      look: (c: number, r: number) => ({ now: c < 1 || c > 6 || r < 1 || r > 4 ? wall : c === 1 || c === 6 || r === 1 || r === 4 ? other : dimmed(wall, 0.4), back: wall }), blocks: null,
    },
  ])('$name', ({ look, blocks }) => {
    expect(marked(relitBlocks({ sums: sums(look), columns: COLUMNS, limit: 30, noise: 1 }))).toBe(blocks)
  })
  it('is nothing where all is masked', () => {
    expect(relitBlocks({ sums: new Int32Array(48 * 6), columns: COLUMNS, limit: 30, noise: 1 })).toBeNull()
  })
})
