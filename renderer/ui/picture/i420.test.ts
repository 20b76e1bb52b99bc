import { expect, it } from 'vitest'
import { i420ToRgba } from './i420.ts'

it.each([
  { name: 'black', yuv: [16, 128, 128], rgb: [0, 0, 0] },
  { name: 'white', yuv: [235, 128, 128], rgb: [255, 255, 255] },
  { name: 'below black stays black', yuv: [0, 128, 128], rgb: [0, 0, 0] },
  { name: 'red', yuv: [81, 90, 240], rgb: [255, 0, 0] },
  { name: 'blue', yuv: [41, 240, 110], rgb: [0, 0, 255] },
])('$name', ({ yuv, rgb }) => {
  const [y = 0, u = 0, v = 0] = yuv
  const out = new Uint8ClampedArray(2 * 2 * 4)
  i420ToRgba(Uint8Array.of(y, y, y, y, u, v), { width: 2, height: 2, out })
  for (const [index, value] of rgb.entries()) expect(Math.abs((out[index] ?? -99) - value)).toBeLessThanOrEqual(2)
  expect(out[3]).toBe(255)
})
