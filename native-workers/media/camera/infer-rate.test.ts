import { expect, it } from 'vitest'
import { InferRate } from './infer-rate.ts'

const question = (ptsMs: number) => ({ ptsMs, inferFps: 10, fps: 10, detectorReady: true, motionEnabled: true, motionActive: true, tracks: [], liveTracks: 0 })

it.each([
  { name: 'at its own rate', limit: null, inferred: 10, wanted: 10 },
  { name: 'at a limited rate, while it is still known what it would want', limit: 5, inferred: 5, wanted: 10 },
  { name: 'a limit above its own rate changes nothing', limit: 50, inferred: 10, wanted: 10 },
])('$name', ({ limit, inferred, wanted }) => {
  const rate = new InferRate()
  const answers = Array.from({ length: 10 }, (_, frame) => rate.decide(question(frame * 100), limit))
  expect(answers.filter(({ decision }) => decision === 'infer').length).toBe(inferred)
  expect(answers.filter(({ decision }) => decision === 'sampled').length).toBe(10 - inferred)
  expect(answers.filter((answer) => answer.wanted).length).toBe(wanted)
  rate.reset()
  expect(rate.decide(question(0), limit).decision).toBe('infer')
})
