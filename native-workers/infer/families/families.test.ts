import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COCO_LABELS } from '../../../common/coco-labels.ts'
import type { ModelFamily } from '../../../common/contracts/model-sidecar.ts'
import type { Detection } from '../../../common/frame-result.ts'
import { iou } from '../../../common/geometry/box.ts'
import { constantModel, type Head, type ValueInfo } from '../../../test-support/onnx-file.ts'
import { seededRandom } from '../../../test-support/random.ts'
import { openSession } from '../session.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-families-')) })
afterAll(() => rm(folder, { recursive: true }))

const PICTURE = { width: 128, height: 64 }
const random = seededRandom(7)
const float = (name: string, shape: number[], values: readonly number[], declared?: (number | string)[]): Head =>
  ({ name, shape, data: Float32Array.from(values), ...(declared && { declared }) })
const images = (side: number | string = 64, name = 'images'): ValueInfo => ({ name, shape: [1, 3, side, side] })
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))

/** Left, top, right, bottom in pixels of an input of 64x64, a score and a label: what a decode of the numbers gives. */
interface Raw { readonly edges: [number, number, number, number]; readonly score: number; readonly label: string }

/** Where a picture of 128x64 lies in an input of 64x64. */
const PLACES = { corner: { top: 0, height: 32 }, centre: { top: 16, height: 32 }, stretch: { top: 0, height: 64 } } as const

/** The rest of the way, plainly: fractions of the picture, cut at its edges; the best first, without those that overlap a better one of their label. */
function finish(found: readonly Raw[], fit: keyof typeof PLACES, overlap: number): Detection[] {
  const { top, height } = PLACES[fit]
  const cut = (value: number): number => Math.min(1, Math.max(0, value))
  const kept: Raw[] = []
  const boxOf = ({ edges: [l, t, r, b] }: Raw) => [l, t, r - l, b - t] as const
  for (const raw of found.filter(({ score }) => score >= 0.1).toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((other) => other.label === raw.label && iou(boxOf(other), boxOf(raw)) > overlap)) kept.push(raw)
  }
  return kept.flatMap(({ edges: [l, t, r, b], score, label }) => {
    const [x, y] = [cut(l / 64), cut((t - top) / height)]
    const [w, h] = [cut(r / 64) - x, cut((b - top) / height) - y]
    return w > 0 && h > 0 ? [{ label, score, box: [x, y, w, h] as const }] : []
  })
}

const centred = (x: number, y: number, w: number, h: number): Raw['edges'] => [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
const between = (low: number, high: number): number => low + random() * (high - low)
/** Few sure ones among many that are not. */
const doubtful = (share = 0.2): number => (random() < share ? between(0.3, 0.95) : between(0, 0.09))
const best = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores))
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

interface Case {
  readonly name: string
  readonly family: ModelFamily
  readonly fit: keyof typeof PLACES
  readonly overlap: number
  readonly inputs: readonly ValueInfo[]
  readonly heads: readonly Head[]
  readonly metadata?: Record<string, string>
  readonly sidecar?: string
  readonly found: readonly Raw[]
}

function yoloxCase(): Case {
  const cells = [8, 16, 32].flatMap((stride) => many((64 / stride) ** 2, (cell) => ({ stride, column: cell % (64 / stride), row: Math.floor(cell / (64 / stride)) })))
  const rows = cells.map(() => [between(0, 1), between(0, 1), between(-1, 1), between(-1, 1), doubtful(), ...many(80, () => between(0, 1))])
  return {
    name: 'YOLOX', family: 'yolox', fit: 'corner', overlap: 0.45, inputs: [images()], heads: [float('output', [1, 84, 85], rows.flat())],
    found: rows.map(([x, y, w, h, sure, ...classes], i) => {
      const { stride, column, row } = cells[i]!
      return { edges: centred((x! + column) * stride, (y! + row) * stride, Math.exp(w!) * stride, Math.exp(h!) * stride), score: sure! * Math.max(...classes), label: COCO_LABELS[best(classes)]! }
    }),
  }
}

function rowsCase(name: string, { before, transposed = false, open = false }: { before: 4 | 5; transposed?: boolean; open?: boolean }): Case {
  const names = ['person', 'car', 'dog']
  const rows = many(252, () => [between(0, 64), between(10, 54), between(4, 30), between(4, 30), ...(before === 5 ? [doubtful()] : []), ...names.map(() => (before === 5 ? between(0, 1) : doubtful(0.05)))])
  const fields = before + 3
  const [shape, values] = transposed ? [[1, fields, 252], many(fields, (field) => rows.map((row) => row[field]!)).flat()] : [[1, 252, fields], rows.flat()]
  return {
    name, family: before === 5 ? 'yolov5' : 'yolov8', fit: 'centre', overlap: 0.45, inputs: [open ? { name: 'images', shape: ['batch', 3, 'height', 'width'] } : images()],
    heads: [float('output0', shape, values, open ? ['batch', ...shape.slice(1).map((side) => (side === 252 ? 'anchors' : side))] : undefined)],
    metadata: { names: "{0: 'person', 1: 'car', 2: \"dog\"}", imgsz: '[64, 64]', stride: '32', task: 'detect' },
    found: rows.map((row) => {
      const classes = row.slice(before)
      return { edges: centred(row[0]!, row[1]!, row[2]!, row[3]!), score: (before === 5 ? row[4]! : 1) * Math.max(...classes), label: names[best(classes)]! }
    }),
  }
}

function end2endCase(): Case {
  const rows = many(300, () => { const [x, y] = [between(0, 50), between(16, 40)]; return [x, y, x + between(2, 14), y + between(2, 8), doubtful(), Math.floor(between(0, 80))] })
  return {
    name: 'YOLOv10', family: 'yolo-end2end', fit: 'centre', overlap: 1, inputs: [images()], heads: [float('output0', [1, 300, 6], rows.flat())],
    found: rows.map(([l, t, r, b, score, label]) => ({ edges: [l!, t!, r!, b!], score: score!, label: COCO_LABELS[label!]! })),
  }
}

function detrCase(name: string, { classes, softmax, outputs, sidecar, names }: { classes: number; softmax: boolean; outputs: [logits: string, boxes: string]; sidecar?: string; names: readonly (string | null)[] }): Case {
  const logits = many(100, () => many(classes, () => between(-4, 0) + (random() < 0.02 ? 4 : 0)))
  const boxes = many(100, () => [between(0.1, 0.9), between(0.1, 0.9), between(0.05, 0.3), between(0.05, 0.3)])
  return {
    name, family: 'detr', fit: 'stretch', overlap: 1, inputs: [images()], ...(sidecar !== undefined && { sidecar }),
    heads: [float(outputs[0], [1, 100, classes], logits.flat()), float(outputs[1], [1, 100, 4], boxes.flat())],
    found: logits.flatMap((row, i) => {
      const objects = softmax ? row.slice(0, -1) : row
      const label = names[best(objects)]
      const score = softmax ? Math.exp(Math.max(...objects)) / row.reduce((sum, value) => sum + Math.exp(value), 0) : sigmoid(Math.max(...row))
      const [x, y, w, h] = boxes[i]!.map((value) => value * 64)
      return label == null ? [] : [{ edges: centred(x!, y!, w!, h!), score, label }]
    }),
  }
}

function readyCase(): Case {
  const rows = many(100, () => { const [x, y] = [between(0, 50), between(0, 50)]; return { edges: [x, y, x + between(2, 14), y + between(2, 14)] as Raw['edges'], score: doubtful(), label: Math.floor(between(0, 80)) } })
  return {
    name: 'RT-DETR with orig_target_sizes', family: 'detr', fit: 'stretch', overlap: 1, inputs: [images(), { name: 'orig_target_sizes', type: 'int64', shape: [1, 2] }],
    heads: [{ name: 'labels', shape: [1, 100], data: BigInt64Array.from(rows.map(({ label }) => BigInt(label))) }, float('boxes', [1, 100, 4], rows.flatMap(({ edges }) => edges)), float('scores', [1, 100], rows.map(({ score }) => score))],
    found: rows.map(({ edges, score, label }) => ({ edges, score, label: COCO_LABELS[label]! })),
  }
}

function yolov4Case(): Case {
  const boxes = many(84, () => { const [x, y] = [between(0, 0.8), between(0, 0.8)]; return [x, y, x + between(0.05, 0.3), y + between(0.05, 0.3)] })
  const confs = many(84, () => many(80, () => (random() < 0.005 ? 0.8 : 0) + between(0, 0.05)))
  return {
    name: 'YOLOv4', family: 'yolov4', fit: 'stretch', overlap: 0.45, inputs: [images(64, 'input')], heads: [float('boxes', [1, 84, 1, 4], boxes.flat()), float('confs', [1, 84, 80], confs.flat())],
    found: boxes.map((box, i) => ({ edges: box.map((value) => value * 64) as Raw['edges'], score: Math.max(...confs[i]!), label: COCO_LABELS[best(confs[i]!)]! })),
  }
}

function ssdCase(): Case {
  const rows = many(20, () => { const [x, y] = [between(0, 0.8), between(0, 0.8)]; return { box: [y, x, y + 0.2, x + 0.1], score: doubtful(), label: random() < 0.5 ? 1 : 3 } })
  return {
    name: 'SSD', family: 'ssd', fit: 'stretch', overlap: 1, inputs: [images(64, 'input')],
    heads: [
      float('num_detections', [1], [15]), float('detection_boxes', [1, 20, 4], rows.flatMap(({ box }) => box)),
      float('detection_scores', [1, 20], rows.map(({ score }) => score)), float('detection_classes', [1, 20], rows.map(({ label }) => label)),
    ],
    found: rows.slice(0, 15).map(({ box: [t, l, b, r], score, label }) => ({ edges: [l! * 64, t! * 64, r! * 64, b! * 64], score, label: label === 1 ? 'person' : 'car' })),
  }
}

function fastestCase(): Case {
  const cells = many(16, () => [doubtful(), between(-1, 1), between(-1, 1), between(-2, 1), between(-2, 1), ...many(80, () => between(0, 1))])
  return {
    name: 'FastestDet', family: 'fastestdet', fit: 'stretch', overlap: 0.45, inputs: [images(64, 'input.1')], heads: [float('758', [1, 85, 4, 4], many(85, (field) => cells.map((cell) => cell[field]!)).flat())],
    found: cells.map(([sure, x, y, w, h, ...classes], i) => ({
      edges: centred(((i % 4) + Math.tanh(x!)) * 16, (Math.floor(i / 4) + Math.tanh(y!)) * 16, sigmoid(w!) * 64, sigmoid(h!) * 64),
      score: sure! ** 0.6 * Math.max(...classes) ** 0.4, label: COCO_LABELS[best(classes)]!,
    })),
  }
}

const THREE = ['cat', 'dog', 'bird']
const CASES: readonly Case[] = [
  yoloxCase(), rowsCase('YOLOv5', { before: 5 }), rowsCase('YOLOv8', { before: 4, transposed: true }), rowsCase('YOLOv8 in rows', { before: 4 }),
  rowsCase('YOLOv8 with open sides', { before: 4, transposed: true, open: true }), end2endCase(),
  detrCase('RT-DETR', { classes: 80, softmax: false, outputs: ['logits', 'pred_boxes'], names: COCO_LABELS }),
  detrCase('RF-DETR with names', { classes: 3, softmax: false, outputs: ['labels', 'dets'], names: THREE, sidecar: 'names: [cat, dog, bird]' }),
  detrCase('DETR with no object', { classes: 4, softmax: true, outputs: ['logits', 'pred_boxes'], names: THREE, sidecar: '{"names": {"0": "cat", "1": "dog", "2": "bird"}, "activation": "softmax"}' }),
  readyCase(), yolov4Case(), ssdCase(), fastestCase(),
]

describe('decodes as written down independently', () => {
  it.each(CASES)('$name', async ({ name, family, fit, overlap, inputs, heads, metadata, sidecar, found }) => {
    const path = join(folder, `${name}.onnx`)
    await writeFile(path, constantModel({ inputs, heads, ...(metadata && { metadata }) }))
    if (sidecar !== undefined) await writeFile(`${path}.yml`, sidecar)
    const session = await openSession({ path, providers: ['cpu'] })
    const { detections } = await session.detect({ buffer: new ArrayBuffer(128 * 96), offset: 0, ...PICTURE })
    await session.release()
    expect(session.adapter).toMatchObject({ family, input: { width: 64, height: 64, fit }, deadlineTolerance: family === 'detr' ? 0.2 : 0.1 })
    const expected = finish(found, fit, overlap)
    expect(expected.length).toBeGreaterThan(2)
    expect(expected.length).toBeLessThanOrEqual(100)
    expect(detections.map(({ label }) => label)).toEqual(expected.map(({ label }) => label))
    detections.forEach(({ score, box }, i) => {
      expect(score).toBeCloseTo(expected[i]!.score, 4)
      box.forEach((value, side) => { expect(value).toBeCloseTo(expected[i]!.box[side]!, 4) })
    })
  })
})
