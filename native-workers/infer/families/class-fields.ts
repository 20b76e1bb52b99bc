import type { ModelSubject } from '../adapter.ts'
import { planInput } from '../model-input.ts'
import { ULTRALYTICS_INPUT, USUAL_SIDE } from './build.ts'
import { cellsOf } from './yolox.ts'

export type ClassesFit =
  | { readonly at: 'yes'; readonly because: string }
  | { readonly at: 'no' }
  | { readonly at: 'unclear'; readonly reason: string }

const COCO = 80

/**
 * Rows of 4 or 5 fields before the classes look alike. A sidecar's family decides, then the number of names, then the number of rows (three
 * anchors a cell: with objectness), then 80 classes.
 */
export function classesFit({ model: { picture, facts }, rows, fields, before }: { model: ModelSubject; rows: number | null; fields: number; before: 4 | 5 }): ClassesFit {
  const other = before === 4 ? 5 : 4
  if (facts.family) return { at: 'yes', because: `${facts.familyFrom ?? 'the sidecar'} says so` }
  const named = facts.names?.list.length
  if (named !== undefined && named === fields - before) return { at: 'yes', because: `${facts.names?.from} names ${named} classes` }
  if (named !== undefined && named === fields - other) return { at: 'no' }
  const input = planInput(picture, facts, { defaults: ULTRALYTICS_INPUT, usual: USUAL_SIDE })
  if (typeof input !== 'string' && rows === 3 * cellsOf(input)) return before === 5 ? { at: 'yes', because: 'three anchors a cell' } : { at: 'no' }
  if (fields - before === COCO) return { at: 'yes', because: `${COCO} classes` }
  if (fields - other === COCO) return { at: 'no' }
  return { at: 'unclear', reason: `its rows of ${fields} can be read with or without objectness; say which in a sidecar beside it (NAME.onnx.yml, family: yolov5 or yolov8, and names: […])` }
}
