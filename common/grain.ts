import type { Box } from './frame-result.ts'

/**
 * Steps of a box's edges and of scores, as the analysis reports and the track log stores them: rules judge the very numbers that are kept.
 * A power of two, so that sums and halves of such numbers are exact; the error is at most 2⁻¹⁷ (0.015 px of a picture 1920 wide).
 */
export const GRAIN = 65_536

export const grained = (share: number): number => Math.round(share * GRAIN) / GRAIN

/** Its edges, not its sizes, are rounded: a foot at the picture's lower edge stays exactly there. */
export function grainedBox([x, y, w, h]: Box): Box {
  const left = grained(x)
  const top = grained(y)
  return [left, top, grained(x + w) - left, grained(y + h) - top]
}

/** Presentation times are whole microseconds. */
export const wholeMicroseconds = (ptsMs: number): number => Math.round(ptsMs * 1000) / 1000
