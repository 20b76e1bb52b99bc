import { NO, refused, YOLO_TOLERANCE, type AdapterFamily } from '../adapter.ts'
import { labelsFor } from '../model-labels.ts'
import { sidesOf } from '../signature.ts'
import { fitting, outputOf, takesPictureOnly, ULTRALYTICS_INPUT } from './build.ts'
import { classesFit } from './class-fields.ts'
import { collectRows } from './yolo-rows.ts'

/** YOLOv5, v6 and v7: rows with objectness, boxes ready in pixels. Further outputs (the raw heads of some exports) are not asked for. */
export const yolov5: AdapterFamily = {
  name: 'yolov5',
  expected: 'YOLOv5: float32 1x3xHxW -> float32 1xNx(5+classes), with objectness',
  recognise(model) {
    const { facts, signature } = model
    const output = signature.outputs.find(({ type, shape }) => type === 'float32' && shape.length === 3)
    const spec = output && outputOf(output)
    if (!takesPictureOnly(model) || !spec) return NO
    const [rows, fields] = sidesOf(output) ?? []
    if (fields == null || fields < 6 || (rows != null && rows <= fields)) return NO
    const fit = classesFit({ model, rows: rows ?? null, fields, before: 5 })
    if (fit.at === 'no') return NO
    if (fit.at === 'unclear') return refused(fit.reason)
    return fitting(model, {
      family: 'yolov5', defaults: ULTRALYTICS_INPUT, labels: labelsFor(fields - 5, facts), outputs: [spec], overlap: 0.45, deadlineTolerance: YOLO_TOLERANCE,
      certainty: 2, because: `rows of 5+${fields - 5} with objectness (${fit.because})`,
      collector: () => collectRows({ fields, objectness: true, transposed: false }),
    })
  },
}
