import { PbfWriter } from 'pbf'
import { type Field, fieldsOf, nameOf, NODE, type OnnxTensor } from './onnx-graph.ts'

/** The bytes of what stands in a field's place, and what it takes. */
export interface Rewritten { readonly inputs: readonly string[]; readonly parts: readonly Uint8Array[] }

/** What becomes of a graph; every field that is not named stays byte by byte what it was. */
export interface GraphEdit {
  readonly replaced: ReadonlyMap<Field, Rewritten>
  readonly gone: ReadonlySet<Field>
  /** TensorProtos of new constants. */
  readonly added: readonly Uint8Array[]
}

export const NO_EDIT: GraphEdit = { replaced: new Map(), gone: new Set(), added: [] }

/** The node with everything it had, but these inputs and these attributes. */
export function rewrittenNode({ value }: Field, { inputs, ints }: { readonly inputs: readonly string[]; readonly ints: Readonly<Record<string, readonly number[]>> }): Rewritten {
  const kept = fieldsOf(value).filter((field) => field.number !== NODE.input && (field.number !== NODE.attribute || !(nameOf(field.value) in ints)))
  const pbf = new PbfWriter()
  for (const input of inputs) pbf.writeStringField(NODE.input, input)
  for (const [name, values] of Object.entries(ints)) pbf.writeMessage(NODE.attribute, writeInts, { name, values })
  return { inputs, parts: [...kept.map(({ whole }) => whole), pbf.finish()] }
}

/** AttributeProto: name, ints, and its type (7: INTS). */
function writeInts({ name, values }: { name: string; values: readonly number[] }, pbf: PbfWriter): void {
  pbf.writeStringField(1, name)
  for (const value of values) pbf.writeVarintField(8, value)
  pbf.writeVarintField(20, 7)
}

/** TensorProto: dims, data type, name, raw bytes. */
export function writtenTensor({ name, dims, dataType, raw }: OnnxTensor & { readonly raw: Uint8Array }): Uint8Array {
  const pbf = new PbfWriter()
  for (const side of dims) pbf.writeVarintField(1, side)
  pbf.writeVarintField(2, dataType)
  pbf.writeStringField(8, name)
  pbf.writeBytesField(9, raw)
  return pbf.finish()
}

/** A message in front of its parts: a writer would copy a model's megabytes byte by byte. */
export function message(number: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const pbf = new PbfWriter()
  pbf.writeTag(number, 2)
  pbf.writeVarint(parts.reduce((sum, { length }) => sum + length, 0))
  return [pbf.finish(), ...parts]
}
