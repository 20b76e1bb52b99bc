import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Size } from '../families/yolox.ts'
import { chainPools } from './chain-pools.ts'
import { foldFocus } from './fold-focus.ts'
import { freeSize } from './free-size.ts'
import { type GraphEdit, message, NO_EDIT } from './graph-edit.ts'
import { type Field, fieldsOf, GRAPH, MODEL_GRAPH, nameOf, type OnnxGraph, readGraph } from './onnx-graph.ts'

/** Beyond this a model is not what a camera console runs beside its cameras, and reading it twice would cost memory. */
const MOST_BYTES = 256 * 1024 * 1024
/** Bytes in front of a model, for what is written a little longer than it was. */
const ROOM = 65_536
/** A graph within the graph may use any name of this one. What operators of other domains hold nobody knows. */
const MAY_HOLD_A_GRAPH = /^(If|Loop|Scan|SequenceMap)$|:/

export interface ModelForm {
  /** Its path when there is nothing to gain. */
  readonly model: string | Uint8Array
  /** What the file fixes and the model does not mind any more; null where it is as the file says. */
  readonly size: Size | null
}

/** The model in the form that runs fastest with the same answers, and, where that is wanted, one that takes pictures in their own shape. */
export function fastestForm(path: string, options: { readonly anySize: boolean }): ModelForm {
  const { size } = statSync(path)
  if (size > MOST_BYTES) return { model: path, size: null }
  const memory = new Uint8Array(ROOM + size)
  const file = openSync(path, 'r')
  try {
    readSync(file, memory, ROOM, size, 0)
  } finally {
    closeSync(file)
  }
  return rewriteModel(memory.subarray(ROOM), { ...options, memory }) ?? { model: path, size: null }
}

/**
 * The bytes of the model with what onnxruntime does not find itself; null where there is nothing, and where the bytes cannot be read: onnxruntime says what is
 * wrong with them. Models whose weights lie in files beside them are left alone, for onnxruntime finds those by the path.
 */
export function rewriteModel(model: Uint8Array, { anySize = false, memory = new Uint8Array(ROOM + model.length) }: { anySize?: boolean; memory?: Uint8Array } = {}): { model: Uint8Array; size: Size | null } | null {
  try {
    const fields = fieldsOf(model)
    const at = fields.findIndex(({ number }) => number === MODEL_GRAPH)
    const graph = readGraph(fields[at]?.value ?? new Uint8Array(0))
    if ([...graph.initializers.values()].some(({ external }) => external) || [...graph.nodes.values()].some(({ op }) => MAY_HOLD_A_GRAPH.test(op))) return null
    const free = anySize ? freeSize(graph) : null
    const edits = [foldFocus(graph) ?? NO_EDIT, chainPools(graph), free?.edit ?? NO_EDIT]
    if (edits.every((edit) => edit.replaced.size === 0)) return null
    return { model: join(memory, [...whole(fields.slice(0, at)), ...message(MODEL_GRAPH, applyEdits(graph, edits)), ...whole(fields.slice(at + 1))]), size: free?.size ?? null }
  } catch {
    return null
  }
}

function applyEdits(graph: OnnxGraph, edits: readonly GraphEdit[]): Uint8Array[] {
  const replaced = new Map(edits.flatMap((edit) => [...edit.replaced]))
  const gone = new Set(edits.flatMap((edit) => [...edit.gone]))
  const taken = [...graph.nodes].flatMap(([field, { inputs }]) => (gone.has(field) ? [] : (replaced.get(field)?.inputs ?? inputs)))
  const wanted = new Set([...graph.inputs, ...graph.outputs, ...taken])
  const lost = new Set([...gone].flatMap((field) => graph.nodes.get(field)?.outputs ?? []))
  const isLeft = (field: Field): boolean => {
    const constant = graph.initializers.get(field)
    // onnxruntime warns of constants that nobody uses.
    if (constant) return wanted.has(constant.name)
    return !gone.has(field) && (field.number !== GRAPH.valueInfo || !lost.has(nameOf(field.value)))
  }
  const left = graph.fields.filter(isLeft).flatMap((field) => {
    const node = replaced.get(field)
    return node ? message(field.number, node.parts) : [field.whole]
  })
  return [...left, ...edits.flatMap(({ added }) => added.flatMap((tensor) => message(GRAPH.initializer, [tensor])))]
}

/**
 * The parts one after the other at the beginning of `memory`, in which they may lie themselves: each as far behind as there is room, so none is written over before its turn.
 * Memory that was not touched before costs more than all the rest of this.
 */
function join(memory: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  let at = 0
  for (const part of parts) {
    if (part.buffer === memory.buffer && part.byteOffset < memory.byteOffset + at) throw new RangeError('the model grew beyond the room in front of it')
    memory.set(part, at)
    at += part.length
  }
  return memory.subarray(0, at)
}

const whole = (fields: readonly Field[]): Uint8Array[] => fields.map((field) => field.whole)
