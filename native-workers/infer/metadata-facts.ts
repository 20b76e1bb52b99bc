import { listOf, type ModelFacts } from './model-facts.ts'
import { ModelError } from './model-error.ts'

const FROM = 'its metadata'
/** `3: 'person'`, as Python prints a dictionary. */
const PYTHON_ENTRY = /(\d{1,5})\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g
/** `'person'` of a list. */
const PYTHON_TEXT = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g

/** What the exporters of the YOLO family write into a file: `names`, `imgsz`, `task`. Throws a ModelError for models that do something else. */
export function factsOfMetadata(metadata: ReadonlyMap<string, string>, path: string): ModelFacts {
  const task = metadata.get('task')
  if (task !== undefined && task !== 'detect') throw new ModelError(`${path}: its metadata says that it is made for the task "${task}", expected detect; choose a detection model`)
  const [height, width = height] = (metadata.get('imgsz') ?? '').match(/\d+/g)?.map(Number) ?? []
  const names = namesOf(metadata.get('names') ?? '')
  return { width, height, licence: metadata.get('license')?.slice(0, 200), names: names && names.length > 0 ? { list: names, from: FROM } : undefined }
}

function namesOf(text: string): readonly (string | null)[] | undefined {
  if (text.trimStart().startsWith('{')) {
    return listOf(Object.fromEntries([...text.matchAll(PYTHON_ENTRY)].map(([, number, single, double]) => [number, unescape(single ?? double ?? '')])))
  }
  if (text.trimStart().startsWith('[')) return [...text.matchAll(PYTHON_TEXT)].map(([, single, double]) => unescape(single ?? double ?? ''))
  return undefined
}

const unescape = (text: string): string => text.replace(/\\(.)/g, '$1')
