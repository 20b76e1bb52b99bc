import { NO, YOLO_TOLERANCE, type AdapterFamily, type DetectorAdapter } from '../adapter.ts'
import { SCORE_FLOOR } from '../candidates.ts'
import { labelsFor } from '../model-labels.ts'
import { sidesOf } from '../signature.ts'
import { fitting, outputOf, takesPictureOnly } from './build.ts'

const DEFAULTS = { colour: 'rgb', range: '0-1', fit: 'stretch', pad: 0 } as const

/** YOLOv3 and v4 as pytorch-YOLOv4 exports them: boxes as corners in fractions of the input, and one confidence per class. */
export const yolov4: AdapterFamily = {
  name: 'yolov4',
  expected: 'YOLOv4: float32 1x3xHxW -> boxes float32 1xNx1x4 and confs float32 1xNxC',
  recognise(model) {
    const { facts, signature: { outputs } } = model
    const boxes = outputs.find(({ type, shape }) => type === 'float32' && shape.length === 4 && shape[2] === 1 && shape[3] === 4)
    const confs = outputs.find((output) => output !== boxes && output.type === 'float32' && output.shape.length === 3)
    if (!takesPictureOnly(model) || outputs.length !== 2 || !boxes || !confs) return NO
    const specs = [outputOf(boxes), outputOf(confs)]
    if (!specs[0] || !specs[1]) return NO
    const [count, classes] = sidesOf(confs) ?? []
    if (classes == null || sidesOf(boxes)?.[0] !== count) return NO
    return fitting(model, {
      family: 'yolov4', defaults: DEFAULTS, labels: labelsFor(classes, facts), outputs: [specs[0], specs[1]], overlap: 0.45, deadlineTolerance: YOLO_TOLERANCE,
      certainty: 3, because: 'boxes 1xNx1x4 with a confidence per class', collector: (input) => collector({ ...input, classes }),
    })
  },
}

function collector({ width, height, classes }: { width: number; height: number; classes: number }): DetectorAdapter['collect'] {
  return ([first, second], into) => {
    const boxes = first as Float32Array
    const confs = second as Float32Array
    const count = Math.min(boxes.length >> 2, Math.floor(confs.length / classes))
    for (let row = 0; row < count && !into.full; row++) {
      let best = -1
      let bestScore = SCORE_FLOOR
      for (let label = 0; label < classes; label++) {
        const score = confs[row * classes + label] as number
        if (score >= bestScore) { bestScore = score; best = label }
      }
      if (best < 0) continue
      const at = row * 4
      into.add(bestScore, best, (boxes[at] as number) * width, (boxes[at + 1] as number) * height, (boxes[at + 2] as number) * width, (boxes[at + 3] as number) * height)
    }
  }
}
