import { areAll, attributeOf, constantsOf, type Field, hasOwnPads, integersOf, type OnnxGraph, type OnnxNode, type OnnxTensor, usesOf } from './onnx-graph.ts'
import { type GraphEdit, rewrittenNode, writtenTensor } from './graph-edit.ts'

interface Corner { readonly source: string; readonly dy: number; readonly dx: number; readonly slices: readonly Field[] }
type Maker = readonly [Field, OnnxNode]

const HEIGHT = 2
const WIDTH = 3
/** An end that lies beyond any picture: "to the last one". */
const TO_THE_END = 1 << 20
/** No exporter names a tensor so. */
const WEIGHTS = 'vigil/focus'

/**
 * The stem of YOLOX and of early YOLOv5, "Focus": every second pixel of every second row, four times (from each of the four corners of a 2x2 square), one beside the other as
 * channels, then a convolution of k x k. That is a convolution of 2k x 2k in steps of two over the picture itself: tap (y, x) of the part from corner (dy, dx)
 * is tap (2y + dy, 2x + dx) there, and a border of p there is one of 2p. The products are the same; only the order they are added in differs.
 * onnxruntime takes the picture apart with the slowest kernels it has: a tenth of a run of YOLOX nano.
 * null where there is no Focus that can be told with certainty.
 */
export function foldFocus(graph: OnnxGraph): GraphEdit | null {
  const makers = new Map([...graph.nodes].flatMap((entry) => entry[1].outputs.map((output) => [output, entry] as const)))
  const constants = constantsOf(graph)
  const uses = usesOf(graph)
  for (const [field, node] of graph.nodes) {
    const concat = makers.get(node.inputs[0] ?? '')
    const weights = constants.get(node.inputs[1] ?? '')
    if (node.op !== 'Conv' || concat?.[1].op !== 'Concat' || !weights || !isPlain(node)) continue
    if (concat[1].inputs.length !== 4 || attributeOf(concat[1], 'axis')?.ints[0] !== 1 || uses.get(concat[1].outputs[0] ?? '') !== 1) continue
    const corners = concat[1].inputs.map((name) => cornerOf({ name, makers, constants }))
    const folded = corners.every((corner) => corner !== null) ? foldWeights(weights, corners) : null
    const [first] = corners
    if (!folded || !first) continue
    const conv = rewrittenNode(field, {
      inputs: [first.source, WEIGHTS, ...node.inputs.slice(2)],
      ints: { strides: [2, 2], pads: padsOf(node).map((pad) => pad * 2), kernel_shape: folded.dims.slice(HEIGHT) },
    })
    const slices = new Set(corners.flatMap((corner) => corner?.slices ?? []))
    return { replaced: new Map([[field, conv]]), gone: new Set([concat[0], ...unused({ slices, graph, uses, concat: concat[1] })]), added: [writtenTensor(folded)] }
  }
  return null
}

/** A convolution in steps of one over all channels, its borders given in numbers. */
const isPlain = (node: OnnxNode): boolean => ['group', 'strides', 'dilations'].every((name) => areAll(node, name, 1)) && hasOwnPads(node) && padsOf(node).length === 4

const padsOf = (node: OnnxNode): readonly number[] => attributeOf(node, 'pads')?.ints ?? [0, 0, 0, 0]

/** Follows a part of the picture back over its slices; null when it is anything else than every second pixel of every second row. */
function cornerOf({ name, makers, constants }: { name: string; makers: ReadonlyMap<string, Maker>; constants: ReadonlyMap<string, OnnxTensor> }): Corner | null {
  const offsets = new Map<number, number>()
  const slices: Field[] = []
  let source = name
  while (offsets.size < 2) {
    const maker = makers.get(source)
    if (maker?.[1].op !== 'Slice') return null
    const [from, ...parameters] = maker[1].inputs
    const [starts, ends, axes, steps] = parameters.map((parameter) => integersOf(constants.get(parameter)))
    if (from === undefined || !starts || !ends || !axes || !steps || axes.length === 0) return null
    for (const [index, axis] of axes.entries()) {
      const start = starts[index]
      if (start !== 0 && start !== 1) return null
      if ((ends[index] ?? 0) < TO_THE_END || steps[index] !== 2 || (axis !== HEIGHT && axis !== WIDTH) || offsets.has(axis)) return null
      offsets.set(axis, start)
    }
    slices.push(maker[0])
    source = from
  }
  return { source, dy: offsets.get(HEIGHT) ?? 0, dx: offsets.get(WIDTH) ?? 0, slices }
}

/** Every tap to its place in the larger kernel. null unless the four corners are the four of one picture. */
function foldWeights({ dims, dataType, raw, external }: OnnxTensor, corners: readonly Corner[]): OnnxTensor & { readonly raw: Uint8Array } | null {
  const [filters, channels, height, width] = dims
  const isSquare = corners.every(({ source }) => source === corners[0]?.source) && new Set(corners.map(({ dy, dx }) => 2 * dy + dx)).size === corners.length
  if (!isSquare || raw === null || external || dims.length !== 4 || filters === undefined || channels === undefined || height === undefined || width === undefined || channels % 4 !== 0) return null
  const taps = filters * channels * height * width
  const bytes = raw.length / taps
  if (!Number.isInteger(bytes)) return null
  const planes = channels / 4
  const folded = new Uint8Array(raw.length)
  for (let tap = 0; tap < taps; tap++) {
    const x = tap % width
    const y = Math.floor(tap / width) % height
    const channel = Math.floor(tap / (width * height)) % channels
    const filter = Math.floor(tap / (width * height * channels))
    const { dy, dx } = corners[Math.floor(channel / planes)] as Corner
    const place = ((filter * planes + (channel % planes)) * 2 * height + 2 * y + dy) * 2 * width + 2 * x + dx
    folded.set(raw.subarray(tap * bytes, (tap + 1) * bytes), place * bytes)
  }
  return { name: WEIGHTS, dims: [filters, planes, 2 * height, 2 * width], dataType, raw: folded, int64: [], external: false }
}

/** Of the slices those whose results only the gone ones took. */
function unused({ slices, graph, uses, concat }: { slices: ReadonlySet<Field>; graph: OnnxGraph; uses: ReadonlyMap<string, number>; concat: OnnxNode }): Field[] {
  const left = new Map(uses)
  const drop = (names: readonly string[]): void => { for (const name of names) left.set(name, (left.get(name) ?? 0) - 1) }
  drop(concat.inputs)
  const gone: Field[] = []
  // From the last to the first: what a slice took is free when the slice is.
  for (const [field, node] of [...graph.nodes].toReversed()) {
    if (!slices.has(field) || node.outputs.some((output) => (left.get(output) ?? 0) > 0)) continue
    drop(node.inputs)
    gone.push(field)
  }
  return gone
}
