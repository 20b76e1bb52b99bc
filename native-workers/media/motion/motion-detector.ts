import type { MotionConfig } from '../../../common/contracts/camera-config.ts'
import type { Mask } from '../../../common/contracts/regions.ts'
import type { Box } from '../../../common/frame-result.ts'
import type { FrameKernel } from '../../kernels/frame-kernel.ts'
import { rasteriseInclude } from './include-mask.ts'
import { relitBlocks } from './light-blocks.ts'
import { findLightChange } from './light-fit.ts'
import { mergeRegions } from './merge-regions.ts'
import { movingParts, type TooSmall } from './moving-parts.ts'
import { DRY, nextPrecipitation, stepsToLast } from './precipitation.ts'
import { limits, nextSensitivity, underNewLight, UNKNOWN } from './sensitivity.ts'

export interface MotionResult {
  /** Share of the pixels that are not masked which changed, 0..1. */
  readonly ratio: number
  /** Something of at least `minArea` moves. Never while calibrating. */
  readonly active: boolean
  /** The background is being learned (anew): changes are no motion. */
  readonly calibrating: boolean
  /** Where it moves, fractions of the picture; nearby parts are one region. */
  readonly regions: readonly Box[]
  /** Changes too small to count; `pixels` of the small picture, `least` would have been enough. */
  readonly tooSmall: readonly TooSmall[]
}

export interface MotionRules extends MotionConfig {
  /** Dark in every picture, and no motion when they come or go. */
  readonly privacy?: readonly Mask[]
}

export interface MotionDetector {
  /** `ptsMs` tells how far the background may follow since the last frame. */
  detect(slot: number, ptsMs: number): MotionResult
  setConfig(config: MotionRules): void
}

/** A change of this much of the picture is the light, not a thing (PRODUCT.md, "Motion"). */
const SUDDEN_CHANGE_RATIO = 0.8
/** So is one of this much from one moment to the next: whatever moves comes in little by little, a truck too. */
const SUDDEN_RISE_RATIO = 0.35
const RISE_MS = 350
/** A change of at least this much of the picture may be the light on a part of it. */
const PARTLY_LIT_RATIO = 0.08
/** Its rims are learned in a moment, and then things are things for a while: what looks like the light all the time must not blind the camera. */
const PART_CALIBRATION_MS = 500
const LIGHT_PAUSE_MS = 1500
/** A new light of the whole picture by more grey levels than this leaves rims (clipped, filtered, coded) that have to be learned. */
const RIMS_EFFECT = 12
/** Grey levels a pixel may be off and still be the same thing under another light; more where it is noisy. */
const LIGHT_TOLERANCE = 5
/** Calibration lasts until the picture keeps still for some frames, but not longer than a moment: a busy road never is still. */
const CALM_RATIO = 0.05
const CALM_FRAMES = 3
const CALIBRATION_MS = 2000
const CALIBRATION_RATE = 0.2
/** Time in which the background takes over about two thirds of a difference: still pixels follow daylight, changed ones wait longer, */
/** so that somebody who stands still stays visible for a while. */
const CALM_SECONDS = 10
const MOVING_SECONDS = 30
/** What has not changed for longer than this does not move: somebody's empty place, a parked car, until the background has taken it over. */
const REMEMBER_EVERY_MS = 400
/** Longest step the background makes at once, after a gap in the source. */
const LONGEST_STEP_MS = 1000
/** Parts closer than this are one region; a hand's breadth at the usual distance. */
const MERGE_GAP = 0.02
const STILL: MotionResult = { ratio: 0, active: false, calibrating: false, regions: [], tooSmall: [] }

type State =
  | { readonly at: 'empty' }
  | { readonly at: 'calibrating'; readonly sinceMs: number; readonly calmFrames: number; readonly longestMs: number }
  | { readonly at: 'watching' }

/** Motion of one camera, on the luma plane of frames that lie in the kernel's slots. */
export function createMotionDetector(args: { kernel: FrameKernel; config: MotionRules }): MotionDetector {
  const { motion } = args.kernel
  let config = args.config
  let state: State = { at: 'empty' }
  let sensitivity = UNKNOWN
  let precipitation = DRY
  let lastPtsMs = 0
  let rememberedPtsMs = 0
  let lightPtsMs = -Infinity
  let ratios: RatioAt[] = []
  motion.setInclude(rasteriseInclude({ width: motion.width, height: motion.height, ...config }))

  function calibrate(ptsMs: number, ratio: number, longestMs = CALIBRATION_MS): MotionResult {
    state = { at: 'calibrating', sinceMs: ptsMs, calmFrames: 0, longestMs }
    sensitivity = underNewLight(sensitivity)
    ratios = []
    return { ratio, active: false, calibrating: true, regions: [], tooSmall: [] }
  }

  function learn(slot: number, ptsMs: number, ratio: number): MotionResult {
    motion.learn(slot)
    rememberedPtsMs = ptsMs
    return calibrate(ptsMs, ratio)
  }

  /** Brings the background under the light of this picture; true when that changed it visibly. */
  function followLight(slot: number): boolean {
    const sample = motion.sample(slot)
    const change = findLightChange(sample, Math.max(LIGHT_TOLERANCE, 3 * sensitivity.noise))
    if (change) motion.relight(change)
    const visible = change !== null && change.effect > RIMS_EFFECT
    if (visible) sensitivity = underNewLight(sensitivity)
    sensitivity = nextSensitivity(sensitivity, change ? motion.sample(slot) : sample)
    return visible
  }

  function step(slot: number, elapsedMs: number): number {
    const calibrating = state.at === 'calibrating'
    const changed = motion.step({
      slot, ...limits(config, sensitivity), lasting: stepsToLast(precipitation, elapsedMs),
      calmRate: calibrating ? CALIBRATION_RATE : followRate(elapsedMs, CALM_SECONDS),
      movingRate: calibrating ? CALIBRATION_RATE : followRate(elapsedMs, MOVING_SECONDS),
    })
    return motion.considered === 0 ? 0 : changed / motion.considered
  }

  /** Learns the parts that only have another light. */
  function partlyLit(slot: number, ptsMs: number): boolean {
    if (Math.abs(ptsMs - lightPtsMs) < LIGHT_PAUSE_MS) return false
    const marks = relitBlocks({ sums: motion.blocks(slot), columns: motion.blockColumns, limit: limits(config, sensitivity).threshold, noise: sensitivity.noise })
    if (marks === null) return false
    motion.learnBlocks(slot, marks)
    lightPtsMs = ptsMs
    return true
  }

  return {
    detect(slot, ptsMs) {
      if (!config.enabled) {
        state = { at: 'empty' }
        return STILL
      }
      const elapsedMs = Math.min(LONGEST_STEP_MS, Math.max(0, ptsMs - lastPtsMs))
      lastPtsMs = ptsMs
      if (state.at === 'empty') return learn(slot, ptsMs, 0)
      const relit = followLight(slot)
      const ratio = step(slot, elapsedMs)
      precipitation = nextPrecipitation(precipitation, { restless: motion.restless, lasting: motion.lasting, considered: motion.considered, elapsedMs })
      // Half the way each time: after about a second what has changed is old. Pts may begin anew with a new epoch.
      if (Math.abs(ptsMs - rememberedPtsMs) >= REMEMBER_EVERY_MS) {
        motion.remember(slot)
        rememberedPtsMs = ptsMs
      }
      if (ratio > SUDDEN_CHANGE_RATIO || rise(ratios, ratio) > SUDDEN_RISE_RATIO) return learn(slot, ptsMs, ratio)
      if (state.at === 'calibrating') {
        const calmFrames = ratio < CALM_RATIO ? state.calmFrames + 1 : 0
        const done = calmFrames >= CALM_FRAMES || ptsMs - state.sinceMs >= state.longestMs
        state = done ? { at: 'watching' } : { ...state, calmFrames }
        return { ratio, active: false, calibrating: true, regions: [], tooSmall: [] }
      }
      if (relit) return calibrate(ptsMs, ratio)
      if (ratio > PARTLY_LIT_RATIO && partlyLit(slot, ptsMs)) return calibrate(ptsMs, ratio, PART_CALIBRATION_MS)
      let kept = 0
      for (const past of ratios) if (ptsMs > past.ptsMs && ptsMs - past.ptsMs < RISE_MS) ratios[kept++] = past
      ratios.length = kept
      ratios.push({ ptsMs, ratio })
      const { moving, tooSmall } = movingParts(motion, { minArea: config.minArea, falling: precipitation.falling })
      const regions = mergeRegions(moving, MERGE_GAP)
      return { ratio, active: regions.length > 0, calibrating: false, regions, tooSmall }
    },
    setConfig(next) {
      // Pixels that were masked kept their background up to date, so nothing has to be learned anew.
      config = next
      motion.setInclude(rasteriseInclude({ width: motion.width, height: motion.height, ...config }))
    },
  }
}

interface RatioAt {
  readonly ptsMs: number
  readonly ratio: number
}

/** By how much more of the picture is changed now than at the calmest moment just before. */
function rise(before: readonly RatioAt[], ratio: number): number {
  let calmest = Infinity
  for (const past of before) calmest = Math.min(calmest, past.ratio)
  return before.length === 0 ? 0 : ratio - calmest
}

const followRate = (elapsedMs: number, seconds: number): number => 1 - Math.exp(-elapsedMs / 1000 / seconds)
