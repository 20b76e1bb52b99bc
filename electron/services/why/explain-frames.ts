import type { AnalysisConfig } from '../../../common/contracts/camera-config.ts'
import type { WhyStep } from '../../../common/contracts/why.ts'
import type { Evidence, EvidenceDetection, EvidenceFrame } from '../../../common/evidence.ts'
import type { Point } from '../../../common/frame-result.ts'
import { pointInPolygon } from '../../../common/geometry/polygon.ts'
import { thresholdsOf } from '../../../common/rules/thresholds.ts'
import { inside, near } from './near.ts'

const BUSY: ReadonlySet<string> = new Set(['superseded', 'stale', 'infer-timeout', 'pool-exhausted', 'reader-late'])

export const two = (value: number): string => value.toFixed(2)
const count = (frames: readonly EvidenceFrame[], test: (frame: EvidenceFrame) => boolean): number => frames.filter(test).length
const of = (some: number, all: number): string => `${some} of ${all} frame${all === 1 ? '' : 's'}`

/** What became of the frames themselves. */
export function framesStep({ frames, quiet }: Evidence): WhyStep {
  if (frames.length === 0) return { stage: 'frames', ok: true, text: `${quiet.reduce((sum, span) => sum + span.frames, 0)} frames around that moment were analysed; nothing moved in any of them and nothing was followed` }
  const outcomes = new Map<string, number>()
  for (const { outcome } of frames) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  return { stage: 'frames', ok: true, text: `${frames.length} frame${frames.length === 1 ? '' : 's'}: ${[...outcomes].map(([outcome, frames]) => `${frames} ${outcome}`).join(', ')}` }
}

export function motionStep(frames: readonly EvidenceFrame[], point: Point, { motion }: AnalysisConfig): WhyStep {
  if (!motion.enabled) return { stage: 'motion', ok: null, text: 'motion detection is off: every frame may go to the detector' }
  const mask = motion.masks.find(({ points }) => pointInPolygon(point, points))
  if (mask) return { stage: 'motion', ok: false, text: `masked by ${mask.id}` }
  const moving = count(frames, (frame) => frame.motion.regions.some((box) => near(box, point)))
  if (moving > 0) return { stage: 'motion', ok: true, text: `motion here in ${of(moving, frames.length)}` }
  const calibrating = count(frames, (frame) => frame.motion.calibrating)
  if (calibrating > 0) return { stage: 'motion', ok: false, text: `the light changed suddenly: the background was being learned anew in ${of(calibrating, frames.length)}` }
  const largest = frames.flatMap((frame) => frame.motion.tooSmall).filter(({ box }) => near(box, point)).sort((a, b) => b.pixels - a.pixels)[0]
  if (largest) return { stage: 'motion', ok: false, text: `motion ${Math.round(largest.pixels)} px < ${Math.round(largest.least)}`, value: largest.pixels, limit: largest.least }
  return { stage: 'motion', ok: false, text: `nothing moved here (threshold ${motion.threshold} grey levels)` }
}

/** `notReady`: why nothing could be looked at, or null. */
export function inferenceStep(frames: readonly EvidenceFrame[], point: Point, { detect }: AnalysisConfig, notReady: string | null): WhyStep {
  const looked = count(frames, ({ looks }) => looks.some((area) => inside(area, point)))
  if (looked > 0) return { stage: 'inference', ok: true, text: `the detector looked here in ${of(looked, frames.length)}` }
  if (!detect.enabled) return { stage: 'inference', ok: false, text: 'object detection is off for this camera' }
  if (notReady !== null) return { stage: 'inference', ok: false, text: `no objects can be detected: ${notReady}` }
  const busy = count(frames, ({ outcome }) => BUSY.has(outcome))
  if (busy > 0) return { stage: 'inference', ok: false, text: `inference skipped: detector busy (${of(busy, frames.length)})` }
  if (frames.some(({ looks }) => looks.length > 0)) return { stage: 'inference', ok: false, text: 'inference skipped here: the detector looked at other parts of the picture' }
  if (frames.some(({ outcome }) => outcome === 'sampled')) return { stage: 'inference', ok: false, text: `inference skipped: not due at ${detect.inferFps} inferences a second` }
  return { stage: 'inference', ok: false, text: 'inference skipped: nothing moved' }
}

export function detectionStep(frames: readonly EvidenceFrame[], point: Point, { detect }: AnalysisConfig): WhyStep {
  // What is both weak and not wanted is noise, not an answer.
  const found = frames.flatMap(({ detections }) => detections)
    .filter(({ box, label, score, refused }) => near(box, point) && (refused === null || score >= thresholdsOf(detect, label).minScore))
  const best = found.sort(byMerit)[0]
  if (!best) return { stage: 'detection', ok: false, text: 'the detector found nothing here' }
  const { label, score, refused } = best
  const { minScore } = thresholdsOf(detect, label)
  if (refused !== null) return { stage: 'detection', ok: false, text: `${label} ${two(score)}: ${refused}` }
  if (score < minScore) return { stage: 'detection', ok: false, text: `${label}: score ${two(score)} < ${two(minScore)}`, value: score, limit: minScore }
  return { stage: 'detection', ok: true, text: `${label}, score ${two(score)}`, value: score, limit: minScore }
}

const byMerit = (a: EvidenceDetection, b: EvidenceDetection): number => Number(a.refused !== null) - Number(b.refused !== null) || b.score - a.score
