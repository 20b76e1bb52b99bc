import { readFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { decodeI420, footagePath, modelPath } from '../../../test-support/footage.ts'
import { type Initializer, type OnnxModel, type OnnxNode, writeOnnx } from '../../../test-support/onnx-file.ts'
import { seededRandom } from '../../../test-support/random.ts'
import { referenceTensor, yoloxInput } from '../../../test-support/tensor-reference.ts'
import { rewriteModel } from './fastest-form.ts'
import { fieldsOf, MODEL_GRAPH, readGraph } from './onnx-graph.ts'

const next = seededRandom(20_261_129)
const values = (count: number): Float32Array => Float32Array.from({ length: count }, () => next() * 2 - 1)
const int64 = (name: string, ...numbers: number[]): Initializer => ({ name, shape: [numbers.length], data: BigInt64Array.from(numbers, BigInt) })
const LAST = Number.MAX_SAFE_INTEGER

async function answer(model: Uint8Array, input: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 })
  const [name = ''] = session.inputNames
  const result = await session.run({ [name]: new Tensor('float32', input, shape) })
  await session.release()
  return result[session.outputNames[0] ?? '']?.data as Float32Array
}

const rewritten = (model: Uint8Array, options?: Parameters<typeof rewriteModel>[1]): Uint8Array | null => rewriteModel(model, options)?.model ?? null

const opsOf = (model: Uint8Array): string[] => [...readGraph(fieldsOf(model).find(({ number }) => number === MODEL_GRAPH)?.value ?? new Uint8Array(0)).nodes.values()].map(({ op }) => op)

function expectClose(found: Float32Array, wanted: Float32Array, share = 1e-5): void {
  expect(found).toHaveLength(wanted.length)
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(largest).toBeGreaterThan(0)
  expect(wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))), 0)).toBeLessThan(largest * share)
}

const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]] as const

interface Stem { order?: readonly number[]; kernel?: readonly [number, number]; pads?: readonly number[]; slices?: 'rows-first' | 'columns-first' | 'one' | 'constants'; bias?: boolean; conv?: NonNullable<OnnxNode['ints']>; texts?: OnnxNode['texts'] }
const CHANNELS = 3
const SHAPE: readonly number[] = [1, CHANNELS, 12, 16]

/** A Focus as exporters write it; `order` is that of the corners. */
function focus({ order = [0, 1, 2, 3], kernel = [3, 3], pads = [1, 1, 1, 1], slices = 'rows-first', bias = true, conv = {}, texts = {} }: Stem = {}): OnnxModel {
  const corners = order.map((index) => CORNERS[index] as readonly [number, number])
  const weights: Initializer[] = [{ name: 'w', shape: [5, CHANNELS * 4, ...kernel], data: values(5 * CHANNELS * 4 * kernel[0] * kernel[1]) }, { name: 'b', shape: [5], data: values(5) }]
  const numbers = [int64('0', 0), int64('1', 1), int64('end', LAST), int64('2', 2), int64('3', 3), int64('both', 2, 3), int64('ends', LAST, LAST), int64('twos', 2, 2), ...corners.map(([dy, dx], i) => int64(`from${i}`, dy, dx))]
  const nodes = corners.flatMap(([dy, dx], i): OnnxNode[] => {
    if (slices === 'one') return [{ op: 'Slice', inputs: ['x', `from${i}`, 'ends', 'both', 'twos'], outputs: [`part${i}`] }]
    const rows = [String(dy), 'end', '2', '2']
    const columns = [String(dx), 'end', '3', '2']
    const [first, second] = slices === 'columns-first' ? [columns, rows] : [rows, columns]
    return [{ op: 'Slice', inputs: ['x', ...first], outputs: [`half${i}`] }, { op: 'Slice', inputs: [`half${i}`, ...second], outputs: [`part${i}`] }]
  })
  const constants = slices === 'constants' ? numbers.map((value): OnnxNode => ({ op: 'Constant', inputs: [], outputs: [value.name], value: { ...value, name: '' } })) : []
  return {
    inputs: [{ name: 'x', shape: SHAPE }], outputs: [{ name: 'y', shape: ['n', 'c', 'h', 'w'] }],
    initializers: [...weights, ...(slices === 'constants' ? [] : numbers)],
    nodes: [
      ...constants, ...nodes,
      { op: 'Concat', inputs: corners.map((_, i) => `part${i}`), outputs: ['focus'], ints: { axis: 1 } },
      { op: 'Conv', inputs: bias ? ['focus', 'w', 'b'] : ['focus', 'w'], outputs: ['c'], ints: { kernel_shape: kernel, pads, ...conv }, texts },
      { op: 'Relu', inputs: ['c'], outputs: ['y'] },
    ],
  }
}

describe('a Focus', () => {
  it.each<{ name: string; stem: Stem }>([
    { name: 'as YOLOX has it', stem: {} },
    { name: 'as another order of corners', stem: { order: [0, 2, 1, 3] } },
    { name: 'as any order of corners', stem: { order: [3, 1, 0, 2] } },
    { name: 'columns before rows', stem: { slices: 'columns-first' } },
    { name: 'both in one slice', stem: { slices: 'one', order: [2, 3, 0, 1] } },
    { name: 'numbers from Constant nodes', stem: { slices: 'constants' } },
    { name: 'a kernel of one', stem: { kernel: [1, 1], pads: [0, 0, 0, 0] } },
    { name: 'a kernel of five, no border', stem: { kernel: [5, 5], pads: [0, 0, 0, 0] } },
    { name: 'an uneven kernel and border', stem: { kernel: [3, 2], pads: [2, 0, 1, 1] } },
    { name: 'no bias, nothing said of steps', stem: { bias: false } },
    { name: 'all said', stem: { conv: { group: 1, strides: [1, 1], dilations: [1, 1] }, texts: { auto_pad: 'NOTSET' } } },
  ])('becomes one convolution with the same answers: $name', async ({ stem }) => {
    const model = writeOnnx(focus(stem))
    const folded = rewritten(model)
    expect(opsOf(folded!).filter((op) => op !== 'Constant')).toEqual(['Conv', 'Relu'])
    const input = values(SHAPE.reduce((product, side) => product * side, 1))
    expectClose(await answer(folded!, input, SHAPE), await answer(model, input, SHAPE))
  })

  it.each<{ name: string; model: () => OnnxModel }>([
    { name: 'a corner twice', model: () => focus({ order: [0, 0, 2, 3] }) },
    { name: 'a convolution in steps of two', model: () => focus({ conv: { strides: [2, 2] } }) },
    { name: 'one with gaps', model: () => focus({ conv: { dilations: [2, 2] } }) },
    { name: 'one per channel', model: () => focus({ conv: { group: 4 } }) },
    { name: 'a border nobody gives in numbers', model: () => focus({ texts: { auto_pad: 'SAME_UPPER' } }) },
    { name: 'three corners only', model: () => focus({ order: [0, 1, 2] }) },
    { name: 'a part that ends early', model: () => { const model = focus(); return { ...model, initializers: model.initializers!.map((one) => (one.name === 'end' ? int64('end', 8) : one)) } } },
    { name: 'every third pixel', model: () => { const model = focus({ slices: 'one' }); return { ...model, initializers: model.initializers!.map((one) => (one.name === 'twos' ? int64('twos', 2, 3) : one)) } } },
    { name: 'parts that somebody else takes too', model: () => { const model = focus(); return { ...model, nodes: [...model.nodes, { op: 'Neg', inputs: ['focus'], outputs: ['z'] }], outputs: [...model.outputs, { name: 'z', shape: ['n', 'c', 'h', 'w'] }] } } },
    { name: 'weights that come from outside', model: () => { const model = focus(); return { ...model, inputs: [...model.inputs, { name: 'w', shape: [5, 12, 3, 3] }] } } },
    { name: 'a graph within the graph', model: () => { const model = focus(); return { ...model, nodes: [...model.nodes, { op: 'If', inputs: ['x'], outputs: ['z'] }] } } },
  ])('is left alone when it is none: $name', ({ model }) => {
    expect(rewritten(writeOnnx(model()))).toBeNull()
  })

  it('leaves a slice that somebody else takes', async () => {
    const model = focus()
    const shared = writeOnnx({ ...model, nodes: [...model.nodes.slice(0, -1), { op: 'ReduceMean', inputs: ['part3'], outputs: ['mean'], ints: { keepdims: 1 } }, { op: 'Add', inputs: ['c', 'mean'], outputs: ['y'] }] })
    const folded = rewritten(shared)
    expect(opsOf(folded!)).toEqual(['Slice', 'Slice', 'Conv', 'ReduceMean', 'Add'])
    const input = values(SHAPE.reduce((product, side) => product * side, 1))
    expectClose(await answer(folded!, input, SHAPE), await answer(shared, input, SHAPE))
  })
})

interface PoolSpec { readonly side: number; readonly ints?: NonNullable<OnnxNode['ints']> }
const pyramid = (pools: readonly PoolSpec[]): OnnxModel => ({
  inputs: [{ name: 'x', shape: [1, 4, 'h', 'w'] }], outputs: [{ name: 'y', shape: ['n', 'c', 'h', 'w'] }],
  nodes: [
    ...pools.map(({ side, ints }, i): OnnxNode => ({ op: 'MaxPool', inputs: ['x'], outputs: [`p${i}`], ints: { kernel_shape: [side, side], pads: Array.from({ length: 4 }, () => (side - 1) / 2), strides: [1, 1], ...ints } })),
    { op: 'Concat', inputs: ['x', ...pools.map((_, i) => `p${i}`)], outputs: ['y'], ints: { axis: 1 } },
  ],
})

describe('maxima over growing squares', () => {
  it.each([{ height: 13, width: 13 }, { height: 20, width: 7 }, { height: 3, width: 3 }, { height: 1, width: 40 }])('are taken one from the other, with the very same values: $height x $width', async ({ height, width }) => {
    const model = writeOnnx(pyramid([{ side: 5 }, { side: 9 }, { side: 13 }]))
    const chained = rewritten(model)!
    const shape = [1, 4, height, width]
    const input = values(4 * height * width)
    expect(await answer(chained, input, shape)).toEqual(await answer(model, input, shape))
    const nodes = [...readGraph(fieldsOf(chained).find(({ number }) => number === MODEL_GRAPH)!.value).nodes.values()]
    expect(nodes.map(({ inputs }) => inputs[0])).toEqual(['x', 'p0', 'p1', 'x'])
  })

  it.each<{ name: string; pools: PoolSpec[] }>([
    { name: 'alone', pools: [{ side: 5 }] },
    { name: 'falling', pools: [{ side: 13 }, { side: 9 }, { side: 5 }] },
    { name: 'in steps of two', pools: [{ side: 5 }, { side: 9, ints: { strides: [2, 2] } }] },
    { name: 'with gaps', pools: [{ side: 5 }, { side: 9, ints: { dilations: [2, 2] } }] },
    { name: 'that change the size', pools: [{ side: 5 }, { side: 9, ints: { pads: [0, 0, 0, 0] } }] },
  ])('are left alone: $name', ({ pools }) => {
    expect(rewritten(writeOnnx(pyramid(pools)))).toBeNull()
  })
})

describe('models', () => {
  it('YOLOX nano answers the same on real frames', async () => {
    const model = readFileSync(modelPath('yolox_nano.onnx'))
    const fast = rewritten(model)!
    expect(opsOf(fast).filter((op) => op === 'Slice')).toEqual([])
    for await (const picture of decodeI420({ file: footagePath('vtest.avi'), width: 640, height: 480, startSeconds: 10, frames: 2 })) {
      const tensor = referenceTensor({ picture, width: 640, height: 480, input: yoloxInput(416, 416), clampFirst: true })
      // What sums rounded in another order come to after a hundred layers; onnxruntime's own levels of optimisation lie as far apart.
      expectClose(await answer(fast, tensor, [1, 3, 416, 416]), await answer(model, tensor, [1, 3, 416, 416]), 5e-5)
    }
  })

  it('are rewritten in the memory they lie in as anywhere', () => {
    const model = writeOnnx(focus())
    const memory = new Uint8Array(65_536 + model.length)
    memory.set(model, 65_536)
    expect(rewritten(memory.subarray(65_536), { memory })).toEqual(rewritten(model))
  })

  it('YOLOX nano takes any size, and answers the same in its own', async () => {
    const model = readFileSync(modelPath('yolox_nano.onnx'))
    const free = rewriteModel(model, { anySize: true })!
    expect(free.size).toEqual({ width: 416, height: 416 })
    const wide = await answer(free.model, values(3 * 256 * 416), [1, 3, 256, 416])
    expect(wide).toHaveLength((52 * 32 + 26 * 16 + 13 * 8) * 85)
    const square = values(3 * 416 * 416)
    expect(await answer(free.model, square, [1, 3, 416, 416])).toEqual(await answer(rewritten(model)!, square, [1, 3, 416, 416]))
  })

  it('without anything to gain are left alone', () => {
    expect(rewritten(readFileSync(modelPath('FastestDet.onnx')))).toBeNull()
  })

  it('that are none or cut off are left to onnxruntime', () => {
    const model = readFileSync(modelPath('yolox_nano.onnx'))
    for (const bytes of [new Uint8Array(0), Buffer.from('<html></html>'), model.subarray(0, 3_000), model.subarray(0, -9), model.subarray(7)]) expect(rewritten(bytes)).toBeNull()
  })
})
