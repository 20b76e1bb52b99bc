import type { DetectConfig } from '../../../common/contracts/camera-config.ts'
import type { LabelFilter, Mask } from '../../../common/contracts/regions.ts'
import type { Box, Detection } from '../../../common/frame-result.ts'
import { bottomCentre } from '../../../common/geometry/box.ts'
import { pointInPolygon } from '../../../common/geometry/polygon.ts'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

export interface DetectionRules {
  readonly detect: DetectConfig
  readonly objectMasks: readonly Mask[]
  readonly picture: PictureSize
}

/** What the config has against a detection, in words with both figures; null = nothing. Scores are the tracker's business. */
export function refusalOf({ label, box }: Detection, { detect, objectMasks, picture }: DetectionRules): string | null {
  if (!detect.labels.includes(label)) return `label ${label} is not asked for`
  const filter = detect.filters[label]
  const misfit = filter ? misfitOf(box, filter, picture) : null
  if (misfit !== null) return misfit
  const foot = bottomCentre(box)
  const mask = objectMasks.find(({ points }) => pointInPolygon(foot, points))
  return mask ? `stands in object mask ${mask.id}` : null
}

/** Does the config want this detection at all? */
export const wanted = (detection: Detection, rules: DetectionRules): boolean => refusalOf(detection, rules) === null

function misfitOf([, , w, h]: Box, filter: LabelFilter, { width, height }: PictureSize): string | null {
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
