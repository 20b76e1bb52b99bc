import { expect, it } from 'vitest'
import { around, isRecorded, kept, lengthOf, LONGEST_MS, moved, nextRecorded, planOf, SHORTEST_MS, toMs, toX, withInView, zoomed } from './span.ts'

const NOW = 1_000_000_000
const span = { fromMs: NOW - 600_000, toMs: NOW - 300_000 }

it.each([{ x: 0, ms: NOW - 600_000 }, { x: 500, ms: NOW - 450_000 }, { x: 1000, ms: NOW - 300_000 }])('pixel $x is $ms and back', ({ x, ms }) => {
  expect(toMs(span, 1000, x)).toBe(ms)
  expect(toX(span, 1000, ms)).toBe(x)
})

it.each([
  { name: 'in', factor: 2, length: 150_000 }, { name: 'out', factor: 0.5, length: 600_000 }, { name: 'in beyond the shortest', factor: 1e9, length: SHORTEST_MS },
])('zooms $name; the moment stays in its place', ({ factor, length }) => {
  const at = NOW - 540_000
  const next = zoomed(span, factor, at, NOW)
  expect(lengthOf(next)).toBeCloseTo(length)
  expect(toX(next, 1000, at)).toBeCloseTo(toX(span, 1000, at))
})

it('shows a little of what is to come, and not more', () => {
  expect(zoomed(span, 1e-9, NOW - 400_000, NOW)).toEqual({ fromMs: NOW - LONGEST_MS * 0.9, toMs: NOW + LONGEST_MS * 0.1 })
  expect(moved(span, 1e12, NOW).toMs).toBe(NOW + 30_000)
  expect(kept(span, NOW)).toEqual(span)
  expect(around(NOW, 100_000, NOW)).toEqual({ fromMs: NOW - 90_000, toMs: NOW + 10_000 })
})

it.each([
  { name: 'in view', at: NOW - 400_000, stays: true }, { name: 'near the end', at: NOW - 303_000, stays: false }, { name: 'before it', at: NOW - 999_000, stays: false }, { name: 'long after it', at: NOW - 1000, stays: false },
])('keeps a moment in view: $name', ({ at, stays }) => {
  const next = withInView(span, at, NOW)
  expect(next === span).toBe(stays)
  expect(at >= next.fromMs && at <= next.toMs).toBe(true)
})

it.each([
  { name: 'a little panning', a: span, b: moved(span, 2_000, NOW) }, { name: 'a little zooming', a: span, b: zoomed(span, 1.02, NOW - 450_000, NOW) },
])('asks for nothing new after $name', ({ a, b }) => {
  expect(planOf(b, 1000)).toEqual(planOf(a, 1000))
})

it.each([
  { length: 60_000, step: 10 }, { length: 3_600_000, step: 15 }, { length: 86_400_000, step: 300 }, { length: 7 * 86_400_000, step: 3_600 }, { length: LONGEST_MS, step: 21_600 },
])('asks for steps of $step s over $length ms', ({ length, step }) => {
  const asked = { fromMs: NOW - length, toMs: NOW }
  const plan = planOf(asked, 1000)
  expect(plan.stepSeconds).toBe(step)
  expect(plan.fromMs).toBeLessThan(asked.fromMs)
  expect(plan.toMs).toBeGreaterThan(asked.toMs)
  expect(lengthOf(plan) / 1000 / step).toBeLessThan(3_000)
})

const spans = [[100_000, 200_000], [300_000, 400_000]] as const
it.each([
  { at: 50_000, next: 100_000, is: false }, { at: 150_000, next: 150_000, is: true }, { at: 199_900, next: 300_000, is: true }, { at: 250_000, next: 300_000, is: false }, { at: 400_000, next: null, is: false },
])('at $at something is recorded: $is; then at $next', ({ at, next, is }) => {
  expect(nextRecorded(spans, at)).toBe(next)
  expect(isRecorded(spans, at)).toBe(is)
})
