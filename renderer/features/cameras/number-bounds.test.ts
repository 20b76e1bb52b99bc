import { expect, it } from 'vitest'
import { DetectConfig, EventsConfig, MotionConfig, RecordConfig } from '../../../common/contracts/camera-config.ts'
import { boundsOf, numberProblem } from './number-bounds.ts'

it.each([
  { name: 'fps', schema: DetectConfig.shape.fps, bounds: { min: 0.1, max: 60 } },
  { name: 'width', schema: DetectConfig.shape.width, bounds: { min: 64, max: 3840 } },
  { name: 'minScore', schema: DetectConfig.shape.minScore, bounds: { min: 0, max: 1 } },
  { name: 'preSeconds', schema: EventsConfig.shape.preSeconds, bounds: { min: 0, max: 60 } },
  { name: 'threshold', schema: MotionConfig.shape.threshold, bounds: { min: 1, max: 255 } },
  { name: 'not a number', schema: DetectConfig.shape.enabled, bounds: { min: null, max: null } },
])('bounds of $name', ({ schema, bounds }) => {
  expect(boundsOf(schema)).toEqual(bounds)
})

it.each([
  { text: '10', problem: null },
  { text: ' 0,5 ', problem: null },
  { text: '61', problem: 'Expected a number from 0.1 to 60.' },
  { text: '-1', problem: 'Expected a number from 0.1 to 60.' },
  { text: 'fast', problem: 'Expected a number from 0.1 to 60.' },
  { text: '', problem: 'Expected a number from 0.1 to 60.' },
])('fps “$text”: $problem', ({ text, problem }) => {
  expect(numberProblem(text, DetectConfig.shape.fps)).toBe(problem)
})

it('takes nothing at all where the config can do without', () => {
  expect(numberProblem(' ', RecordConfig.shape.retention.unwrap().shape.days)).toBeNull()
})

it('asks for whole numbers where only those are allowed', () => {
  expect(numberProblem('640.5', DetectConfig.shape.width)).toBe('Expected a whole number from 64 to 3840.')
})
