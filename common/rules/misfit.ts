import type { LabelFilter } from '../contracts/regions.ts'
import type { Box } from '../frame-result.ts'

/** Of the detect picture, pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** What a filter has against a box, in words with both figures; null = nothing. */
export function misfitOf([, , w, h]: Box, filter: Pick<LabelFilter, 'minArea' | 'maxArea' | 'minRatio' | 'maxRatio'>, { width, height }: PictureSize): string | null {
  const fraction = w * h
  // Up to 1 a limit is a share of the picture, above it pixels of the detect picture.
  const area = (limit: number): number => (limit <= 1 ? fraction : fraction * width * height)
  const ratio = (w * width) / (h * height)
  const { minArea, maxArea, minRatio, maxRatio } = filter
  if (minArea !== undefined && area(minArea) < minArea) return `area ${figure(area(minArea))} < ${figure(minArea)}`
  if (maxArea !== undefined && area(maxArea) > maxArea) return `area ${figure(area(maxArea))} > ${figure(maxArea)}`
  if (minRatio !== undefined && ratio < minRatio) return `width ÷ height ${figure(ratio)} < ${figure(minRatio)}`
  if (maxRatio !== undefined && ratio > maxRatio) return `width ÷ height ${figure(ratio)} > ${figure(maxRatio)}`
  return null
}

const figure = (value: number): string => String(Number(value.toPrecision(3)))
