import type { AdapterFamily, DetectorAdapter, Recognition } from './adapter.ts'
import { ModelError } from './model-error.ts'
import type { ModelFacts } from './model-facts.ts'
import { pictureInput } from './model-input.ts'
import { describeSignature, type ModelSignature } from './signature.ts'

export interface Recognised {
  readonly adapter: DetectorAdapter
  /** By what it was recognised, and what else it could have been; one sentence. */
  readonly note: string
}

/**
 * Which family a model is of. A family named by the facts (the sidecar's) is the only one asked; where several fit, the most specific rule wins.
 * Throws a ModelError that says what was found and what is wrong with it.
 */
export function recognise(args: { path: string; signature: ModelSignature; facts: ModelFacts; families: readonly AdapterFamily[] }): Recognised {
  const { path, signature, facts } = args
  const picture = pictureInput(signature)
  if (typeof picture === 'string') throw new ModelError(`${path}: ${picture}, or choose another model`)
  const families = facts.family === undefined ? args.families : args.families.filter(({ name }) => name === facts.family)
  const answers = families.map((family) => family.recognise({ signature, picture, facts }))
  const [best, ...others] = answers.filter((answer): answer is Recognition & { fits: 'yes' } => answer.fits === 'yes').toSorted((a, b) => b.certainty - a.certainty)
  if (best) return { adapter: best.adapter, note: noteOf(best, others.map(({ adapter }) => adapter.family), facts) }
  const refusal = answers.find((answer) => answer.fits === 'refused')
  if (refusal) throw new ModelError(`${path}: ${refusal.reason}`)
  const expected = families.map(({ expected }) => expected).join('; or ')
  throw new ModelError(`${path}: found a model with ${describeSignature(signature)}, expected ${expected}; export it in ${families.length === 1 ? 'that form' : 'one of these forms'} or choose another model`)
}

function noteOf({ adapter, because }: Recognition & { fits: 'yes' }, others: readonly string[], facts: ModelFacts): string {
  const by = facts.family === undefined ? because : `named so by ${facts.familyFrom ?? 'its sidecar'}, ${because}`
  if (others.length === 0) return `${adapter.family}: ${by}.`
  return `${adapter.family}: ${by}; ${others.join(' and ')} would fit as well, and a sidecar with "family: ${others[0]}" would decide for it.`
}
