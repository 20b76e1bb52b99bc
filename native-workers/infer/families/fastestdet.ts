import { NO, YOLO_TOLERANCE, type AdapterFamily, type DetectorAdapter } from '../adapter.ts'
import { SCORE_FLOOR } from '../candidates.ts'
import { labelsFor } from '../model-labels.ts'
import { planInput } from '../model-input.ts'
import { sidesOf } from '../signature.ts'
import { fitting, outputOf, takesPictureOnly, USUAL_SIDE } from './build.ts'

const STRIDE = 16
const BOX_FIELDS = 5
const DEFAULTS = { colour: 'bgr', range: '0-1', fit: 'stretch', pad: 0 } as const

/**
 * FastestDet: https://github.com/dog-qiuqiu/FastestDet. One map of cells of 16 pixels; planes of objectness, box and classes.
 * centre = (cell + tanh) / cells, size = sigmoid, in fractions; score = objectness^0.6 * class^0.4.
 */
export const fastestdet: AdapterFamily = {
  name: 'fastestdet',
  expected: 'FastestDet: float32 1x3xHxW -> float32 1x(5+classes)x(H/16)x(W/16)',
  recognise(model) {
    const { facts, picture, signature: { outputs } } = model
    const [output] = outputs
    const spec = output && outputOf(output)
    if (!takesPictureOnly(model) || outputs.length !== 1 || spec?.type !== 'float32' || output?.shape.length !== 4) return NO
    const [fields, rows, columns] = sidesOf(output) ?? []
    const input = planInput(picture, facts, { defaults: DEFAULTS, usual: USUAL_SIDE })
    if (fields == null || fields <= BOX_FIELDS || typeof input === 'string' || rows !== input.height / STRIDE || columns !== input.width / STRIDE) return NO
    return fitting(model, {
      family: 'fastestdet', defaults: DEFAULTS, labels: labelsFor(fields - BOX_FIELDS, facts), outputs: [spec], overlap: 0.45, deadlineTolerance: YOLO_TOLERANCE,
      certainty: 3, because: `one map of ${columns}x${rows} cells of 16 pixels`, collector: () => collector({ fields, rows, columns }),
    })
  },
}

function collector({ fields, rows, columns }: { fields: number; rows: number; columns: number }): DetectorAdapter['collect'] {
  const cells = rows * columns
  const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))
  return ([values], into) => {
    const output = values as Float32Array
    for (let cell = 0; cell < cells && !into.full; cell++) {
      const plane = (field: number): number => output[field * cells + cell] as number
      const objectness = plane(0) ** 0.6
      // No class score exceeds 1.
      if (!(objectness >= SCORE_FLOOR)) continue
      let best = 0
      for (let label = 1; label < fields - BOX_FIELDS; label++) {
        if (plane(BOX_FIELDS + label) > plane(BOX_FIELDS + best)) best = label
      }
      const x = ((cell % columns) + Math.tanh(plane(1))) * STRIDE
      const y = (Math.floor(cell / columns) + Math.tanh(plane(2))) * STRIDE
      const halfWidth = (sigmoid(plane(3)) * columns * STRIDE) / 2
      const halfHeight = (sigmoid(plane(4)) * rows * STRIDE) / 2
      into.add(objectness * plane(BOX_FIELDS + best) ** 0.4, best, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)
    }
  }
}
