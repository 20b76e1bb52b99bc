import { expect, it } from 'vitest'
import type { Mask } from '../../../common/contracts/regions.ts'
import { maskPicture } from './mask-picture.ts'

const mask = (...points: [number, number][]): Mask => ({ id: 'window', points })
const box = (left: number, top: number, right: number, bottom: number): Mask => mask([left, top], [right, top], [right, bottom], [left, bottom])

/** Where it lies and what it covers, `#` for opaque. */
function drawn(masks: readonly Mask[], width: number, height: number): string[] | null {
  const picture = maskPicture(masks, { width, height })
  if (!picture) return null
  const [, w = '', h = ''] = /^P7\nWIDTH (\d+)\nHEIGHT (\d+)\n/.exec(new TextDecoder().decode(picture.bytes)) ?? []
  const pixels = picture.bytes.slice(-Number(w) * Number(h) * 2)
  expect(pixels.every((value, index) => index % 2 === 1 || value === 0)).toBe(true)
  return [`${picture.x},${picture.y}`, ...Array.from({ length: Number(h) }, (_, y) => Array.from({ length: Number(w) }, (__, x) => (pixels[(y * Number(w) + x) * 2 + 1] === 255 ? '#' : '.')).join(''))]
}

it.each<{ name: string; masks: Mask[]; size: [number, number]; expected: string[] | null }>([
  { name: 'no masks', masks: [], size: [8, 8], expected: null },
  { name: 'beside the picture', masks: [box(1.2, 0, 1.5, 1)], size: [8, 8], expected: null },
  { name: 'whole blocks, and no more picture than needed', masks: [box(0.3, 0.3, 0.4, 0.4)], size: [8, 8], expected: ['2,2', '##', '##'] },
  { name: 'two masks', masks: [box(0.3, 0.3, 0.4, 0.4), box(0.55, 0.55, 0.6, 0.6)], size: [8, 8], expected: ['2,2', '##..', '##..', '..##', '..##'] },
  { name: 'an odd side', masks: [box(0.95, 0.95, 1, 1)], size: [7, 5], expected: ['6,4', '##', '##'] },
])('$name', ({ masks, size: [width, height], expected }) => {
  expect(drawn(masks, width, height)).toEqual(expected)
})
