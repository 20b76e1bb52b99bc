import type { DetectConfig } from '../../../common/contracts/camera-config.ts'
import type { LabelFilter, Mask } from '../../../common/contracts/regions.ts'
import type { Box, Detection } from '../../../common/frame-result.ts'
import { bottomCentre } from '../../../common/geometry/box.ts'
import { pointInPolygon } from '../../../common/geometry/polygon.ts'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Does the config want this detection at all? Scores are the tracker's business. */
export function wanted(detection: Detection, rules: { detect: DetectConfig; objectMasks: readonly Mask[]; picture: PictureSize }): boolean {
  const { detect, objectMasks, picture } = rules
  if (!detect.labels.includes(detection.label)) return false
  const filter = detect.filters[detection.label]
  if (filter && !fits(detection.box, filter, picture)) return false
  const foot = bottomCentre(detection.box)
  return !objectMasks.some((mask) => pointInPolygon(foot, mask.points))
}

function fits([, , w, h]: Box, filter: LabelFilter, { width, height }: PictureSize): boolean {
  const fraction = w * h
  const pixels = fraction * width * height
  // Up to 1 a limit is a share of the picture, above it pixels of the detect picture.
  const area = (limit: number): number => (limit <= 1 ? fraction : pixels)
  const ratio = (w * width) / (h * height)
  return (filter.minArea === undefined || area(filter.minArea) >= filter.minArea)
    && (filter.maxArea === undefined || area(filter.maxArea) <= filter.maxArea)
    && (filter.minRatio === undefined || ratio >= filter.minRatio)
    && (filter.maxRatio === undefined || ratio <= filter.maxRatio)
}
