import { type GraphEdit, NO_EDIT, rewrittenNode, type Rewritten } from './graph-edit.ts'
import { areAll, attributeOf, type Field, hasOwnPads, type OnnxGraph, type OnnxNode } from './onnx-graph.ts'

interface Pool { readonly field: Field; readonly source: string; readonly result: string; readonly side: number }

/**
 * Spatial pyramid pooling (YOLOv4, YOLOv5, YOLOX): maxima over squares of 5, 9 and 13 around every value of the same tensor. The largest of a square of a, taken over
 * a square of b, is the largest of a square of a + b - 1: each takes the one before it and a small square instead, which gives the very same values for
 * a third of the work.
 */
export function chainPools(graph: OnnxGraph): GraphEdit {
  const pools = [...graph.nodes].flatMap((entry) => poolOf(...entry) ?? [])
  const replaced = new Map<Field, Rewritten>()
  for (const family of Map.groupBy(pools, ({ source }) => source).values()) {
    // In the file's order, which says what is there when a node's turn comes.
    for (const [index, pool] of family.entries()) {
      const before = family[index - 1]
      const side = pool.side - (before?.side ?? pool.side) + 1
      if (before && side > 1) replaced.set(pool.field, rewrittenNode(pool.field, { inputs: [before.result], ints: { kernel_shape: [side, side], pads: bordersOf(side) } }))
    }
  }
  return replaced.size === 0 ? NO_EDIT : { ...NO_EDIT, replaced }
}

/** A border of half a square on each side: the tensor keeps its size. */
const bordersOf = (side: number): number[] => Array.from({ length: 4 }, () => (side - 1) / 2)

function poolOf(field: Field, node: OnnxNode): Pool | null {
  const [source] = node.inputs
  const [result, indices] = node.outputs
  if (node.op !== 'MaxPool' || source === undefined || result === undefined || indices !== undefined) return null
  const ints = (name: string): readonly number[] => attributeOf(node, name)?.ints ?? []
  const [side = 0, ...others] = ints('kernel_shape')
  const isSquare = side % 2 === 1 && others.length === 1 && others[0] === side
  const keepsSize = ints('pads').length === 4 && areAll(node, 'pads', (side - 1) / 2) && hasOwnPads(node)
  return isSquare && keepsSize && areAll(node, 'strides', 1) && areAll(node, 'dilations', 1) && areAll(node, 'ceil_mode', 0) && areAll(node, 'storage_order', 0) ? { field, source, result, side } : null
}
