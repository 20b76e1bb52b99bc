import type { Point } from '../../../../common/frame-result.ts'
import { tidy } from '../../../ui/picture/letterbox.ts'

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
