import { NO, refused, YOLO_TOLERANCE, type AdapterFamily, type DetectorAdapter } from '../adapter.ts'
import { SCORE_FLOOR } from '../candidates.ts'
import { COCO_LABELS } from '../../../common/coco-labels.ts'
import { sidesOf } from '../signature.ts'
import { fitting, outputOf, takesPictureOnly, ULTRALYTICS_INPUT } from './build.ts'

const FIELDS = 6
/** Models with suppression in the graph give their best few hundred; heads of cells and anchors are longer. */
const MOST_ROWS = 1000

/** YOLOv10, and exports with the suppression inside: rows of left, top, right, bottom (pixels of the input), score, class. */
export const yoloEnd2end: AdapterFamily = {
  name: 'yolo-end2end',
  expected: 'YOLOv10 or a YOLO exported with its suppression: float32 1x3xHxW -> float32 1xNx6, N up to 1000',
  recognise(model) {
    const { facts, signature: { outputs } } = model
    const [output] = outputs
    const spec = output && outputOf(output)
    if (!takesPictureOnly(model) || outputs.length !== 1 || spec?.type !== 'float32' || output?.shape.length !== 3) return NO
    const [rows, fields] = sidesOf(output) ?? []
    if (fields !== FIELDS || (rows != null && rows > MOST_ROWS)) return NO
    if (rows == null && facts.family === undefined) return refused('its rows of 6 are left open in number; say what they are in a sidecar beside it (NAME.onnx.yml, family: yolo-end2end, yolov5 or yolov8)')
    const labels = facts.names?.list ?? COCO_LABELS
    return fitting(model, {
      family: 'yolo-end2end', defaults: ULTRALYTICS_INPUT, labels, outputs: [spec], overlap: 1, deadlineTolerance: YOLO_TOLERANCE,
      certainty: 4, because: `${rows ?? 'some'} rows of box, score and class`, collector: () => collect,
    })
  },
}

const collect: DetectorAdapter['collect'] = ([values], into) => {
  const output = values as Float32Array
  for (let at = 0; at + FIELDS <= output.length && !into.full; at += FIELDS) {
    const score = output[at + 4] as number
    if (!(score >= SCORE_FLOOR)) continue
    into.add(score, output[at + 5] as number, output[at] as number, output[at + 1] as number, output[at + 2] as number, output[at + 3] as number)
  }
}
