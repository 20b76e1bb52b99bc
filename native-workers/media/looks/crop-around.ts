import type { Box } from '../../../common/frame-result.ts'
import type { Crop, Optics } from './optics.ts'

const SMALLEST_SIDE = 32
/** Few sizes, because the scaler prepares for each of them. */
const SIDE_STEP = 32
const SIDE_START = 16

const even = (value: number): number => 2 * Math.round(value / 2)

/**
 * A crop in the shape of the model's input with the box in its middle, as far as the picture reaches; `side` is the crop's shorter side in pixels. The box may be larger: it is
 * its middle that is looked at then.
 */
export function cropAround({ picture, input }: Optics, [x, y, w, h]: Box, side: number): Crop {
  const stretch = input.width / input.height
  const stepped = Math.ceil((side - SIDE_START) / SIDE_STEP) * SIDE_STEP + SIDE_START
  const width = Math.max(SMALLEST_SIDE, Math.min(even(stepped * Math.max(1, stretch)), picture.width & ~1))
  const height = Math.max(SMALLEST_SIDE, Math.min(even(stepped * Math.max(1, 1 / stretch)), picture.height & ~1))
  const place = (centre: number, length: number, total: number): number => Math.max(0, Math.min(even(centre - length / 2), (total & ~1) - length))
  return { x: place((x + w / 2) * picture.width, width, picture.width), y: place((y + h / 2) * picture.height, height, picture.height), width, height }
}
