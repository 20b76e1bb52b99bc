import { array, assert, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../frame-result.ts'
import { pointInPolygon } from './polygon.ts'
import { coverRuns } from './cover.ts'

/** The same as a picture: one character a pixel. */
function drawn(polygons: readonly (readonly Point[])[], width: number, height: number): string[] {
  const pixels = Array<string>(width * height).fill('.')
  const runs = coverRuns(polygons, { width, height })
  for (let index = 0; index < runs.length; index += 2) pixels.fill('#', runs[index], runs[index + 1])
  return Array.from({ length: height }, (_, y) => pixels.slice(y * width, (y + 1) * width).join(''))
}

describe('covered pixels', () => {
  it.each<{ name: string; polygons: Point[][]; expected: string[] }>([
    { name: 'nothing', polygons: [], expected: ['....', '....', '....', '....'] },
    { name: 'the whole picture', polygons: [[[0, 0], [1, 0], [1, 1], [0, 1]]], expected: ['####', '####', '####', '####'] },
    { name: 'a part of a pixel covers it whole', polygons: [[[0.3, 0.3], [0.4, 0.3], [0.4, 0.4]]], expected: ['....', '.#..', '....', '....'] },
    { name: 'a border on the grid covers both sides', polygons: [[[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]]], expected: ['###.', '###.', '###.', '....'] },
    { name: 'a slope', polygons: [[[0, 0.01], [0.99, 1], [0, 1]]], expected: ['#...', '##..', '###.', '####'] },
    { name: 'two apart', polygons: [[[0.01, 0.1], [0.2, 0.1], [0.1, 0.2]], [[0.8, 0.8], [0.9, 0.8], [0.9, 0.9]]], expected: ['#...', '....', '....', '...#'] },
    { name: 'what two loops share is covered too', polygons: [[[0.3, 0.05], [0.95, 0.05], [0.95, 0.95], [0.05, 0.95], [0.05, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]]], expected: ['.###', '####', '####', '####'] },
    { name: 'beyond the picture', polygons: [[[-1, -1], [0.2, -1], [0.2, 2], [-1, 2]]], expected: ['#...', '#...', '#...', '#...'] },
  ])('$name', ({ polygons, expected }) => {
    expect(drawn(polygons, 4, 4)).toEqual(expected)
  })

  it('is one run where rows join', () => {
    expect([...coverRuns([[[0, 0], [1, 0], [1, 0.49], [0, 0.49]]], { width: 8, height: 4 })]).toEqual([0, 16])
  })
})

const fraction = integer({ min: 0, max: 24 }).map((n) => n / 24)
const polygon = array(tuple(fraction, fraction), { minLength: 3, maxLength: 8 })
const NEAR = 1e-9

it('covers every pixel the polygon touches, and none that is further than one away from it', () => {
  assert(property(polygon, integer({ min: 1, max: 12 }), integer({ min: 1, max: 12 }), (points, width, height) => {
    const rows = drawn([points], width, height)
    const scaled = points.map(([x, y]): Point => [x * width, y * height])
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const distance = fromSquare(scaled, x, y)
        const covered = rows[y]?.[x] === '#'
        if (distance <= NEAR && !covered) throw new Error(`${x},${y} shows what is hidden\n${rows.join('\n')}`)
        // A polygon that crosses itself also covers what its loops enclose twice.
        if (covered && distance > 1 && winding(scaled, x + 0.5, y + 0.5) === 0) throw new Error(`${x},${y} is ${distance} away\n${rows.join('\n')}`)
      }
    }
  }), { numRuns: 10_000, seed: 20_261_121 })
})

/** How far the polygon is from the pixel's square: 0 when they share a point. */
function fromSquare(points: readonly Point[], x: number, y: number): number {
  if (pointInPolygon([x + 0.5, y + 0.5], points)) return 0
  return Math.min(...points.map((point, index) => segmentToSquare(point, points[(index + 1) % points.length] ?? point, x, y)))
}

/** The distance between a segment and a square is convex along the segment, so halving the span around its least finds it. */
function segmentToSquare([ax, ay]: Point, [bx, by]: Point, x: number, y: number): number {
  const at = (t: number): number => {
    const px = ax + (bx - ax) * t
    const py = ay + (by - ay) * t
    return Math.hypot(Math.max(x - px, 0, px - x - 1), Math.max(y - py, 0, py - y - 1))
  }
  let low = 0
  let high = 1
  for (let round = 0; round < 60; round++) {
    const third = (high - low) / 3
    if (at(low + third) <= at(high - third)) high -= third
    else low += third
  }
  return Math.min(at(0), at(1), at((low + high) / 2))
}

/** How often the outline goes round a point, by the angles its corners are seen under. */
function winding(points: readonly Point[], x: number, y: number): number {
  let sum = 0
  for (const [index, [ax, ay]] of points.entries()) {
    const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay]
    const turn = Math.atan2(by - y, bx - x) - Math.atan2(ay - y, ax - x)
    sum += turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn
  }
  return Math.round(sum / (2 * Math.PI))
}
