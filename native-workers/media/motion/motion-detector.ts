import type { MotionConfig } from '../../../common/contracts/camera-config.ts'
import type { Box } from '../../../common/frame-result.ts'
import type { FrameKernel, MotionKernel } from '../../kernels/frame-kernel.ts'
import { rasteriseInclude } from './include-mask.ts'
import { mergeRegions } from './merge-regions.ts'

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
  readonly tooSmall?: readonly { readonly box: Box; readonly pixels: number; readonly least: number }[]
}

export interface MotionDetector {
  /** `ptsMs` tells how far the background may follow since the last frame. */
  detect(slot: number, ptsMs: number): MotionResult
  setConfig(config: MotionConfig): void
}

/** A change of this much of the picture is the light, not a thing (PRODUCT.md, "Motion"). */
const SUDDEN_CHANGE_RATIO = 0.8
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
/** A part moves when at least this share of it has changed lately. */
const RESTLESS_SHARE = 0.01
const LEAST_RESTLESS = 4
/** Two dilations by one pixel each (motion kernel). */
const DILATED_BY = 2
/** Longest step the background makes at once, after a gap in the source. */
const LONGEST_STEP_MS = 1000
/** Parts closer than this are one region; a hand's breadth at the usual distance. */
const MERGE_GAP = 0.02
/** More parts than this would be rain or noise: the largest ones are kept. */
const MAX_PARTS = 64

const STILL: MotionResult = { ratio: 0, active: false, calibrating: false, regions: [] }

type State =
  | { readonly at: 'empty' }
  | { readonly at: 'calibrating'; readonly sinceMs: number; readonly calmFrames: number }
  | { readonly at: 'watching' }

/** Motion of one camera, on the luma plane of frames that lie in the kernel's slots. */
export function createMotionDetector(args: { kernel: FrameKernel; config: MotionConfig }): MotionDetector {
  const { motion } = args.kernel
  let config = args.config
  let state: State = { at: 'empty' }
  let lastPtsMs = 0
  let rememberedPtsMs = 0
  motion.setInclude(rasteriseInclude({ width: motion.width, height: motion.height, masks: config.masks }))

  function learn(slot: number, ptsMs: number, ratio: number): MotionResult {
    motion.learn(slot)
    rememberedPtsMs = ptsMs
    state = { at: 'calibrating', sinceMs: ptsMs, calmFrames: 0 }
    return { ratio, active: false, calibrating: true, regions: [] }
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
      const calibrating = state.at === 'calibrating'
      const changed = motion.step({
        slot,
        threshold: Math.round(config.threshold),
        restlessThreshold: Math.max(1, Math.round(config.threshold / 2)),
        calmRate: calibrating ? CALIBRATION_RATE : followRate(elapsedMs, CALM_SECONDS),
        movingRate: calibrating ? CALIBRATION_RATE : followRate(elapsedMs, MOVING_SECONDS),
      })
      // Half the way each time: after about a second what has changed is old. Pts may begin anew with a new epoch.
      if (Math.abs(ptsMs - rememberedPtsMs) >= REMEMBER_EVERY_MS) {
        motion.remember(slot)
        rememberedPtsMs = ptsMs
      }
      const ratio = motion.considered === 0 ? 0 : changed / motion.considered
      if (ratio > SUDDEN_CHANGE_RATIO) return learn(slot, ptsMs, ratio)
      if (state.at === 'calibrating') {
        const calmFrames = ratio < CALM_RATIO ? state.calmFrames + 1 : 0
        const done = calmFrames >= CALM_FRAMES || ptsMs - state.sinceMs >= CALIBRATION_MS
        state = done ? { at: 'watching' } : { ...state, calmFrames }
        return { ratio, active: false, calibrating: true, regions: [] }
      }
      const regions = changed === 0 ? [] : mergeRegions(movingParts(motion, config.minArea), MERGE_GAP)
      return { ratio, active: regions.length > 0, calibrating: false, regions }
    },
    setConfig(next) {
      // Pixels that were masked kept their background up to date, so nothing has to be learned anew.
      config = next
      motion.setInclude(rasteriseInclude({ width: motion.width, height: motion.height, masks: config.masks }))
    },
  }
}

const followRate = (elapsedMs: number, seconds: number): number => 1 - Math.exp(-elapsedMs / 1000 / seconds)

/** Components of at least `minArea` in which something has changed lately, as fractions; the largest when there are too many. */
function movingParts(motion: MotionKernel, minArea: number): Box[] {
  const { width, height, components } = motion
  const least = minArea * width * height
  const parts: { area: number; box: Box }[] = []
  for (let i = 0; i < motion.componentCount; i++) {
    const [left = 0, top = 0, right = 0, bottom = 0, area = 0, restless = 0] = components.subarray(i * 6, i * 6 + 6)
    if (area < least || restless < Math.max(LEAST_RESTLESS, area * RESTLESS_SHARE)) continue
    // The dilation joined the parts; it is no part of the thing. At the picture's edge there was nothing to add.
    const x = left === 0 ? 0 : left + DILATED_BY
    const y = top === 0 ? 0 : top + DILATED_BY
    const w = Math.max(1, (right === width ? width : right - DILATED_BY) - x)
    const h = Math.max(1, (bottom === height ? height : bottom - DILATED_BY) - y)
    parts.push({ area, box: [x / width, y / height, w / width, h / height] })
  }
  if (parts.length > MAX_PARTS) parts.sort((a, b) => b.area - a.area).length = MAX_PARTS
  return parts.map((part) => part.box)
}
