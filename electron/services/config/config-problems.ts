import type { Document, LineCounter, Node } from 'yaml'
import { isMap, isNode, isPair } from 'yaml'
import type { z } from 'zod'

/** One mistake in the file: `vigil.yml:12:9 cameras[0].detect.fps: expected a number from 0.1 to 60, got "fast"`. */
export interface ConfigProblem {
  readonly line: number
  readonly column: number
  readonly path: string
  readonly text: string
  /** The environment variable that brought the value; then it does not stand in the file. */
  readonly variable?: string
}

export const formatProblem = (file: string, { line, column, path, text, variable }: ConfigProblem): string =>
  `${variable ?? `${file}:${line}:${column}`} ${path === '' ? '' : `${path}: `}${text}`

/** One line stays one line, also for a polygon of sixty corners. */
const LONGEST_VALUE = 120

type Path = readonly (string | number)[]

export const formatPath = (path: Path): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '')

/** Translates zod's issues into problems with their place in the file. `value` is what was checked: the file's content, overrides included. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], { document, lines, schema, value }: { document: Document; lines: LineCounter; schema: z.ZodType; value: unknown }): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => at(document, lines, [...path, key], `unknown key${didYouMean(key, knownKeys(schema, path))}`, true))
    }
    return [at(document, lines, path, describe(issue, valueAt(value, path), schemaAt(schema, path)), false)]
  })
}

/** @param onKey the mistake is the key itself, not its value */
export function at(document: Document, lines: LineCounter, path: Path, text: string, onKey: boolean): ConfigProblem {
  const offset = offsetOf(document, path, onKey)
  const { line, col } = lines.linePos(offset)
  return { line, column: col, path: formatPath(path), text }
}

/** Where the value (or its key) stands; for a missing one the nearest thing around it. */
function offsetOf(document: Document, path: Path, onKey: boolean): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = length === 0 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    if (isMap(parent) && key !== undefined) {
      const pair = parent.items.find((item) => isPair(item) && String(isNode(item.key) ? item.key.toJSON() : item.key) === String(key))
      const node = pair && (onKey && length === path.length ? pair.key : (pair.value ?? pair.key))
      if (isNode(node) && node.range) return node.range[0]
    }
    const node = document.getIn(path.slice(0, length), true) as Node | undefined
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

const valueAt = (value: unknown, path: Path): unknown => path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | null | undefined)?.[step], value)

function describe(issue: z.core.$ZodIssue, value: unknown, schema: unknown): string {
  // JSON has no word for .nan and .inf.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  const got = value === undefined ? 'nothing is there' : `got ${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}`
  return `${range(schema) ?? expectation(issue)}, ${got}`
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('expected')) return issue.message
  switch (issue.code) {
    case 'invalid_type': return `expected ${{ int: 'a whole number', number: 'a number', boolean: 'true or false', array: 'a list', object: 'a group of keys', record: 'a group of keys', string: 'text' }[issue.expected as string] ?? issue.expected}`
    case 'invalid_value': return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'too_small': return `expected ${issue.origin === 'array' || issue.origin === 'string' ? `a length of at least ${issue.minimum}` : `at least ${issue.minimum}`}`
    case 'too_big': return `expected ${issue.origin === 'array' || issue.origin === 'string' ? `a length of at most ${issue.maximum}` : `at most ${issue.maximum}`}`
    default: return `expected another value (${issue.message})`
  }
}

/** The schema's part for a path; undefined where it has none (inside a union or a record). */
function schemaAt(schema: z.ZodType, path: Path): unknown {
  let current: unknown = schema
  for (const step of path) current = typeof step === 'number' ? unwrap(current, 'element') : (unwrap(current, 'shape') as Record<string, unknown> | undefined)?.[step]
  return current
}

const knownKeys = (schema: z.ZodType, path: Path): string[] => Object.keys((unwrap(schemaAt(schema, path), 'shape') as object | undefined) ?? {})

/** For a number with both bounds: one sentence, whatever of type or size is wrong. */
function range(schema: unknown): string | null {
  let inner = schema as { def?: { innerType?: unknown; type?: string }; minValue?: number | null; maxValue?: number | null } | undefined
  while (inner?.def?.innerType !== undefined) inner = inner.def.innerType as typeof inner
  if (inner?.def?.type !== 'number' || !Number.isFinite(inner.minValue) || !Number.isFinite(inner.maxValue)) return null
  return `expected a number from ${inner.minValue} to ${inner.maxValue}`
}

/** Looks through defaults, prefaults, optionals and what is rewritten before it is checked. */
function unwrap(schema: unknown, wanted: 'shape' | 'element'): unknown {
  const inner = schema as { def?: { innerType?: unknown; out?: unknown; element?: unknown }; shape?: unknown } | undefined
  if (inner === undefined) return undefined
  if (wanted === 'shape' && inner.shape !== undefined) return inner.shape
  if (wanted === 'element' && inner.def?.element !== undefined) return inner.def.element
  const next = inner.def?.innerType ?? inner.def?.out
  return next === undefined ? undefined : unwrap(next, wanted)
}

export function didYouMean(word: string, known: readonly string[]): string {
  const best = known.map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= Math.max(2, word.length / 3) ? `; did you mean "${best.name}"?` : `; known here: ${known.join(', ')}`
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
