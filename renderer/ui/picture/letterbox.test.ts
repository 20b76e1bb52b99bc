import { expect, it } from 'vitest'
import { placePicture, toFraction, toPixels } from './letterbox.ts'

it.each([
  { name: 'wide picture in a square: bars above and below', area: [100, 100], picture: [200, 100], fit: 'contain', rect: [0, 25, 100, 50] },
  { name: 'tall picture in a square: bars at the sides', area: [100, 100], picture: [100, 200], fit: 'contain', rect: [25, 0, 50, 100] },
  { name: 'same shape fills', area: [320, 180], picture: [640, 360], fit: 'contain', rect: [0, 0, 320, 180] },
  { name: 'cover cuts the sides', area: [100, 100], picture: [200, 100], fit: 'cover', rect: [-50, 0, 200, 100] },
  { name: 'cover cuts above and below', area: [100, 100], picture: [100, 200], fit: 'cover', rect: [0, -50, 100, 200] },
  { name: 'no picture yet: the whole area', area: [100, 50], picture: [0, 0], fit: 'contain', rect: [0, 0, 100, 50] },
] as const)('$name', ({ area, picture, fit, rect }) => {
  const placed = placePicture({ area: { width: area[0], height: area[1] }, picture: { width: picture[0], height: picture[1] }, fit })
  expect([placed.x, placed.y, placed.width, placed.height]).toEqual(rect)
})

const rect = { x: 0, y: 25, width: 100, height: 50 }

it.each([
  { name: 'left top of the picture, not of the area', at: [0, 25], fraction: [0, 0] },
  { name: 'middle', at: [50, 50], fraction: [0.5, 0.5] },
  { name: 'in the bar above: kept inside', at: [50, 0], fraction: [0.5, 0] },
  { name: 'beyond the right edge: kept inside', at: [140, 75], fraction: [1, 1] },
  { name: 'four digits', at: [33.333, 50], fraction: [0.3333, 0.5] },
] as const)('pixel to fraction: $name', ({ at, fraction }) => {
  expect(toFraction(rect, at)).toEqual(fraction)
})

it('fraction to pixel is the way back', () => {
  expect(toPixels(rect, [0.25, 0.5])).toEqual([25, 50])
})
