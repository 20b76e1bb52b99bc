import { NO, YOLO_TOLERANCE, type AdapterFamily, type DetectorAdapter } from '../adapter.ts'
import { COCO_CATEGORIES } from '../model-labels.ts'
import { fitting, outputOf, takesPictureOnly } from './build.ts'

const DEFAULTS = { colour: 'rgb', range: '0-255', fit: 'stretch', pad: 0 } as const

/** TensorFlow's detection API and others with the suppression inside: boxes as top, left, bottom, right in fractions, scores, classes from 1 on. */
export const ssd: AdapterFamily = {
  name: 'ssd',
  expected: 'SSD: float32 1x3xHxW -> detection_boxes 1xNx4, detection_scores 1xN, detection_classes 1xN (and num_detections)',
  recognise(model) {
    const { facts, signature: { outputs } } = model
    const [boxes, scores, classes, number] = ['detection_boxes', 'detection_scores', 'detection_classes', 'num_detections']
      .map((name) => outputs.find((output) => output.name.replace(/:\d+$/, '') === name))
    if (!takesPictureOnly(model) || boxes?.type !== 'float32' || boxes.shape.at(-1) !== 4 || scores?.type !== 'float32') return NO
    const specs = [boxes, scores, classes].map((output) => output && outputOf(output))
    const count = number && outputOf(number)
    if (!specs[0] || !specs[1] || !specs[2]) return NO
    // COCO's categories begin with an empty 0 themselves; a list of names begins with the first one.
    const first = facts.names ? (facts.firstClass ?? 1) : 0
    return fitting(model, {
      family: 'ssd', defaults: DEFAULTS, labels: facts.names?.list ?? COCO_CATEGORIES, outputs: [specs[0], specs[1], specs[2], ...(count ? [count] : [])],
      overlap: 1, deadlineTolerance: YOLO_TOLERANCE, certainty: 4, because: 'detection_boxes, detection_scores and detection_classes',
      collector: (input) => collector({ ...input, first }),
    })
  },
}

function collector({ width, height, first }: { width: number; height: number; first: number }): DetectorAdapter['collect'] {
  return ([corners, second, classes, number], into) => {
    const boxes = corners as Float32Array
    const scores = second as Float32Array
    const told = number === undefined ? Infinity : Number(number[0])
    const count = Math.min(scores.length, boxes.length >> 2, Number.isNaN(told) ? 0 : told)
    for (let row = 0; row < count && !into.full; row++) {
      const at = row * 4
      into.add(scores[row] as number, Number(classes?.[row]) - first,
        (boxes[at + 1] as number) * width, (boxes[at] as number) * height, (boxes[at + 3] as number) * width, (boxes[at + 2] as number) * height)
    }
  }
}
