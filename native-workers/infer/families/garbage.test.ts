import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDetectionReader } from '../detections.ts'
import { recognise } from '../recognise.ts'
import type { TensorSignature } from '../signature.ts'
import { FAMILIES } from './families.ts'

const float = (name: string, ...shape: (number | string)[]): TensorSignature => ({ name, type: 'float32', shape })
const IMAGES = float('images', 1, 3, 64, 64)
const MODELS = [
  { name: 'yolox', inputs: [IMAGES], outputs: [float('output', 1, 84, 85)] },
  { name: 'yolov5', inputs: [IMAGES], outputs: [float('output0', 1, 252, 85)] },
  { name: 'yolov8', inputs: [IMAGES], outputs: [float('output0', 1, 84, 200)] },
  { name: 'yolov8 in rows', inputs: [IMAGES], outputs: [float('output0', 1, 200, 84)] },
  { name: 'yolo-end2end', inputs: [IMAGES], outputs: [float('output0', 1, 300, 6)] },
  { name: 'detr', inputs: [IMAGES], outputs: [float('logits', 1, 100, 80), float('pred_boxes', 1, 100, 4)] },
  { name: 'detr with no object', inputs: [IMAGES], outputs: [float('logits', 1, 100, 92), float('pred_boxes', 1, 100, 4)] },
  { name: 'detr, ready', inputs: [IMAGES, { name: 'orig_target_sizes', type: 'int64', shape: [1, 2] }], outputs: [float('labels', 1, 100), float('boxes', 1, 100, 4), float('scores', 1, 100)] },
  { name: 'yolov4', inputs: [IMAGES], outputs: [float('boxes', 1, 84, 1, 4), float('confs', 1, 84, 80)] },
  { name: 'ssd', inputs: [IMAGES], outputs: [float('detection_boxes', 1, 50, 4), float('detection_scores', 1, 50), float('detection_classes', 1, 50), float('num_detections', 1)] },
  { name: 'fastestdet', inputs: [IMAGES], outputs: [float('output', 1, 85, 4, 4)] },
]

/** What a broken model may say, beside numbers that are likely scores, classes and pixels. */
const ODD = [Number.NaN, Infinity, -Infinity, 1e38, -1e38, 0, -0, 1e-45, 1, 0.5, 2, 64, 1e9]
const value = fc.oneof({ arbitrary: fc.double({ min: 0, max: 1, noNaN: true }), weight: 3 }, { arbitrary: fc.double({ min: -10, max: 80, noNaN: true }), weight: 3 }, { arbitrary: fc.constantFrom(...ODD), weight: 2 })
const PLACEMENT = { left: 0, top: 16, width: 64, height: 32 }

describe('whatever a model answers', () => {
  it.each(MODELS)('$name: at most 100 boxes, all inside the picture, all scores from 0.1 to 1', ({ inputs, outputs }) => {
    const { adapter } = recognise({ path: 'x.onnx', signature: { inputs, outputs }, facts: {}, families: FAMILIES })
    const read = createDetectionReader(adapter)
    const lengths = adapter.outputs.map(({ shape }) => shape.reduce<number>((product, side) => product * (side ?? 1), 1))
    // A pattern of odd length repeated: all fields meet all values, and thousands of numbers need not be made one by one.
    const patterns = fc.tuple(...lengths.map(() => fc.array(value, { minLength: 1, maxLength: 97 })))
    // Open sides may come with any length, none at all included.
    const scale = fc.constantFrom(1, 1, 1, 0.5, 0.01, 0)
    fc.assert(fc.property(patterns, scale, (all, part) => {
      const values = all.map((pattern, i) => Float32Array.from({ length: Math.floor(lengths[i]! * part) }, (_, at) => pattern[at % pattern.length]!))
      const detections = read(values, PLACEMENT)
      expect(detections.length).toBeLessThanOrEqual(100)
      for (const { label, score, box: [x, y, w, h] } of detections) {
        expect(typeof label).toBe('string')
        // Single precision of the floor itself.
        expect(score >= 0.0999 && score <= 1).toBe(true)
        expect(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 + 1e-9 && y + h <= 1 + 1e-9).toBe(true)
      }
    }), { numRuns: 150 })
  })
  it('10,000 sure candidates cost no more than 4096', () => {
    const { adapter } = recognise({ path: 'x.onnx', signature: { inputs: [IMAGES], outputs: [float('output0', 1, 84, 'anchors')] }, facts: {}, families: FAMILIES })
    const values = Float32Array.from({ length: 84 * 10_000 }, (_, at) => (at < 40_000 ? [32, 32, 4, 4][Math.floor(at / 10_000)]! + (at % 97) / 10 : 0.9))
    expect(createDetectionReader(adapter)([values], PLACEMENT).length).toBeLessThanOrEqual(100)
  })
})
