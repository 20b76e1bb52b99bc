import type { LightSample } from '../../kernels/motion-kernel.ts'
import { createTone, percentile, readTone, type Tone } from './tone.ts'

/** The picture is the background · gain + offset (grey levels). */
export interface Light {
  readonly gain: number
  readonly offset: number
}

export interface LightChange extends Light {
  /** By how many grey levels this light differs from the one before, where it differs most. */
  readonly effect: number
}

const SAME: Light = { gain: 1, offset: 0 }
const GAINS = { least: 0.1, most: 8 }
/** Fewer values than this say nothing about the whole picture. */
const LEAST_SAMPLES = 50
/** Below this the background's own following is enough, and rounding would eat what is gained. */
const LEAST_EFFECT = 1.5
const POLISHED_EFFECT = 5
/** The light is what most of the picture agrees on: things that cover less than the rest do not count. */
const AGREED_SHARE = 0.6
/** So much of the picture under the same light as before needs no second opinion. */
const UNDISPUTED_SHARE = 0.9
/** Without texture a gain cannot be told from an offset. */
const LEAST_VARIANCE = 25

// Scratch of the one call that runs at a time.
const nowTone = createTone()
const backTone = createTone()

/**
 * The one change of gain and offset that most of the picture has gone through (daylight, auto-exposure, a lamp), or null when there is none.
 * Least squares over the values that agree, from two beginnings (as before; by the quartiles), so that what moves does not pull at it.
 * `tolerance`: grey levels by which a value may be off and still agree.
 */
export function findLightChange(sample: LightSample, tolerance: number): LightChange | null {
  const { now, back } = sample
  if (now.length < LEAST_SAMPLES) return null
  const first = leastSquares(sample, SAME, tolerance)
  // What agrees with the light as it was.
  const before = first.agreed
  let best = refine(sample, first.light, [tolerance])
  const levels = readTone(backTone, back)
  if (best.agreed < UNDISPUTED_SHARE * now.length) {
    const other = refine(sample, byQuartiles(readTone(nowTone, now), levels), [3 * tolerance, 2 * tolerance, tolerance])
    if (other.agreed > best.agreed) best = other
  }
  // Little is the rule: then the first answer was good enough.
  if (effectOf(best.light, levels) > POLISHED_EFFECT) best = refine(sample, best.light, [tolerance, tolerance, tolerance])
  const effect = effectOf(best.light, levels)
  if (effect < LEAST_EFFECT || best.agreed < AGREED_SHARE * now.length || best.agreed < before) return null
  return { ...best.light, effect }
}

function effectOf(light: Light, levels: Tone): number {
  const at = (level: number): number => Math.abs(level * light.gain + light.offset - level)
  return Math.max(at(percentile(levels, 0.1)), at(percentile(levels, 0.9)))
}

interface Fit {
  readonly light: Light
  readonly agreed: number
}

function refine(sample: LightSample, start: Light, tolerances: readonly number[]): Fit {
  let light = start
  for (const tolerance of tolerances) ({ light } = leastSquares(sample, light, tolerance))
  return { light, agreed: agreeing(sample, light, tolerances.at(-1) ?? 0) }
}

function agreeing({ now, back }: LightSample, { gain, offset }: Light, tolerance: number): number {
  let count = 0
  for (let i = 0; i < now.length; i++) if (Math.abs(now[i]! - back[i]! * gain - offset) <= tolerance) count++
  return count
}

/** The light that the values which agree with `light` are under; `agreed`: how many those are. */
function leastSquares({ now, back }: LightSample, light: Light, tolerance: number): Fit {
  const { gain: was, offset: wasOffset } = light
  let count = 0
  let n = 0
  let b = 0
  let bb = 0
  let nb = 0
  for (let i = 0; i < now.length; i++) {
    const value = now[i]!
    const level = back[i]!
    if (Math.abs(value - level * was - wasOffset) > tolerance) continue
    count++
    n += value
    b += level
    bb += level * level
    nb += value * level
  }
  if (count < LEAST_SAMPLES) return { light, agreed: count }
  const variance = bb / count - (b / count) ** 2
  const gain = variance < LEAST_VARIANCE ? 1 : within((nb / count - (n * b) / count ** 2) / variance)
  return { light: { gain, offset: n / count - (gain * b) / count }, agreed: count }
}

function byQuartiles(now: Tone, back: Tone): Light {
  const spread = percentile(back, 0.75) - percentile(back, 0.25)
  const gain = spread ** 2 < LEAST_VARIANCE ? 1 : within((percentile(now, 0.75) - percentile(now, 0.25)) / spread)
  return { gain, offset: percentile(now, 0.5) - gain * percentile(back, 0.5) }
}

const within = (gain: number): number => Math.min(GAINS.most, Math.max(GAINS.least, gain))
