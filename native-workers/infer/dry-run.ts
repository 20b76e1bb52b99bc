import type { Tensor } from 'onnxruntime-node'
import type { DetectorAdapter, Values } from './adapter.ts'
import { ModelError } from './model-error.ts'

/** What a model answered to a grey picture, in the order of the adapter's outputs. Throws a ModelError on what no detector would say. */
export function checkAnswer(path: string, adapter: DetectorAdapter, answer: Readonly<Record<string, Tensor>>): void {
  for (const { name, type, shape } of adapter.outputs) {
    const tensor = answer[name]
    const wanted = shape.map((side) => side ?? 'N').join('x')
    if (!tensor) throw new ModelError(`${path}: a trial run gave no output ${name}, expected ${type} ${wanted}; export the model again or choose another one`)
    // An open side may also have held more than one: outputs without a batch are told apart by their own rank.
    const fits = tensor.type === type && tensor.dims.length === shape.length && shape.every((side, i) => side === null || side === tensor.dims[i])
    if (!fits) throw new ModelError(`${path}: a trial run gave ${name} as ${tensor.type} ${tensor.dims.join('x') || 'one value'}, expected ${type} ${wanted}; export the model again or choose another one`)
    const wrong = firstNotFinite(tensor.data as Values)
    if (wrong !== null) throw new ModelError(`${path}: a trial run on a grey picture gave ${wrong} in ${name}, expected numbers; the model is damaged or of a precision this machine cannot run: choose another one`)
  }
}

/** Three searches of the engine's own: a look at each of 300,000 numbers from here costs a start of an infer thread 20 ms. */
function firstNotFinite(values: Values): string | null {
  if (!(values instanceof Float32Array)) return null
  const wrong = [NaN, Infinity, -Infinity].find((value) => values.includes(value))
  return wrong === undefined ? null : String(wrong)
}
