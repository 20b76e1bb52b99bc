import type { Point } from '../../../../common/frame-result.ts'
import { tidy } from '../../../ui/picture/letterbox.ts'

const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const cross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0

/** Whether two edges that are not neighbours cross each other. */
export function crossesItself(points: readonly Point[]): boolean {
  const n = points.length
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 2; j < n; j += 1) {
      if (i === 0 && j === n - 1) continue
      const [a, b, c, d] = [points[i], points[(i + 1) % n], points[j], points[(j + 1) % n]]
      if (a && b && c && d && cross(a, b, c, d)) return true
    }
  }
  return false
}

/** Twice the area is left undivided by sign: which way round the corners go does not matter. Fractions of the picture. */
export function areaOf(points: readonly Point[]): number {
  let sum = 0
  for (const [index, [x, y]] of points.entries()) {
    const [nx, ny] = points[(index + 1) % points.length] ?? [x, y]
    sum += x * ny - nx * y
  }
  return Math.abs(sum) / 2
}

/** The middle of every edge, where a corner can be added. */
export const edgeMiddles = (points: readonly Point[]): Point[] =>
  points.map(([x, y], index) => {
    const [nx, ny] = points[(index + 1) % points.length] ?? [x, y]
    return [(x + nx) / 2, (y + ny) / 2]
  })

/** Moved as far as the picture allows, keeping its shape. */
export function moveAll(points: readonly Point[], dx: number, dy: number): [number, number][] {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const bounded = (by: number, low: number, high: number): number => Math.min(1 - high, Math.max(-low, by))
  const x = bounded(dx, Math.min(...xs), Math.max(...xs))
  const y = bounded(dy, Math.min(...ys), Math.max(...ys))
  return points.map(([px, py]) => [tidy(px + x), tidy(py + y)])
}
