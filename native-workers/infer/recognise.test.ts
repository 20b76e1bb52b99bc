import { expect, it } from 'vitest'
import type { ModelFamily } from '../../common/contracts/model-sidecar.ts'
import type { ModelFacts } from './model-facts.ts'
import { FAMILIES } from './families/families.ts'
import { recognise } from './recognise.ts'
import type { TensorSignature } from './signature.ts'

const float = (name: string, ...shape: (number | string)[]): TensorSignature => ({ name, type: 'float32', shape })
const recognised = (inputs: TensorSignature[], outputs: TensorSignature[], facts: ModelFacts = {}) => recognise({ path: 'x.onnx', signature: { inputs, outputs }, facts, families: FAMILIES })
const at = (side: number | string): TensorSignature[] => [float('images', 1, 3, side, side)]
const named = (count: number): ModelFacts => ({ names: { list: Array.from({ length: count }, (_, i) => `thing ${i}`), from: 'its metadata' } })

it.each<{ name: string; inputs?: TensorSignature[]; outputs: TensorSignature[]; facts?: ModelFacts; family: ModelFamily; note: RegExp }>([
  { name: 'YOLOX by names and cells', inputs: at(416), outputs: [float('output', 1, 3549, 85)], family: 'yolox', note: /one row per cell .*\(3549\); yolov5 would fit as well, and a sidecar with "family: yolov5" would decide/ },
  { name: 'the same, read as the sidecar says', inputs: at(416), outputs: [float('output', 1, 3549, 85)], facts: { family: 'yolov5', familyFrom: 'x.onnx.yml' }, family: 'yolov5', note: /named so by x\.onnx\.yml/ },
  { name: 'YOLOv6 has cells and objectness, but other names', inputs: at(640), outputs: [float('outputs', 1, 8400, 85)], family: 'yolov5', note: /objectness/ },
  { name: 'YOLOv5 with anchors', inputs: at(640), outputs: [float('output0', 1, 25200, 8)], facts: named(3), family: 'yolov5', note: /its metadata names 3 classes/ },
  { name: 'YOLOv5 with its raw heads beside it', inputs: at(640), outputs: [float('output0', 1, 25200, 85), float('350', 1, 3, 80, 80, 85)], family: 'yolov5', note: /three anchors/ },
  { name: 'YOLOv8', inputs: at(640), outputs: [float('output0', 1, 84, 8400)], family: 'yolov8', note: /one column per candidate/ },
  { name: 'YOLOv8 in rows', inputs: at(640), outputs: [float('output0', 1, 8400, 84)], family: 'yolov8', note: /80 classes/ },
  { name: 'YOLOv10', inputs: at(640), outputs: [float('output0', 1, 300, 6)], family: 'yolo-end2end', note: /300 rows/ },
  { name: 'YOLOv8 with two classes in rows is none', inputs: at(640), outputs: [float('output0', 1, 8400, 6)], facts: named(2), family: 'yolov8', note: /names 2 classes/ },
  { name: 'D-FINE', inputs: at(640), outputs: [float('logits', 'N', 300, 80), float('pred_boxes', 'N', 300, 4)], family: 'detr', note: /300 queries .*sigmoid/ },
  { name: 'DETR', inputs: at(800), outputs: [float('logits', 1, 100, 92), float('pred_boxes', 1, 100, 4)], family: 'detr', note: /softmax/ },
  { name: 'FastestDet', inputs: [float('input.1', 1, 3, 352, 352)], outputs: [float('758', 1, 85, 22, 22)], family: 'fastestdet', note: /22x22 cells/ },
])('$name', ({ inputs = at(640), outputs, facts, family, note }) => {
  const found = recognised(inputs, outputs, facts)
  expect(found.adapter.family).toBe(family)
  expect(found.note).toMatch(note)
})

it.each<{ name: string; inputs?: TensorSignature[]; outputs: TensorSignature[]; facts?: ModelFacts; message: RegExp }>([
  { name: 'channels last', inputs: [float('x', 1, 300, 300, 3)], outputs: [float('y', 1, 10, 4)], message: /^x\.onnx: its input x float32 1x300x300x3 has the channels last \(NHWC\); export it with the channels first/ },
  { name: 'bytes', inputs: [{ name: 'x', type: 'uint8', shape: [1, 3, 300, 300] }], outputs: [], message: /its input x uint8 1x3x300x300 is not float32/ },
  { name: 'a batch of four', inputs: [float('x', 4, 3, 64, 64)], outputs: [], message: /is not one picture of three channels/ },
  { name: 'no picture at all', inputs: [float('x', 1, 10)], outputs: [], message: /it has no input for a picture/ },
  { name: 'an odd width', inputs: [float('images', 1, 3, 62, 62)], outputs: [float('output0', 1, 84, 100)], message: /its input is 62x62; expected at least 32x32 and a width that is a multiple of 4/ },
  { name: 'classes nobody names', outputs: [float('output0', 1, 7, 8400)], message: /it has 3 classes and nothing names them; list them in a sidecar/ },
  { name: 'another number of names', outputs: [float('output0', 1, 84, 8400)], facts: named(3), message: /it has 80 classes, but its metadata names 3; correct the names/ },
  { name: 'with or without objectness', outputs: [float('output0', 1, 100, 9)], message: /its rows of 9 can be read with or without objectness; say which in a sidecar/ },
  { name: 'a size that the model does not have', outputs: [float('output0', 1, 84, 8400)], facts: { width: 320 }, message: /its input's width is 640, but it is said to be 320/ },
  { name: 'a family that it is not', outputs: [float('output0', 1, 84, 8400)], facts: { family: 'ssd' }, message: /found a model with images float32 1x3x640x640 -> output0 float32 1x84x8400, expected SSD: .*; export it in that form/ },
  { name: 'no detector', outputs: [float('probabilities', 1, 1000)], message: /found a model with .* -> probabilities float32 1x1000, expected YOLOX: .*; or .*export it in one of these forms or choose another model$/ },
])('refuses in one line: $name', ({ inputs = at(640), outputs, facts, message }) => {
  expect(() => recognised(inputs, outputs, facts)).toThrow(message)
})
