import type { MotionConfig } from '../../../common/contracts/camera-config.ts'
import type { LightSample } from '../../kernels/motion-kernel.ts'
import { createTone, percentile, readTone } from './tone.ts'

/** What is known of a camera's picture: grey levels between its dark and its bright parts, and the noise of a pixel (standard deviation). */
export interface Sensitivity {
  readonly frames: number
  readonly range: number
  readonly noise: number
}

export const UNKNOWN: Sensitivity = { frames: 0, range: 0, noise: 0 }

const DARK = 0.04
const BRIGHT = 0.96
/** A picture with so many grey levels is taken as it is; a duller one as if it were stretched to them. */
const FULL_RANGE = 128
/** A picture darkened to a third is stretched back; beyond that it is noise and coding artefacts that would be seen. */
const MOST_STRETCH = 3
const AVERAGED_FRAMES = 50
/** Noise that begins (the camera's gain at dusk) must not wait so long. */
const RISING_FRAMES = 8
/** Of a normal distribution a quarter of the values lies within 0.3186 standard deviations: things may cover the other three. */
const QUIET_SHARE = 0.25
const QUIET_OF_SIGMA = 0.3186
/** More is no noise but a picture full of things. */
const MOST_NOISE = 16
/** So many standard deviations away from the background is no noise; the recent past is noisier, being the mean of fewer pictures. */
const NOISE_FACTOR = 4.5

// Scratch of the one call that runs at a time.
const tone = createTone()

export function nextSensitivity({ frames, range, noise }: Sensitivity, sample: LightSample): Sensitivity {
  if (sample.now.length === 0) return UNKNOWN
  const levels = readTone(tone, sample.now)
  const rangeNow = percentile(levels, BRIGHT) - percentile(levels, DARK)
  const noiseNow = Math.min(MOST_NOISE, quietDistance(sample) / QUIET_OF_SIGMA)
  const next = Math.min(AVERAGED_FRAMES, frames + 1)
  return {
    frames: next,
    range: range + (rangeNow - range) / next,
    noise: noise + (noiseNow - noise) / Math.min(next, noiseNow > noise ? RISING_FRAMES : AVERAGED_FRAMES),
  }
}

/** The same picture under another light: its range is known at once, its noise is measured anew. */
export const underNewLight = ({ noise }: Sensitivity): Sensitivity => ({ frames: 0, range: 0, noise })

/**
 * Stretching the picture and comparing with the threshold is the same as dividing the threshold by the stretch, but costs nothing per pixel and
 * leaves the background alone while the stretch changes. Never below the noise.
 */
export function limits(config: Pick<MotionConfig, 'threshold' | 'improveContrast'>, { range, noise }: Sensitivity): { threshold: number; restlessThreshold: number } {
  const stretch = config.improveContrast ? Math.min(MOST_STRETCH, Math.max(1, FULL_RANGE / Math.max(1, range))) : 1
  const floor = NOISE_FACTOR * noise
  const threshold = config.threshold / stretch
  return { threshold: asLimit(Math.max(threshold, floor)), restlessThreshold: asLimit(Math.max(threshold / 2, floor)) }
}

const asLimit = (levels: number): number => Math.min(255, Math.max(1, Math.round(levels)))

/** The distance that a quarter of the values stays below, between whole grey levels as far as their counts tell. */
function quietDistance({ now, back }: LightSample): number {
  const { counts } = tone
  counts.fill(0)
  for (let i = 0; i < now.length; i++) counts[Math.abs(now[i]! - back[i]!)]!++
  tone.total = now.length
  const level = percentile(tone, QUIET_SHARE)
  let below = 0
  for (let i = 0; i < level; i++) below += counts[i]!
  // A distance of 0 stands for 0 to 0.5, one of 1 for 0.5 to 1.5, and so on.
  const share = (now.length * QUIET_SHARE - below) / (counts[level] ?? 1)
  return level === 0 ? share / 2 : level - 0.5 + share
}
