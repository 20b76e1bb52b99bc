import type { Box } from '../../../common/frame-result.ts'
import { correctAxis, createAxis, predictAxis, type Axis } from './kalman.ts'

/**
 * Where a box is going. Boxes in and out are fractions of the picture; inside, all lengths are in picture heights, so that a step to the
 * right and a step down mean the same. Noise grows with the object's height: what is near moves more pixels.
 */
export interface BoxMotion {
  readonly aspect: number
  readonly x: Axis
  readonly y: Axis
  readonly w: Axis
  readonly h: Axis
}

/** All relative to the object's height, per second where it applies. A person walks about 0.8 of their height per second. */
const MEASURED_STD = 0.05
const VELOCITY_STD = 0.8
const ACCELERATION_STD = 1.2
const GROWTH_STD = 0.25
const GROWTH_ACCELERATION_STD = 0.4
const SMALLEST = 1e-4

const centre = (start: number, length: number): number => start + length / 2

/** `aspect`: width ÷ height of the picture. */
export function createBoxMotion(box: Box, aspect: number): BoxMotion {
  const h = Math.max(SMALLEST, box[3])
  const axis = (value: number, velocity: number): Axis => createAxis(value, 2 * MEASURED_STD * h, velocity * h)
  return {
    aspect,
    x: axis(centre(box[0], box[2]) * aspect, VELOCITY_STD), y: axis(centre(box[1], box[3]), VELOCITY_STD),
    w: axis(box[2] * aspect, GROWTH_STD), h: axis(box[3], GROWTH_STD),
  }
}

export function predictBox(motion: BoxMotion, seconds: number): void {
  const size = Math.max(SMALLEST, motion.h.value)
  predictAxis(motion.x, seconds, ACCELERATION_STD * size)
  predictAxis(motion.y, seconds, ACCELERATION_STD * size)
  predictAxis(motion.w, seconds, GROWTH_ACCELERATION_STD * size)
  predictAxis(motion.h, seconds, GROWTH_ACCELERATION_STD * size)
  // A box that shrinks all the way would turn inside out.
  for (const side of [motion.w, motion.h]) if (side.value < SMALLEST) { side.value = SMALLEST; side.velocity = 0 }
}

export function correctBox(motion: BoxMotion, box: Box): void {
  const std = MEASURED_STD * Math.max(SMALLEST, box[3], motion.h.value)
  correctAxis(motion.x, centre(box[0], box[2]) * motion.aspect, std)
  correctAxis(motion.y, centre(box[1], box[3]), std)
  correctAxis(motion.w, box[2] * motion.aspect, std)
  correctAxis(motion.h, box[3], std)
}

/** Takes speed out: `share` 0 stops it, 1 changes nothing. Sizes stop at once: nothing grows unseen. */
export function dampBox(motion: BoxMotion, share: number): void {
  motion.x.velocity *= share
  motion.y.velocity *= share
  motion.w.velocity = 0
  motion.h.velocity = 0
}

/** The box as the motion model sees it; may reach out of the picture. */
export function motionBox({ aspect, x, y, w, h }: BoxMotion): Box {
  return [(x.value - w.value / 2) / aspect, y.value - h.value / 2, w.value / aspect, h.value]
}
