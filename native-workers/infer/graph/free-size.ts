import { PbfReader, PbfWriter } from 'pbf'
import { cellsOf, type Size } from '../families/yolox.ts'
import { type GraphEdit, NO_EDIT, type Rewritten } from './graph-edit.ts'
import { type Field, fieldsOf, GRAPH, nameOf, type OnnxGraph } from './onnx-graph.ts'

/** Sides are multiples of the coarsest stride. */
export const COARSEST = 32

// Field numbers of ValueInfoProto, TypeProto, TypeProto.Tensor, TensorShapeProto and its dimensions.
const VALUE_TYPE = 2
const TYPE_TENSOR = 1
const TENSOR = { elementType: 1, shape: 2 } as const
const SHAPE_DIM = 1
const DIM = { value: 1, name: 2 } as const

/**
 * Leaves a model's height and width open that its file fixes, where all of its answers are one per cell of the picture (YOLOX): nothing but convolutions, maxima
 * and enlargements of two is in such a model, which take any size. Whether that is true of this one, a run has to show. null for any other model.
 */
export function freeSize(graph: OnnxGraph): { readonly edit: GraphEdit; readonly size: Size } | null {
  const constants = new Set([...graph.initializers.values()].map(({ name }) => name))
  const values = (kind: number): Field[] => graph.fields.filter(({ number, value }) => number === kind && !constants.has(nameOf(value)))
  const [input, ...otherInputs] = values(GRAPH.input)
  const [output, ...otherOutputs] = values(GRAPH.output)
  if (!input || !output || otherInputs.length > 0 || otherOutputs.length > 0) return null
  const [batch, planes, height = NaN, width = NaN, ...more] = shapeOf(input) ?? []
  const [answers, cells, fields, ...rest] = shapeOf(output) ?? []
  if (batch !== 1 || planes !== 3 || more.length > 0 || answers !== 1 || fields === undefined || rest.length > 0) return null
  if (height % COARSEST !== 0 || width % COARSEST !== 0 || cells !== cellsOf({ width, height })) return null
  return {
    size: { width, height },
    edit: {
      ...NO_EDIT,
      replaced: new Map([[input, withShape(input, [1, 3, 'vigil_height', 'vigil_width'])], [output, withShape(output, [1, 'vigil_cells', fields])]]),
      // What exporters wrote down of the sizes between holds no longer; onnxruntime finds out itself.
      gone: new Set(graph.fields.filter(({ number }) => number === GRAPH.valueInfo)),
    },
  }
}

/** The sides of a tensor whose sides are all numbers; null for any other. */
function shapeOf({ value }: Field): number[] | null {
  const inside = (bytes: Uint8Array | undefined, number: number): Uint8Array | undefined => bytes && fieldsOf(bytes).find((field) => field.number === number)?.value
  const shape = inside(inside(inside(value, VALUE_TYPE), TYPE_TENSOR), TENSOR.shape)
  if (!shape) return null
  const sides = fieldsOf(shape).filter(({ number }) => number === SHAPE_DIM).map((dim) => new PbfReader(dim.value).readFields((tag, side: { value: number }, pbf) => {
    if (tag === DIM.value) side.value = pbf.readVarint(true)
  }, { value: NaN }).value)
  return sides.every((side) => side > 0) ? sides : null
}

/** The same tensor of floats with these sides. */
function withShape({ value }: Field, sides: readonly (number | string)[]): Rewritten {
  const pbf = new PbfWriter()
  pbf.writeMessage(VALUE_TYPE, (_, type) => type.writeMessage(TYPE_TENSOR, writeTensorType, sides), null)
  return { inputs: [], parts: [...fieldsOf(value).filter(({ number }) => number !== VALUE_TYPE).map(({ whole }) => whole), pbf.finish()] }
}

/** FLOAT is 1; nothing else is fed to a detector. */
function writeTensorType(sides: readonly (number | string)[], pbf: PbfWriter): void {
  pbf.writeVarintField(TENSOR.elementType, 1)
  pbf.writeMessage(TENSOR.shape, (_, shape) => {
    for (const side of sides) shape.writeMessage(SHAPE_DIM, (__, dim) => (typeof side === 'number' ? dim.writeVarintField(DIM.value, side) : dim.writeStringField(DIM.name, side)), null)
  }, null)
}
