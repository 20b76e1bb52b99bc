import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBoxMotion, correctBox, dampBox, motionBox, predictBox } from './box-motion.ts'
import { correctAxis, createAxis, predictAxis } from './kalman.ts'

type Matrix = number[][]
const times = (a: Matrix, b: Matrix): Matrix => a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)))
const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!))
const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((value, j) => value + b[i]![j]!))

/** The filter as the books have it: x = Fx, P = FPFᵀ + Q; K = PHᵀ / (HPHᵀ + R), x += K(z − Hx), P = (I − KH)P. */
function book(steps: readonly { seconds: number; measured: number }[], valueStd: number, velocityStd: number, accelerationStd: number, measuredStd: number) {
  let x: Matrix = [[0], [0]]
  let p: Matrix = [[valueStd ** 2, 0], [0, velocityStd ** 2]]
  for (const { seconds: t, measured } of steps) {
    const f = [[1, t], [0, 1]]
    const q = [[t ** 4 / 4, t ** 3 / 2], [t ** 3 / 2, t ** 2]].map((row) => row.map((value) => value * accelerationStd ** 2))
    x = times(f, x)
    p = plus(times(times(f, p), transposed(f)), q)
    const k = p.map((row) => [row[0]! / (p[0]![0]! + measuredStd ** 2)])
    x = plus(x, k.map((row) => [row[0]! * (measured - x[0]![0]!)]))
    p = times([[1 - k[0]![0]!, 0], [-k[1]![0]!, 1]], p)
  }
  return { x, p }
}

describe('one axis', () => {
  it('is the filter of the books', () => {
    const step = fc.record({ seconds: fc.integer({ min: 0, max: 20 }).map((n) => n / 10), measured: fc.integer({ min: -10, max: 10 }) })
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const axis = createAxis(0, 0.5, 2)
      for (const { seconds, measured } of steps) {
        predictAxis(axis, seconds, 1.5)
        correctAxis(axis, measured, 0.3)
      }
      const { x, p } = book(steps, 0.5, 2, 1.5, 0.3)
      const expected = [x[0]![0]!, x[1]![0]!, p[0]![0]!, p[0]![1]!, p[1]![1]!]
      const actual = [axis.value, axis.velocity, axis.vv, axis.vd, axis.dd]
      actual.forEach((value, i) => { expect(value).toBeCloseTo(expected[i]!, 8) })
    }), { numRuns: 100 })
  })
})

describe('a box', () => {
  it('goes on as it went', () => {
    const motion = createBoxMotion([0.1, 0.2, 0.1, 0.4], 16 / 9)
    for (let i = 1; i <= 20; i++) {
      predictBox(motion, 0.2)
      correctBox(motion, [0.1 + 0.02 * i, 0.2, 0.1, 0.4])
    }
    predictBox(motion, 0.4)
    const [x, y, w, h] = motionBox(motion)
    expect(x).toBeCloseTo(0.54, 2)
    expect([y, w, h].map((value) => Math.round(value * 1000) / 1000)).toEqual([0.2, 0.1, 0.4])
    dampBox(motion, 0)
    predictBox(motion, 5)
    expect(motionBox(motion)[0]).toBeCloseTo(x, 10)
  })
  it('never turns inside out', () => {
    const motion = createBoxMotion([0.4, 0.4, 0.2, 0.2], 1)
    for (let i = 0; i < 10; i++) {
      predictBox(motion, 0.1)
      correctBox(motion, [0.5, 0.5, 0.2 - 0.02 * i, 0.2 - 0.02 * i])
    }
    predictBox(motion, 20)
    const [, , w, h] = motionBox(motion)
    expect(Math.min(w, h)).toBeGreaterThan(0)
  })
})
