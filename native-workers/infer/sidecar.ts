import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { ModelSidecar } from '../../common/contracts/model-sidecar.ts'
import { ModelError } from './model-error.ts'
import { factsOfSidecar, type ModelFacts } from './model-facts.ts'

/** What stands in a sidecar. Throws a ModelError with one clause per problem. */
export const readSidecar = (path: string): ModelFacts => factsOfSidecar(parseSidecar(textOf(path), path), basename(path))

/** JSON is YAML as well. */
export function parseSidecar(text: string, path: string): ModelSidecar {
  const document = parseDocument(text, { version: '1.2', prettyErrors: false })
  const [error] = document.errors
  if (error) throw new ModelError(`${path}: not YAML or JSON: ${error.message.split('\n')[0] ?? 'unreadable'}`)
  const parsed = ModelSidecar.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  throw new ModelError(parsed.error.issues.map((issue) => `${path}: ${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`).join('; '))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ModelError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check its permissions, or remove it`, { cause: error })
  }
}
