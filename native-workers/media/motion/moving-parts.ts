import type { Box } from '../../../common/frame-result.ts'
import type { MotionKernel } from '../../kernels/motion-kernel.ts'

/** A part moves when at least this share of it has changed lately. */
const RESTLESS_SHARE = 0.01
const LEAST_RESTLESS = 4
/** In rain, where two drops may meet, it takes more. */
const LEAST_RESTLESS_FALLING = 8
/** Two dilations by one pixel each (motion kernel). */
const DILATED_BY = 2
/** More parts than this would be rain or noise: the largest ones are kept. */
const MAX_PARTS = 64

/** Components of at least `minArea` in which something has changed lately, as fractions; the largest when there are too many. */
export function movingParts(motion: MotionKernel, { minArea, falling }: { minArea: number; falling: boolean }): Box[] {
  const { width, height, components } = motion
  const least = minArea * width * height
  const leastRestless = falling ? LEAST_RESTLESS_FALLING : LEAST_RESTLESS
  const parts: { area: number; box: Box }[] = []
  for (let i = 0; i < motion.componentCount; i++) {
    const [left = 0, top = 0, right = 0, bottom = 0, area = 0, restless = 0] = components.subarray(i * 6, i * 6 + 6)
    if (area < least || restless < Math.max(leastRestless, area * RESTLESS_SHARE)) continue
    // The dilation joined the parts; it is no part of the thing. At the picture's edge there was nothing to add.
    const x = left === 0 ? 0 : left + DILATED_BY
    const y = top === 0 ? 0 : top + DILATED_BY
    const w = Math.max(1, (right === width ? width : right - DILATED_BY) - x)
    const h = Math.max(1, (bottom === height ? height : bottom - DILATED_BY) - y)
    parts.push({ area, box: [x / width, y / height, w / width, h / height] })
  }
  if (parts.length > MAX_PARTS) parts.sort((a, b) => b.area - a.area).length = MAX_PARTS
  return parts.map((part) => part.box)
}
