import { describe, expect, it } from 'vitest'
import { decideInference, type InferQuestion } from './infer-decision.ts'

const calm: InferQuestion = { ptsMs: 10_000, lastInferPtsMs: 9_900, inferFps: 5, fps: 10, detectorReady: true, motionEnabled: true, motionActive: false, tracks: [], liveTracks: 0 }
const walking = [{ label: 'person', stationary: false }]
const parked = [{ label: 'car', stationary: true }]

describe('whether a frame goes to the detector', () => {
  it.each<{ name: string; change: Partial<InferQuestion>; expected: string }>([
    { name: 'nothing moves', change: {}, expected: 'still' },
    { name: 'motion, rate used up', change: { motionActive: true }, expected: 'sampled' },
    { name: 'motion, due', change: { motionActive: true, lastInferPtsMs: 9_800 }, expected: 'infer' },
    { name: 'motion, due a little early because stamps jitter', change: { motionActive: true, lastInferPtsMs: 9_812 }, expected: 'infer' },
    { name: 'motion, never inferred before', change: { motionActive: true, lastInferPtsMs: null }, expected: 'infer' },
    { name: 'no detector', change: { motionActive: true, lastInferPtsMs: null, detectorReady: false }, expected: 'still' },
    { name: 'motion detection off: always at the inference rate', change: { motionEnabled: false, lastInferPtsMs: 9_800 }, expected: 'infer' },
    { name: 'motion detection off, rate used up', change: { motionEnabled: false }, expected: 'sampled' },
    { name: 'a person stands still: once a second', change: { tracks: walking, liveTracks: 1, lastInferPtsMs: 9_000 }, expected: 'infer' },
    { name: 'a person stands still, looked at just now', change: { tracks: walking, liveTracks: 1, lastInferPtsMs: 9_500 }, expected: 'still' },
    { name: 'a parked car: every ten seconds', change: { tracks: parked, liveTracks: 1, lastInferPtsMs: 5_000 }, expected: 'still' },
    { name: 'a parked car, ten seconds later', change: { tracks: parked, liveTracks: 1, lastInferPtsMs: 0 }, expected: 'infer' },
    { name: 'something that is not reported yet, in a still picture: once a second', change: { liveTracks: 1, lastInferPtsMs: 9_000 }, expected: 'infer' },
    { name: 'the source\'s clock jumped back', change: { motionActive: true, lastInferPtsMs: 50_000 }, expected: 'infer' },
  ])('$name', ({ change, expected }) => {
    expect(decideInference({ ...calm, ...change })).toBe(expected)
  })
})
