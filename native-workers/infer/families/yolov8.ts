import { NO, refused, YOLO_TOLERANCE, type AdapterFamily } from '../adapter.ts'
import { labelsFor } from '../model-labels.ts'
import { sidesOf } from '../signature.ts'
import { fitting, outputOf, takesPictureOnly, ULTRALYTICS_INPUT } from './build.ts'
import { classesFit } from './class-fields.ts'
import { collectRows } from './yolo-rows.ts'

/** YOLOv8, v9, v11, v12: no objectness, boxes ready in pixels; one column per candidate, or rows where an export transposed them. */
export const yolov8: AdapterFamily = {
  name: 'yolov8',
  expected: 'YOLOv8 to v12: float32 1x3xHxW -> float32 1x(4+classes)xN or 1xNx(4+classes)',
  recognise(model) {
    const { facts, signature: { outputs } } = model
    const [output] = outputs
    const spec = output && outputOf(output)
    if (!takesPictureOnly(model) || outputs.length !== 1 || spec?.type !== 'float32' || output?.shape.length !== 3) return NO
    const [first, second] = sidesOf(output) ?? []
    // The shorter side holds the fields; one that is open holds the candidates.
    const transposed = first != null && (second == null || first < second)
    const fields = transposed ? first : second
    const rows = transposed ? second : first
    if (fields == null || fields < 5) return NO
    const fit = transposed ? { at: 'yes' as const, because: 'one column per candidate' } : classesFit({ model, rows: rows ?? null, fields, before: 4 })
    if (fit.at === 'no') return NO
    if (fit.at === 'unclear') return refused(fit.reason)
    return fitting(model, {
      family: 'yolov8', defaults: ULTRALYTICS_INPUT, labels: labelsFor(fields - 4, facts), outputs: [spec], overlap: 0.45, deadlineTolerance: YOLO_TOLERANCE,
      certainty: 2, because: `4+${fields - 4} fields without objectness (${fit.because})`,
      collector: () => collectRows({ fields, objectness: false, transposed }),
    })
  },
}
