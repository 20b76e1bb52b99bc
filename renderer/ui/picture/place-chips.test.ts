import { expect, it } from 'vitest'
import { placeChips } from './place-chips.ts'

const within = { x: 0, y: 0, width: 200, height: 100 }
const box = (x: number, y: number, width = 20, height = 40) => ({ x, y, width, height })
const place = (...boxes: ReturnType<typeof box>[]) => placeChips(boxes.map((one) => ({ box: one, widths: [80, 20] })), { within, height: 15 })

it.each([
  { name: 'above its box', chips: place(box(10, 40)), at: [[10, 25, 0]] },
  { name: 'kept inside the picture at the right', chips: place(box(180, 40)), at: [[120, 25, 0]] },
  { name: 'a box at the top: below it', chips: place(box(10, 5)), at: [[10, 45, 0]] },
  { name: 'a box as high as the picture: inside it', chips: place(box(10, 0, 20, 100)), at: [[10, 0, 0]] },
  { name: 'the second of two neighbours goes below', chips: place(box(10, 30), box(40, 30)), at: [[10, 15, 0], [40, 70, 0]] },
  { name: 'three close together: the third inside', chips: place(box(10, 30), box(30, 30), box(50, 30)), at: [[10, 15, 0], [30, 70, 0], [50, 30, 0]] },
  { name: 'a fourth goes a row higher', chips: place(box(10, 30), box(30, 30), box(50, 30), box(60, 30)), at: [[10, 15, 0], [30, 70, 0], [50, 30, 0], [60, 0, 0]] },
])('$name', ({ chips, at }) => {
  expect(chips.map((chip) => chip && [chip.x, chip.y, chip.text])).toEqual(at)
})

it('lets no chip cover another, and leaves out what finds no place', () => {
  const chips = place(...Array.from({ length: 9 }, (_, index) => box(10 + index, 30)))
  const placed = chips.filter((chip) => chip !== null)
  expect(placed.length).toBeGreaterThan(3)
  expect(placed.length).toBeLessThan(9)
  for (const [i, a] of placed.entries()) {
    for (const b of placed.slice(i + 1)) expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + 15 && b.y < a.y + 15).toBe(false)
  }
})

it('takes the shorter text where only that fits', () => {
  const low = { x: 0, y: 0, width: 200, height: 20 }
  const chips = placeChips([box(10, 15, 20, 5), box(120, 15, 20, 5), box(92, 15, 20, 5)].map((one) => ({ box: one, widths: [80, 20] })), { within: low, height: 15 })
  expect(chips.map((chip) => chip?.text)).toEqual([0, 0, 1])
})
