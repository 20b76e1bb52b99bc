import { COCO_LABELS } from '../../common/coco-labels.ts'
import type { ModelFacts } from './model-facts.ts'

/** Ids of COCO's category list that no picture carries; the other 80 follow the order of the labels. */
const UNUSED_CATEGORIES = new Set([0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83])

/** COCO's own category ids 0..90, as detectors of the DETR and SSD families count. */
export const COCO_CATEGORIES: readonly (string | null)[] = (() => {
  let next = 0
  return Array.from({ length: 91 }, (_, id) => (UNUSED_CATEGORIES.has(id) ? null : (COCO_LABELS[next++] as string)))
})()

/** Labels for so many classes; a sentence when nothing names them, or something names another number. */
export function labelsFor(classes: number, facts: ModelFacts): readonly (string | null)[] | string {
  const { names } = facts
  if (names && names.list.length === classes) return names.list
  if (names) return `it has ${classes} classes, but ${names.from} names ${names.list.length}; correct the names in a sidecar (NAME.onnx.yml, names: […])`
  if (classes === COCO_LABELS.length) return COCO_LABELS
  if (classes === COCO_CATEGORIES.length) return COCO_CATEGORIES
  return `it has ${classes} classes and nothing names them; list them in a sidecar beside it (NAME.onnx.yml, names: […])`
}
