import { expect, it } from 'vitest'
import type { TrackBox } from '../../../common/contracts/event.ts'
import { boxesAt, nearestFrame, pathUntil, presenceOf, scoresOf, stepFrom, type TrackFrames } from './clip-time.ts'

const box = (id: number, x: number): TrackBox => [id, 'person', 0.9, x, 0.2, 0.2, 0.5, 0]
const frames: TrackFrames = [0, 0.1, 0.2, 0.4].map((pts, index) => ({ pts, boxes: [box(1, index / 10)] }))

it.each([
  { name: 'exact', seconds: 0.1, index: 1 },
  { name: 'a little before', seconds: 0.0999, index: 1 },
  { name: 'a little behind', seconds: 0.1001, index: 1 },
  { name: 'before the first', seconds: -5, index: 0 },
  { name: 'after the last', seconds: 99, index: 3 },
  { name: 'nearer to the next', seconds: 0.31, index: 3 },
])('nearest frame: $name', ({ seconds, index }) => {
  expect(nearestFrame(frames, seconds)).toBe(index)
})

it.each([
  { name: 'exact', seconds: 0.2, x: 0.2 },
  { name: 'within half a frame', seconds: 0.23, x: 0.2 },
  { name: 'in a gap: no boxes of other frames', seconds: 0.3, x: undefined },
  { name: 'before the clip', seconds: -0.2, x: undefined },
])('boxes: $name', ({ seconds, x }) => {
  expect(boxesAt(frames, seconds)[0]?.[3]).toBe(x)
})

it('has no frame and no boxes without tracks', () => {
  expect(nearestFrame([], 1)).toBe(-1)
  expect(boxesAt([], 1)).toEqual([])
  expect(stepFrom([], 1, 1)).toBe(1)
})

it.each([
  { name: 'on', from: 0.1, by: 1, to: 0.2 },
  { name: 'on over a gap', from: 0.2, by: 1, to: 0.4 },
  { name: 'back', from: 0.1, by: -1, to: 0 },
  { name: 'back from the first', from: 0, by: -1, to: 0 },
  { name: 'on from the last', from: 0.4, by: 1, to: 0.4 },
] as const)('one frame $name', ({ from, by, to }) => {
  expect(stepFrom(frames, from, by)).toBe(to)
})

it.each([
  { name: 'up to a moment', id: 1, from: 0, to: 0.1, points: [[0.1, 0.7], [0.2, 0.7]], label: 'person' },
  { name: 'from a moment on', id: 1, from: 0.2, to: 9, points: [[0.3, 0.7], [0.4, 0.7]], label: 'person' },
  { name: 'of nobody', id: 2, from: 0, to: 9, points: [], label: '' },
])('follows the feet of one track $name', ({ id, from, to, points, label }) => {
  const path = pathUntil(frames, id, { from, to })
  expect(path.label).toBe(label)
  expect(path.points.map(([x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))])).toEqual(points)
})

it('knows when a track is in the picture, and its scores', () => {
  expect(presenceOf(frames, 1)).toEqual({ from: 0, to: 0.4 })
  expect(presenceOf(frames, 2)).toBeNull()
  expect(scoresOf(frames, 1)).toHaveLength(4)
  expect(scoresOf([{ pts: 1, boxes: [[1, 'car', 0.5, 0, 0, 1, 1, 1]] }], 1)).toEqual([])
})
