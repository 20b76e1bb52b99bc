import { DETR_TOLERANCE, NO, type DetectorAdapter, type ModelSubject, type Recognition } from '../adapter.ts'
import { COCO_LABELS } from '../../../common/coco-labels.ts'
import { fitting, outputOf } from './build.ts'

/** Told the size of the picture the boxes are for, such a model answers in its pixels. */
const SIZES = 'orig_target_sizes'

/** RT-DETR and D-FINE exported with what follows the logits: labels, boxes (left, top, right, bottom) and scores per query. */
export function recogniseReady(model: ModelSubject): Recognition {
  const { facts, picture, signature: { inputs, outputs } } = model
  const sizes = inputs.find(({ name }) => name === SIZES)
  const others = inputs.filter((input) => input !== picture && input !== sizes)
  const [labels, boxes, scores] = ['labels', 'boxes', 'scores'].map((name) => outputs.find((output) => output.name === name))
  if (!sizes || sizes.type !== 'int64' || others.length > 0 || boxes?.type !== 'float32' || boxes.shape.at(-1) !== 4 || scores?.type !== 'float32') return NO
  const specs = [labels, boxes, scores].flatMap((output) => (output ? (outputOf(output) ?? []) : []))
  if (specs.length !== 3) return NO
  return fitting(model, {
    family: 'detr', defaults: { colour: 'rgb', range: '0-1', fit: 'stretch', pad: 0 }, labels: facts.names?.list ?? COCO_LABELS, outputs: specs, overlap: 1,
    deadlineTolerance: DETR_TOLERANCE, certainty: 4, because: `labels, boxes and scores for ${SIZES}`,
    // Boxes are wanted in pixels of the input: then they are read like everybody else's.
    constants: ({ width, height }) => [{ name: SIZES, shape: [1, 2], values: [BigInt(width), BigInt(height)] }],
    collector: () => collect,
  })
}

const collect: DetectorAdapter['collect'] = ([labels, second, third], into) => {
  const boxes = second as Float32Array
  const scores = third as Float32Array
  for (let query = 0; query < scores.length && !into.full; query++) {
    const at = query * 4
    into.add(scores[query] as number, Number(labels?.[query]), boxes[at] as number, boxes[at + 1] as number, boxes[at + 2] as number, boxes[at + 3] as number)
  }
}
