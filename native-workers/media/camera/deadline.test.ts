import { expect, it } from 'vitest'
import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { LoadedModel } from '../../infer/thread-messages.ts'
import { DetectorBudget } from '../scheduler/detector-budget.ts'
import { InferenceScheduler } from '../scheduler/inference-scheduler.ts'
import { CameraPipeline } from './camera-pipeline.ts'

const still = (): number => 0
const loaded = (deadlineTolerance: number): LoadedModel => ({ family: 'yolox', inputWidth: 416, inputHeight: 416, labels: [], recognisedAs: '', provider: 'cpu', providerNote: null, deadlineTolerance })

it.each<{ name: string; tolerance: number | 'auto'; model: LoadedModel | null; deadlineMs: number }>([
  { name: 'a YOLO: a tenth later than the next frame', tolerance: 'auto', model: loaded(0.1), deadlineMs: 110 },
  { name: 'a DETR: a fifth', tolerance: 'auto', model: loaded(0.2), deadlineMs: 120 },
  { name: 'no model', tolerance: 'auto', model: null, deadlineMs: 110 },
  { name: 'what the config says', tolerance: 0.5, model: loaded(0.2), deadlineMs: 150 },
])('the deadline at 10 frames a second, $name', ({ tolerance, model, deadlineMs }) => {
  const config = CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:x' }], detect: { fps: 10 }, pool: { deadlineTolerance: tolerance } })
  const detector = { scheduler: new InferenceScheduler<never, never>(still), model: () => model, budget: new DetectorBudget(still), ran: () => undefined }
  const pipeline = new CameraPipeline(config, detector, { finished: () => undefined, inDetector: () => undefined, report: () => undefined, monotonic: still, wall: still })
  expect(pipeline.deadlineMs).toBeCloseTo(deadlineMs, 9)
})
