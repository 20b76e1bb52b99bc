import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { ModelSidecar } from '../../common/contracts/model-sidecar.ts'
import { ModelError } from './model-error.ts'
import { factsOfSidecar, type ModelFacts } from './model-facts.ts'

/** In the order in which they are looked for; the first one there counts. */
export const SIDECAR_ENDINGS = ['.yml', '.yaml', '.json'] as const

/** What stands in the sidecar of a model; empty without one. Throws a ModelError with one clause per problem. */
export function readSidecar(modelPath: string): ModelFacts {
  for (const ending of SIDECAR_ENDINGS) {
    const path = `${modelPath}${ending}`
    const text = textOf(path)
    if (text !== null) return factsOfSidecar(parseSidecar(text, path), basename(path))
  }
  return {}
}

/** JSON is YAML as well. */
export function parseSidecar(text: string, path: string): ModelSidecar {
  const document = parseDocument(text, { version: '1.2', prettyErrors: false })
  const [error] = document.errors
  if (error) throw new ModelError(`${path}: not YAML or JSON: ${error.message.split('\n')[0] ?? 'unreadable'}`)
  const parsed = ModelSidecar.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  throw new ModelError(parsed.error.issues.map((issue) => `${path}: ${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`).join('; '))
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new ModelError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check its permissions, or remove it`, { cause: error })
  }
}
