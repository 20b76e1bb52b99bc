import { expect, it } from 'vitest'
import { changesBetween, newShape, regionsOf, renamed, shapeProblem, shapesOf, withPoints, type Shape } from './shapes.ts'

const triangle: [number, number][] = [[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]
const zone: Shape = { kind: 'zone', id: 'path', name: 'Path', points: triangle, inertia: 3, loiteringSeconds: 0 }
const line: Shape = { kind: 'line', id: 'door', name: 'Door', from: [0.5, 0], to: [0.5, 1], direction: 'a-to-b' }
const mask: Shape = { kind: 'mask', id: 'tree', points: triangle }
const statue: Shape = { kind: 'object-mask', id: 'statue', points: triangle }
const privacy: Shape = { kind: 'privacy', id: 'window', points: triangle }

it('comes back from the config as it went there', () => {
  const regions = regionsOf([zone, line, mask, statue, privacy])
  expect(shapesOf({ zones: regions.zones, lines: regions.lines, motion: { enabled: true, threshold: 30, minArea: 0.0005, improveContrast: true, masks: regions.motionMasks }, objectMasks: regions.objectMasks, privacy: regions.privacy })).toEqual([zone, line, mask, statue, privacy])
  expect(regions).toMatchObject({ motionMasks: [{ id: 'tree' }], objectMasks: [{ id: 'statue' }], privacy: [{ id: 'window' }] })
  expect(JSON.stringify(regions)).not.toContain('kind')
})

it.each<{ name: string; shape: Shape; problem: RegExp }>([
  { name: 'a good zone', shape: zone, problem: /^none$/ },
  { name: 'two corners', shape: withPoints(zone, triangle.slice(0, 2)), problem: /at least three corners/ },
  { name: 'a bow tie', shape: withPoints(zone, [[0, 0], [1, 1], [1, 0], [0, 1]]), problem: /crosses itself/ },
  { name: 'a sliver', shape: withPoints(zone, [[0, 0], [1, 0], [0.5, 0.0001]]), problem: /too thin/ },
  { name: 'no name', shape: { ...zone, name: ' ' }, problem: /needs a name/ },
  { name: 'a good line', shape: line, problem: /^none$/ },
  { name: 'a dot of a line', shape: withPoints(line, [[0.5, 0.5], [0.501, 0.5]]), problem: /too short/ },
  { name: 'a mask', shape: mask, problem: /^none$/ },
  { name: 'a privacy mask that crosses itself', shape: withPoints(privacy, [[0, 0], [1, 1], [1, 0], [0, 1]]), problem: /window crosses itself/ },
])('$name', ({ shape, problem }) => {
  expect(shapeProblem(shape) ?? 'none').toMatch(problem)
})

it.each<{ name: string; now: Shape[]; changes: string[] }>([
  { name: 'nothing', now: [zone, line], changes: [] },
  { name: 'a corner', now: [withPoints(zone, [[0.2, 0.1], [0.9, 0.1], [0.5, 0.9]]), line], changes: ['Path moved'] },
  { name: 'a setting', now: [zone, { ...line, direction: 'any' }], changes: ['Door settings'] },
  { name: 'one more', now: [zone, line, mask], changes: ['tree is new'] },
  { name: 'one less', now: [line], changes: ['Path deleted'] },
])('changed: $name', ({ now, changes }) => {
  expect(changesBetween([zone, line], now)).toEqual(changes)
})

it('names new shapes by the next free number', () => {
  expect(newShape('zone', triangle, [zone])).toMatchObject({ id: 'zone-2', name: 'Zone 2', inertia: 3 })
  expect(newShape('mask', triangle, [{ ...mask, id: 'mask-2' }])).toMatchObject({ id: 'mask-3' })
  expect(newShape('privacy', triangle, [mask, privacy])).toEqual({ kind: 'privacy', id: 'privacy-2', points: triangle })
  expect(newShape('object-mask', triangle, [mask])).toMatchObject({ kind: 'object-mask', id: 'object-mask-1' })
  expect(newShape('line', [[0, 0], [1, 1]], [])).toMatchObject({ id: 'line-1', from: [0, 0], to: [1, 1], direction: 'any' })
})

it.each([
  { name: 'not saved: the id follows', saved: false, id: 'front-lawn' },
  { name: 'saved: the id stays', saved: true, id: 'path' },
])('renaming, $name', ({ saved, id }) => {
  expect(renamed(zone, 'Front lawn', { saved, others: [line] })).toMatchObject({ id, name: 'Front lawn' })
})

it('calls a mask by its id, saved or not', () => {
  expect(renamed(privacy, 'Neighbour\'s window', { saved: true, others: [{ ...mask, id: 'neighbour-s-window' }] })).toEqual({ ...privacy, id: 'neighbour-s-window' })
})

it('does not take the id of another', () => {
  expect(renamed(zone, 'Lawn', { saved: false, others: [{ ...zone, id: 'lawn' }] })).toMatchObject({ id: 'lawn-2' })
})
