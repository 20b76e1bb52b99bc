import { expect, it } from 'vitest'
import { approach, MAX_ZOOM, panBy, placeView, viewOfBox, WHOLE, zoomAt, type View } from './view.ts'

const area = { width: 400, height: 300 }
/** 16:9 in 4:3: black above and below. */
const whole = { x: 0, y: 37.5, width: 400, height: 225 }
const placing = { whole, area }

const pointAt = (view: View, [x, y]: readonly [number, number]): [number, number] => {
  const rect = placeView(view, whole, area)
  return [(x - rect.x) / rect.width, (y - rect.y) / rect.height]
}

it('shows the whole picture where it always was', () => {
  expect(placeView(WHOLE, whole, area)).toEqual(whole)
})

it.each([
  { name: 'in the middle', at: [200, 150] }, { name: 'at a third', at: [130, 120] }, { name: 'near an edge', at: [390, 200] },
] as const)('keeps the point under the pointer $name', ({ at }) => {
  const near = zoomAt(WHOLE, 3, at, placing)
  const nearer = zoomAt(near, 1.5, at, placing)
  for (const [index, value] of pointAt(near, at).entries()) expect(value).toBeCloseTo(pointAt(WHOLE, at)[index] ?? 0, 6)
  for (const [index, value] of pointAt(nearer, at).entries()) expect(value).toBeCloseTo(pointAt(WHOLE, at)[index] ?? 0, 6)
})

it.each([
  { name: 'not beyond its greatest', view: zoomAt(WHOLE, 1000, [200, 150], placing), zoom: MAX_ZOOM },
  { name: 'not below the whole', view: zoomAt(zoomAt(WHOLE, 2, [0, 0], placing), 0.1, [10, 10], placing), zoom: 1 },
])('zooms $name', ({ view, zoom }) => {
  expect(view.zoom).toBe(zoom)
})

it('goes back to the very whole', () => {
  expect(zoomAt(zoomAt(WHOLE, 2, [0, 40], placing), 0.5, [399, 200], placing)).toEqual(WHOLE)
})

it('is dragged along, and stops at the edges', () => {
  const near = zoomAt(WHOLE, 4, [200, 150], placing)
  const before = placeView(near, whole, area)
  const after = placeView(panBy(near, [30, -20], placing), whole, area)
  expect(after.x).toBeCloseTo(before.x + 30, 6)
  expect(after.y).toBeCloseTo(before.y - 20, 6)
  expect(placeView(panBy(near, [9999, 9999], placing), whole, area)).toMatchObject({ x: 0, y: 0 })
  // What was dragged against the edge comes away from it at once.
  const atEdge = panBy(near, [9999, 0], placing)
  expect(placeView(panBy(atEdge, [-10, 0], placing), whole, area).x).toBeCloseTo(-10, 6)
})

it.each([
  { name: 'a small thing far away', box: [0.5, 0.5, 0.02, 0.05] as const, zoom: 4 },
  { name: 'somebody near', box: [0.3, 0.1, 0.3, 0.9] as const, zoom: 1.2 },
])('looks at $name', ({ box, zoom }) => {
  const view = viewOfBox(box)
  expect(view.zoom).toBeCloseTo(zoom)
  expect(view.x).toBeCloseTo(box[0] + box[2] / 2)
})

it('comes nearer in time, whatever the steps', () => {
  const to = { zoom: 3, x: 0.2, y: 0.8 }
  const once = approach(WHOLE, to, 0.2)
  const twice = approach(approach(WHOLE, to, 0.1), to, 0.1)
  expect(twice.zoom).toBeCloseTo(once.zoom)
  expect(approach(WHOLE, to, 0)).toEqual(WHOLE)
  expect(approach(WHOLE, to, 5).x).toBeCloseTo(0.2, 4)
})
