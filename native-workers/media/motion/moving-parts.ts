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
const MAX_TOO_SMALL = 8

export interface Parts {
  /** At least `minArea`, and something in them has changed lately; fractions of the picture, the largest when there are too many. */
  readonly moving: Box[]
  /** Changed lately, but not large enough: for those who ask why nothing came of it. The largest few. */
  readonly tooSmall: TooSmall[]
}

export interface TooSmall {
  readonly box: Box
  /** Of the small picture motion works on. */
  readonly pixels: number
  /** So many would have been enough. */
  readonly least: number
}

/** The components of the kernel's last step, judged. */
export function movingParts(motion: MotionKernel, { minArea, falling }: { minArea: number; falling: boolean }): Parts {
  const { width, height, components } = motion
  const least = minArea * width * height
  const leastRestless = falling ? LEAST_RESTLESS_FALLING : LEAST_RESTLESS
  const moving: { area: number; box: Box }[] = []
  const tooSmall: TooSmall[] = []
  for (let i = 0; i < motion.componentCount; i++) {
    const at = i * 6
    const area = components[at + 4]!
    if (components[at + 5]! < Math.max(leastRestless, area * RESTLESS_SHARE)) continue
    const left = components[at]!
    const top = components[at + 1]!
    const right = components[at + 2]!
    const bottom = components[at + 3]!
    // The dilation joined the parts; it is no part of the thing. At the picture's edge there was nothing to add.
    const x = left === 0 ? 0 : left + DILATED_BY
    const y = top === 0 ? 0 : top + DILATED_BY
    const w = Math.max(1, (right === width ? width : right - DILATED_BY) - x)
    const h = Math.max(1, (bottom === height ? height : bottom - DILATED_BY) - y)
    const box: Box = [x / width, y / height, w / width, h / height]
    if (area >= least) moving.push({ area, box })
    else tooSmall.push({ box, pixels: area, least: Math.ceil(least) })
  }
  if (moving.length > MAX_PARTS) moving.sort((a, b) => b.area - a.area).length = MAX_PARTS
  if (tooSmall.length > MAX_TOO_SMALL) tooSmall.sort((a, b) => b.pixels - a.pixels).length = MAX_TOO_SMALL
  return { moving: moving.map((part) => part.box), tooSmall }
}
