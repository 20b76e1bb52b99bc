import type { Box, Point } from '../../../common/frame-result.ts'

/** Who points at somebody does not hit the box to the pixel: this share of its size around it, and a little at least. */
const AROUND_SHARE = 0.15
const AROUND_LEAST = 0.015

export function near([x, y, w, h]: Box, [px, py]: Point): boolean {
  const dx = Math.max(AROUND_LEAST, w * AROUND_SHARE)
  const dy = Math.max(AROUND_LEAST, h * AROUND_SHARE)
  return px >= x - dx && px <= x + w + dx && py >= y - dy && py <= y + h + dy
}

/** In it, without any margin. */
export const inside = ([x, y, w, h]: Box, [px, py]: Point): boolean => px >= x && px <= x + w && py >= y && py <= y + h
