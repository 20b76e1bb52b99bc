import { expect, it } from 'vitest'
import { stageBars, waterfall } from './stage-bars.ts'

it('stacks percentiles and leaves out sums and stages nobody timed', () => {
  const bars = stageBars({ infer: { count: 9, p50: 25, p95: 30, p99: 41, max: 60 }, total: { count: 9, p50: 30, p95: 40, p99: 50, max: 70 } })
  expect(bars).toEqual([{ stage: 'infer', p50: 25, p95: 30, p99: 41, toP50: 25, toP95: 5, toP99: 11 }])
})

it.each([
  { name: 'in the order a frame passes', stages: { infer: 25, read: 1, queue: 4 }, steps: ['read 0', 'queue 1', 'infer 5'], total: 30 },
  { name: 'the frame took longer than its stages', stages: { read: 1, total: 9 }, steps: ['read 0'], total: 9 },
  { name: 'nothing timed', stages: {}, steps: [], total: 0 },
])('waterfall: $name', ({ stages, steps, total }) => {
  const fall = waterfall(stages)
  expect(fall.steps.map((step) => `${step.stage} ${step.fromMs}`)).toEqual(steps)
  expect(fall.totalMs).toBe(total)
})
