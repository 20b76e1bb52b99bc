import type { Point } from '../../../common/frame-result.ts'

export interface Arrow {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/**
 * Side A of a line is where dx·(py-fy) - dy·(px-fx) is positive, so (-dy, dx) points into A and its opposite into B.
 * Works on pixels: a picture's own scaling moves no point to the other side.
 */
export function sideA(from: Point, to: Point): [number, number] {
  const dx = to[0] - from[0]
  const dy = to[1] - from[1]
  const length = Math.hypot(dx, dy)
  // Adding 0 turns -0 into 0.
  return length === 0 ? [0, 0] : [-dy / length + 0, dx / length + 0]
}

/** An arrow across the middle of the line, in the direction of the crossing it stands for; lengths in pixels. */
export function crossingArrow(line: { from: Point; to: Point }, direction: 'a-to-b' | 'b-to-a', reach: number): Arrow {
  const [nx, ny] = sideA(line.from, line.to)
  const middle: [number, number] = [(line.from[0] + line.to[0]) / 2, (line.from[1] + line.to[1]) / 2]
  const inA: [number, number] = [middle[0] + nx * reach, middle[1] + ny * reach]
  const inB: [number, number] = [middle[0] - nx * reach, middle[1] - ny * reach]
  return direction === 'a-to-b' ? { from: inA, to: inB } : { from: inB, to: inA }
}

/** The two barbs of an arrow's head. */
export function arrowHead({ from, to }: Arrow, size: number): [[number, number], [number, number]] {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0])
  const barb = (turn: number): [number, number] => [to[0] - size * Math.cos(angle + turn), to[1] - size * Math.sin(angle + turn)]
  return [barb(0.5), barb(-0.5)]
}

const WAYS = ['left to right', 'downwards, to the right', 'downwards', 'downwards, to the left', 'right to left', 'upwards, to the left', 'upwards', 'upwards, to the right'] as const

/** The direction of a crossing in words, as the operator sees it on the picture. */
export function crossingWords(line: { from: Point; to: Point }, direction: 'a-to-b' | 'b-to-a'): string {
  const arrow = crossingArrow(line, direction, 1)
  const angle = Math.atan2(arrow.to[1] - arrow.from[1], arrow.to[0] - arrow.from[0])
  const eighth = Math.round((angle / Math.PI) * 4)
  return WAYS[(eighth + 8) % 8] ?? WAYS[0]
}
