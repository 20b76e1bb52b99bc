import type { Mask } from '../../../common/contracts/regions.ts'
import { coverRuns } from '../../../common/geometry/cover.ts'
import { pointInPolygon } from '../../../common/geometry/polygon.ts'

/** One byte per pixel: 0 where a mask covers the pixel's centre or a privacy mask touches the pixel, 1 elsewhere. */
export function rasteriseInclude({ width, height, masks, privacy = [] }: { width: number; height: number; masks: readonly Mask[]; privacy?: readonly Mask[] }): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(1)
  for (const { points } of masks) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (pixels[y * width + x] === 1 && pointInPolygon([(x + 0.5) / width, (y + 0.5) / height], points)) pixels[y * width + x] = 0
      }
    }
  }
  const hidden = coverRuns(privacy.map(({ points }) => points), { width, height })
  for (let index = 0; index < hidden.length; index += 2) pixels.fill(0, hidden[index], hidden[index + 1])
  return pixels
}
