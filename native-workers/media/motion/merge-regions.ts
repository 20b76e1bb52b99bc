import type { Box } from '../../../common/frame-result.ts'
import { unionBox } from '../../../common/geometry/box.ts'

/**
 * Joins boxes that overlap or lie closer together than `gap` (fractions of the picture): the head and the legs of one person differ from the
 * background, the middle often does not. Joining goes on until nothing is near; sorted from left to right, so that the order does not depend
 * on the order of the parts.
 */
export function mergeRegions(regions: readonly Box[], gap: number): Box[] {
  const merged = [...regions]
  for (let i = 0; i < merged.length; i++) {
    for (let j = i + 1; j < merged.length; j++) {
      const a = merged[i] as Box
      const b = merged[j] as Box
      if (!near(a, b, gap)) continue
      merged[i] = unionBox(a, b)
      merged.splice(j, 1)
      // The box grew: it may now be near to any other one.
      i = -1
      break
    }
  }
  return merged.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

/** What lies above one another may be as far apart as it is wide: whoever stands there is taller than wide, and his belt may look like the wall. */
function near(a: Box, b: Box, gap: number): boolean {
  const stacked = a[0] <= b[0] + b[2] && b[0] <= a[0] + a[2]
  const above = stacked ? Math.max(gap, Math.min(a[2], b[2])) : gap
  return a[0] <= b[0] + b[2] + gap && b[0] <= a[0] + a[2] + gap && a[1] <= b[1] + b[3] + above && b[1] <= a[1] + a[3] + above
}
