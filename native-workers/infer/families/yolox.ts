import { NO, YOLO_TOLERANCE, type AdapterFamily, type DetectorAdapter } from '../adapter.ts'
import { SCORE_FLOOR } from '../candidates.ts'
import { labelsFor } from '../model-labels.ts'
import { planInput } from '../model-input.ts'
import { sidesOf } from '../signature.ts'
import { fitting, takesPictureOnly, USUAL_SIDE } from './build.ts'

const STRIDES = [8, 16, 32]
/** x, y, w, h, objectness, then one score per class. */
const BOX_FIELDS = 5
const DEFAULTS = { colour: 'bgr', range: '0-255', fit: 'corner', pad: 114 } as const

export interface Size { readonly width: number; readonly height: number }

/** How many answers a model without anchors gives: one per cell of the strides 8, 16 and 32. */
export const cellsOf = ({ width, height }: Size): number => STRIDES.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0)

/**
 * YOLOX as its authors export it: https://github.com/Megvii-BaseDetection/YOLOX. Scores are already sigmoid; centre = (value + cell) * stride,
 * size = exp(value) * stride, in pixels of the input.
 */
export const yolox: AdapterFamily = {
  name: 'yolox',
  expected: 'YOLOX: images float32 1x3xHxW (H and W multiples of 32) -> output float32 1xNx(5+classes), N = the cells of strides 8, 16 and 32',
  recognise(model) {
    const { signature: { outputs }, picture, facts } = model
    const [output] = outputs
    if (!takesPictureOnly(model) || outputs.length !== 1 || output?.type !== 'float32' || output.shape.length !== 3) return NO
    const [cells, fields] = sidesOf(output) ?? []
    if (fields == null || fields <= BOX_FIELDS) return NO
    const input = planInput(picture, facts, { defaults: DEFAULTS, usual: USUAL_SIDE })
    if (typeof input === 'string' || input.width % 32 !== 0 || input.height % 32 !== 0 || (cells ?? cellsOf(input)) !== cellsOf(input)) return NO
    const named = picture.name === 'images' && output.name === 'output'
    // A shape alone is shared with YOLOv6, whose boxes are ready; only the names that YOLOX's own export gives are sure.
    if (!named && facts.family !== 'yolox') return NO
    return fitting(model, {
      family: 'yolox', defaults: DEFAULTS, labels: labelsFor(fields - BOX_FIELDS, facts), overlap: 0.45, deadlineTolerance: YOLO_TOLERANCE,
      outputs: [{ name: output.name, type: 'float32', shape: [1, cellsOf(input), fields] }],
      certainty: 3, because: `images -> output with one row per cell of strides 8, 16 and 32 (${cellsOf(input)})`,
      collector: (size) => collector(size, fields),
    })
  },
}

function collector(size: Size, fields: number): DetectorAdapter['collect'] {
  const cells = cellsOf(size)
  const grid = createGrid(size, cells)
  return ([values], into) => {
    const output = values as Float32Array
    for (let cell = 0; cell < cells && !into.full; cell++) {
      const at = cell * fields
      const objectness = output[at + 4] as number
      // No class score exceeds 1, so most cells end here.
      if (!(objectness >= SCORE_FLOOR)) continue
      let best = 0
      let bestScore = 0
      for (let label = 0; label < fields - BOX_FIELDS; label++) {
        const score = output[at + BOX_FIELDS + label] as number
        if (score > bestScore) { bestScore = score; best = label }
      }
      const score = objectness * bestScore
      if (score < SCORE_FLOOR) continue
      const stride = grid[cell * 3 + 2] as number
      const x = ((output[at] as number) + (grid[cell * 3] as number)) * stride
      const y = ((output[at + 1] as number) + (grid[cell * 3 + 1] as number)) * stride
      const halfWidth = (Math.exp(output[at + 2] as number) * stride) / 2
      const halfHeight = (Math.exp(output[at + 3] as number) * stride) / 2
      into.add(score, best, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)
    }
  }
}

/** Column, row and stride of every output cell, in the order of the output. */
function createGrid({ width, height }: Size, cells: number): Float32Array {
  const grid = new Float32Array(cells * 3)
  let cell = 0
  for (const stride of STRIDES) {
    for (let row = 0; row < height / stride; row++) {
      for (let column = 0; column < width / stride; column++) grid.set([column, row, stride], 3 * cell++)
    }
  }
  return grid
}
