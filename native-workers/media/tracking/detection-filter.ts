import type { DetectConfig } from '../../../common/contracts/camera-config.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import type { Detection } from '../../../common/frame-result.ts'
import { bottomCentre } from '../../../common/geometry/box.ts'
import { pointInPolygon } from '../../../common/geometry/polygon.ts'
import { misfitOf, type PictureSize } from '../../../common/rules/misfit.ts'

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
