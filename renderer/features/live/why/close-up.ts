import type { Point } from '../../../../common/frame-result.ts'

/** How many times the picture is enlarged around the spot. */
export const ENLARGED = 2

export interface CloseUp {
  /** Left top corner of the part that is shown, fractions of the picture. */
  readonly corner: Point
  /** Where the spot lies in that part, fractions of the part. */
  readonly spot: Point
}

/** The part of a picture around a spot, kept inside the picture: at its edges the spot leaves the middle. */
export function closeUp([x, y]: readonly [number, number]): CloseUp {
  const part = 1 / ENLARGED
  const from = (at: number): number => Math.min(1 - part, Math.max(0, at - part / 2))
  const corner: Point = [from(x), from(y)]
  return { corner, spot: [(x - corner[0]) * ENLARGED, (y - corner[1]) * ENLARGED] }
}
