import { PbfReader } from 'pbf'

// Field numbers of ModelProto, GraphProto, NodeProto, AttributeProto and TensorProto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
export const MODEL_GRAPH = 7
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 } as const
export const NODE = { input: 1, output: 2, attribute: 5 } as const
const NODE_OP = 4
const NODE_DOMAIN = 7
const ATTRIBUTE = { name: 1, int: 3, text: 4, tensor: 5, ints: 8 } as const
const TENSOR = { dims: 1, dataType: 2, int64: 7, name: 8, raw: 9, location: 14 } as const
const INT64 = 7

const NOTHING = new Uint8Array(0)

/** A tensor of constants. Weights are handed about as the bytes they are. */
export interface OnnxTensor {
  readonly name: string
  readonly dims: readonly number[]
  readonly dataType: number
  /** Little-endian elements; null when they are written another way or lie in a file beside the model. */
  readonly raw: Uint8Array | null
  readonly int64: readonly number[]
  readonly external: boolean
}

export interface OnnxNode {
  /** With its domain in front where that is not ONNX's own: another domain's operator is another operator, whatever its name. */
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** AttributeProtos, read when somebody asks: a model has thousands. */
  readonly attributes: readonly Uint8Array[]
}

/** A field of a message with the bytes it was written in, tag included. */
export interface Field { readonly number: number; readonly whole: Uint8Array; readonly value: Uint8Array }

export interface OnnxGraph {
  /** The graph's fields in the file's order. */
  readonly fields: readonly Field[]
  readonly nodes: ReadonlyMap<Field, OnnxNode>
  readonly initializers: ReadonlyMap<Field, OnnxTensor>
  readonly inputs: ReadonlySet<string>
  readonly outputs: ReadonlySet<string>
}

/** The fields of a message; `value` is empty for what is not bytes. Throws where the bytes are no protobuf. */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const pbf = new PbfReader(bytes)
  const fields: Field[] = []
  let start = 0
  while (pbf.pos < bytes.length) {
    const tag = pbf.readVarint()
    const value = (tag & 7) === 2 ? pbf.readBytes() : (pbf.skip(tag), NOTHING)
    if (pbf.pos > bytes.length) throw new RangeError('a field ends beyond its message')
    fields.push({ number: tag >>> 3, whole: bytes.subarray(start, pbf.pos), value })
    start = pbf.pos
  }
  return fields
}

/** What rewriting needs to know of a GraphProto. Throws where the bytes are no protobuf. */
export function readGraph(bytes: Uint8Array): OnnxGraph {
  const fields = fieldsOf(bytes)
  const ofKind = (kind: number): Field[] => fields.filter(({ number }) => number === kind)
  const names = (kind: number): Set<string> => new Set(ofKind(kind).map(({ value }) => nameOf(value)))
  return {
    fields,
    nodes: new Map(ofKind(GRAPH.node).map((field) => [field, readNode(field.value)])),
    initializers: new Map(ofKind(GRAPH.initializer).map((field) => [field, readTensor(field.value)])),
    inputs: names(GRAPH.input),
    outputs: names(GRAPH.output),
  }
}

/** Of a ValueInfoProto or an AttributeProto. */
export const nameOf = (bytes: Uint8Array): string =>
  new PbfReader(bytes).readFields((tag, found: { name: string }, pbf) => { if (tag === ATTRIBUTE.name) found.name = pbf.readString() }, { name: '' }).name

function readNode(bytes: Uint8Array): OnnxNode {
  const node = { op: '', domain: '', inputs: [] as string[], outputs: [] as string[], attributes: [] as Uint8Array[] }
  new PbfReader(bytes).readFields((tag, read, pbf) => {
    switch (tag) {
      case NODE.input: read.inputs.push(pbf.readString()); break
      case NODE.output: read.outputs.push(pbf.readString()); break
      case NODE_OP: read.op = pbf.readString(); break
      case NODE.attribute: read.attributes.push(pbf.readBytes()); break
      case NODE_DOMAIN: read.domain = pbf.readString()
    }
  }, node)
  return node.domain === '' || node.domain === 'ai.onnx' ? node : { ...node, op: `${node.domain}:${node.op}` }
}

export interface OnnxAttribute {
  /** One number of `i`, or all of `ints`. */
  readonly ints: readonly number[]
  readonly text: string | null
  readonly tensor: OnnxTensor | null
}

/** null when the node does not say: ONNX's default holds. */
export function attributeOf({ attributes }: OnnxNode, name: string): OnnxAttribute | null {
  const bytes = attributes.find((each) => nameOf(each) === name)
  if (!bytes) return null
  return new PbfReader(bytes).readFields((tag, read, pbf) => {
    switch (tag) {
      case ATTRIBUTE.int: read.ints.push(pbf.readVarint(true)); break
      case ATTRIBUTE.ints: pbf.readPackedVarint(read.ints, true); break
      case ATTRIBUTE.text: read.text = pbf.readString(); break
      case ATTRIBUTE.tensor: read.tensor = readTensor(pbf.readBytes())
    }
  }, { ints: [] as number[], text: null as string | null, tensor: null as OnnxTensor | null })
}

/** Whether all numbers of an attribute are this one, which is the default too. */
export const areAll = (node: OnnxNode, name: string, value: number): boolean => (attributeOf(node, name)?.ints ?? []).every((each) => each === value)

/** Its borders are given in numbers, or there are none. */
export const hasOwnPads = (node: OnnxNode): boolean => (attributeOf(node, 'auto_pad')?.text ?? 'NOTSET') === 'NOTSET'

function readTensor(bytes: Uint8Array): OnnxTensor {
  const tensor = { name: '', dims: [] as number[], dataType: 0, raw: null as Uint8Array | null, int64: [] as number[], external: false }
  new PbfReader(bytes).readFields((tag, read, pbf) => {
    switch (tag) {
      case TENSOR.dims: pbf.readPackedVarint(read.dims, true); break
      case TENSOR.dataType: read.dataType = pbf.readVarint(); break
      case TENSOR.int64: pbf.readPackedVarint(read.int64, true); break
      case TENSOR.name: read.name = pbf.readString(); break
      case TENSOR.raw: read.raw = pbf.readBytes(); break
      case TENSOR.location: read.external = pbf.readVarint() === 1
    }
  }, tensor)
  return tensor
}

/** The whole numbers of an int64 tensor; null for any other, and for none. Beyond 2^53 they are about right, which is enough for "to the end". */
export function integersOf(tensor: OnnxTensor | undefined): number[] | null {
  if (!tensor || tensor.dataType !== INT64 || tensor.external) return null
  const { raw } = tensor
  if (raw === null) return [...tensor.int64]
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  return Array.from({ length: raw.byteLength / 8 }, (_, index) => Number(view.getBigInt64(index * 8, true)))
}

/** Tensors nobody can change from outside, by name. */
export function constantsOf({ nodes, initializers, inputs }: OnnxGraph): Map<string, OnnxTensor> {
  const given = [...initializers.values()].filter(({ name }) => !inputs.has(name)).map((tensor) => [tensor.name, tensor] as const)
  const made = [...nodes.values()].flatMap((node) => {
    const tensor = node.op === 'Constant' ? attributeOf(node, 'value')?.tensor : null
    return tensor && node.outputs[0] !== undefined ? [[node.outputs[0], tensor] as const] : []
  })
  return new Map([...given, ...made])
}

/** How many take a tensor, the graph's own outputs among them. */
export function usesOf({ nodes, outputs }: OnnxGraph): Map<string, number> {
  const uses = new Map<string, number>()
  for (const name of [...[...nodes.values()].flatMap(({ inputs }) => inputs), ...outputs]) uses.set(name, (uses.get(name) ?? 0) + 1)
  return uses
}
