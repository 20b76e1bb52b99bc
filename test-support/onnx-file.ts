import { PbfWriter } from 'pbf'

// Small ONNX files, written field by field: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
const DATA_TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7 } as const
type DataType = keyof typeof DATA_TYPES

export interface ValueInfo { readonly name: string; readonly type?: DataType; readonly shape: readonly (number | string)[] }
export interface Initializer { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array | BigInt64Array | Int32Array }
export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly ints?: Readonly<Record<string, number | readonly number[]>>
  readonly texts?: Readonly<Record<string, string>>
  /** What a Constant node gives. */
  readonly value?: Initializer
}

export interface OnnxModel {
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  readonly initializers?: readonly Initializer[]
  readonly nodes: readonly OnnxNode[]
  readonly metadata?: Readonly<Record<string, string>>
}

export function writeOnnx(model: OnnxModel): Uint8Array {
  const pbf = new PbfWriter()
  pbf.writeVarintField(1, 8)
  pbf.writeStringField(2, 'vigil-test')
  pbf.writeMessage(7, writeGraph, model)
  pbf.writeMessage(8, (_, opset) => { opset.writeStringField(1, ''); opset.writeVarintField(2, 13) }, null)
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    pbf.writeMessage(14, (_, entry) => { entry.writeStringField(1, key); entry.writeStringField(2, value) }, null)
  }
  return pbf.finish()
}

function writeGraph({ nodes, initializers = [], inputs, outputs }: OnnxModel, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node)
  pbf.writeStringField(2, 'graph')
  for (const initializer of initializers) pbf.writeMessage(5, writeTensor, initializer)
  for (const input of inputs) pbf.writeMessage(11, writeValue, input)
  for (const output of outputs) pbf.writeMessage(12, writeValue, output)
}

function writeNode({ op, inputs, outputs, ints = {}, texts = {}, value: constant }: OnnxNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input)
  for (const output of outputs) pbf.writeStringField(2, output)
  pbf.writeStringField(4, op)
  for (const [name, value] of Object.entries(ints)) {
    pbf.writeMessage(5, (_, attribute) => {
      attribute.writeStringField(1, name)
      if (typeof value === 'number') attribute.writeVarintField(3, value)
      else for (const one of value) attribute.writeVarintField(8, one)
      attribute.writeVarintField(20, typeof value === 'number' ? 2 : 7)
    }, null)
  }
  for (const [name, text] of Object.entries(texts)) {
    pbf.writeMessage(5, (_, attribute) => { attribute.writeStringField(1, name); attribute.writeStringField(4, text); attribute.writeVarintField(20, 3) }, null)
  }
  if (constant) pbf.writeMessage(5, (_, attribute) => { attribute.writeStringField(1, 'value'); attribute.writeMessage(5, writeTensor, constant); attribute.writeVarintField(20, 4) }, null)
}

function writeTensor({ name, shape, data }: Initializer, pbf: PbfWriter): void {
  for (const side of shape) pbf.writeVarintField(1, side)
  pbf.writeVarintField(2, data instanceof Float32Array ? DATA_TYPES.float32 : data instanceof Int32Array ? DATA_TYPES.int32 : DATA_TYPES.int64)
  pbf.writeStringField(8, name)
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function writeValue({ name, type = 'float32', shape }: ValueInfo, pbf: PbfWriter): void {
  pbf.writeStringField(1, name)
  pbf.writeMessage(2, (_, kind) => kind.writeMessage(1, (__, tensor) => {
    tensor.writeVarintField(1, DATA_TYPES[type])
    tensor.writeMessage(2, (___, sides) => {
      for (const side of shape) sides.writeMessage(1, (____, dim) => (typeof side === 'number' ? dim.writeVarintField(1, side) : dim.writeStringField(2, side)), null)
    }, null)
  }, null), null)
}

export interface Head extends Initializer {
  /** As the file declares it, where that differs: sides that are only named. */
  readonly declared?: readonly (number | string)[]
}

/** A model that answers the same to every picture. */
export function constantModel({ inputs, heads, metadata = {} }: { inputs: readonly ValueInfo[]; heads: readonly Head[]; metadata?: Readonly<Record<string, string>> }): Uint8Array {
  return writeOnnx({
    inputs, metadata,
    outputs: heads.map(({ name, shape, declared, data }) => ({ name, shape: declared ?? shape, type: data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'int64' })),
    initializers: heads.map((head) => ({ ...head, name: `${head.name}/constant` })),
    nodes: heads.map(({ name }) => ({ op: 'Identity', inputs: [`${name}/constant`], outputs: [name] })),
  })
}

/** A YOLO with its suppression inside that finds three boxes, scored with the mean of the input's three planes in their order. */
export function meanModel({ side, metadata = {} }: { side: number; metadata?: Readonly<Record<string, string>> }): Uint8Array {
  const rows = [0, 1, 2].flatMap((plane) => [plane * 10, 20, plane * 10 + 10, 30, 0, plane])
  return writeOnnx({
    metadata,
    inputs: [{ name: 'images', shape: [1, 3, side, side] }],
    outputs: [{ name: 'output0', shape: [1, 3, 6] }],
    initializers: [
      { name: 'rows', shape: [1, 3, 6], data: Float32Array.from(rows) },
      { name: 'score', shape: [1, 1, 6], data: Float32Array.from([0, 0, 0, 0, 1, 0]) },
      { name: 'last', shape: [1], data: BigInt64Array.from([2n]) },
    ],
    nodes: [
      { op: 'ReduceMean', inputs: ['images'], outputs: ['means'], ints: { axes: [2, 3], keepdims: 0 } },
      { op: 'Unsqueeze', inputs: ['means', 'last'], outputs: ['column'] },
      { op: 'Mul', inputs: ['column', 'score'], outputs: ['scores'] },
      { op: 'Add', inputs: ['rows', 'scores'], outputs: ['output0'] },
    ],
  })
}
