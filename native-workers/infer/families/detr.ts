import { DETR_TOLERANCE, NO, type AdapterFamily, type DetectorAdapter, type ModelSubject, type Recognition } from '../adapter.ts'
import { COCO_LABELS } from '../../../common/coco-labels.ts'
import { IMAGENET, type ModelFacts } from '../model-facts.ts'
import type { InputDefaults } from '../model-input.ts'
import { COCO_CATEGORIES, labelsFor } from '../model-labels.ts'
import { sidesOf, type TensorSignature } from '../signature.ts'
import { fitting, outputOf, takesPictureOnly } from './build.ts'
import { recogniseReady } from './detr-ready.ts'

/** As RT-DETR and D-FINE are fed. */
export const DETR_INPUT: InputDefaults = { colour: 'rgb', range: '0-1', fit: 'stretch', pad: 0 }

/** DETR and its kin (RT-DETR, D-FINE, RF-DETR): a fixed number of queries, one logit per class and one box each; nothing to suppress. */
export const detr: AdapterFamily = {
  name: 'detr',
  expected: 'DETR: float32 1x3xHxW -> logits float32 1xQxC and boxes float32 1xQx4, or with orig_target_sizes int64 1x2 -> labels, boxes, scores',
  recognise: (model) => {
    const ready = recogniseReady(model)
    return ready.fits === 'no' ? recogniseLogits(model) : ready
  },
}

function recogniseLogits(model: ModelSubject): Recognition {
  const { facts, signature: { outputs } } = model
  if (!takesPictureOnly(model)) return NO
  const floats = outputs.filter(({ type, shape }) => type === 'float32' && shape.length === 3)
  const boxes = floats.find((output) => sidesOf(output)?.[1] === 4 && /box|dets/i.test(output.name))
  const logits = floats.find((output) => output !== boxes && /logit|label|score|class/i.test(output.name))
  const specs = logits && boxes && [outputOf(logits), outputOf(boxes)]
  if (!specs?.[0] || !specs[1]) return NO
  const [queries, classes] = sidesOf(logits as TensorSignature) ?? []
  if (classes == null || (sidesOf(boxes as TensorSignature)?.[0] ?? queries) !== queries) return NO
  const activation = activationOf(classes, facts)
  const softmax = activation === 'softmax'
  // RF-DETR's export calls its outputs dets and labels; it and the first DETR keep ImageNet's statistics, the real-time ones do not.
  const range = softmax || boxes?.name === 'dets' ? IMAGENET : DETR_INPUT.range
  return fitting(model, {
    family: 'detr', defaults: { ...DETR_INPUT, range }, labels: labelsFor(softmax ? classes - 1 : classes, facts), outputs: [specs[0], specs[1]],
    overlap: 1, deadlineTolerance: DETR_TOLERANCE, certainty: 3, because: `${queries ?? 'some'} queries with logits and boxes, ${activation}`,
    collector: (input) => collectQueries({ ...input, classes, softmax }),
  })
}

/** Softmax has a last class for "no object": one more than there are names. */
function activationOf(classes: number, { activation, names }: ModelFacts): 'sigmoid' | 'softmax' {
  if (activation) return activation
  const named = names ? [names.list.length] : [COCO_LABELS.length, COCO_CATEGORIES.length]
  return named.includes(classes - 1) && !named.includes(classes) ? 'softmax' : 'sigmoid'
}

function collectQueries({ width, height, classes, softmax }: { width: number; height: number; classes: number; softmax: boolean }): DetectorAdapter['collect'] {
  const objects = softmax ? classes - 1 : classes
  return ([first, second], into) => {
    const logits = first as Float32Array
    const boxes = second as Float32Array
    const queries = Math.min(Math.floor(logits.length / classes), boxes.length >> 2)
    for (let query = 0; query < queries && !into.full; query++) {
      const at = query * classes
      let best = 0
      for (let label = 1; label < objects; label++) {
        if ((logits[at + label] as number) > (logits[at + best] as number)) best = label
      }
      const score = softmax ? softmaxOf(logits, at, classes, best) : 1 / (1 + Math.exp(-(logits[at + best] as number)))
      const x = (boxes[query * 4] as number) * width
      const y = (boxes[query * 4 + 1] as number) * height
      const halfWidth = ((boxes[query * 4 + 2] as number) * width) / 2
      const halfHeight = ((boxes[query * 4 + 3] as number) * height) / 2
      into.add(score, best, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)
    }
  }
}

function softmaxOf(logits: Float32Array, at: number, classes: number, wanted: number): number {
  // Relative to the wanted one: e^(l - wanted) never overflows to a wrong answer, at worst the score is 0.
  let sum = 0
  for (let label = 0; label < classes; label++) sum += Math.exp((logits[at + label] as number) - (logits[at + wanted] as number))
  return 1 / sum
}
