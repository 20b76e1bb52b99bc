import { LineCounter, parseDocument, type Document } from 'yaml'
import { extractPassword } from '../../../common/camera-address.ts'
import { VigilConfig } from '../../../common/contracts/config.ts'
import { crossingWarnings, regionProblems } from '../../../common/rules/region-problems.ts'
import { at, type ConfigProblem, formatPath, problemsOf } from './config-problems.ts'
import { variableOf } from './environment.ts'

export type ConfigReading =
  | { readonly ok: true; readonly config: VigilConfig; readonly document: Document; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/** Parses and checks the file's text. Pure: the same text and overrides always give the same answer. */
export function readConfigText(text: string, overrides: ReadonlyMap<string, string> = new Map()): ConfigReading {
  const lines = new LineCounter()
  const document = parseDocument(text, { version: '1.2', lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    // The first only: what comes after it mostly comes of it.
    return { ok: false, problems: document.errors.slice(0, 1).map((error) => {
      const { line, col } = lines.linePos(error.pos[0])
      return { line, column: col, path: '', text: `not YAML: ${error.message.split('\n')[0] ?? 'unreadable'}` }
    }) }
  }
  const value = withOverrides(text.trim() === '' ? { version: 1 } : document.toJS(), overrides)
  const parsed = VigilConfig.safeParse(value)
  const place = { document, lines, schema: VigilConfig, value }
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues, place).map((problem) => (overrides.has(problem.path) ? { ...problem, variable: variableOf(problem.path) } : problem)) }
  const meaning = meaningProblems(parsed.data)
  if (meaning.length > 0) {
    const issues = meaning.map(({ path, message }) => ({ code: 'custom' as const, path: [...path], message: `expected ${message}`, input: undefined }))
    return { ok: false, problems: problemsOf(issues, place) }
  }
  return { ok: true, config: parsed.data, document, warnings: warningsOf(parsed.data).map(({ path, text }) => at(document, lines, path, text, false)) }
}

/** What a schema cannot say: ids that must differ, names that must exist, roles that must be filled. */
function meaningProblems(config: VigilConfig): { path: readonly (string | number)[]; message: string }[] {
  const problems: { path: readonly (string | number)[]; message: string }[] = []
  const unique = (ids: readonly string[], path: (index: number) => readonly (string | number)[], what: string): void => {
    for (const [index, id] of ids.entries()) {
      const first = ids.indexOf(id)
      if (first !== index) problems.push({ path: path(index), message: `${what} of its own; "${id}" is taken by ${formatPath(path(first).slice(0, -1))}` })
    }
  }
  unique(config.cameras.map(({ id }) => id), (index) => ['cameras', index, 'id'], 'an id')
  for (const [index, camera] of config.cameras.entries()) {
    unique(camera.zones.map(({ id }) => id), (at) => ['cameras', index, 'zones', at, 'id'], 'an id')
    unique(camera.lines.map(({ id }) => id), (at) => ['cameras', index, 'lines', at, 'id'], 'an id')
    const zones = new Set(camera.zones.map(({ id }) => id))
    for (const [at, zone] of camera.events.requireZones.entries()) {
      if (!zones.has(zone)) problems.push({ path: ['cameras', index, 'events', 'requireZones', at], message: `the id of a zone of this camera (${[...zones].join(', ') || 'it has none'})` })
    }
    for (const role of ['detect', 'record'] as const) {
      if (camera.inputs.filter(({ roles }) => roles.includes(role)).length > 1) problems.push({ path: ['cameras', index, 'inputs'], message: `at most one input with the role "${role}"` })
    }
  }
  for (const [index, camera] of config.cameras.entries()) {
    for (const { path, text } of regionProblems({ ...camera, masks: camera.motion.masks }, { crossing: 'kept' })) {
      problems.push({ path: ['cameras', index, ...path], message: text.replace(/^expected /, '') })
    }
  }
  return problems
}

const warningsOf = (config: VigilConfig): { path: readonly (string | number)[]; text: string }[] => [
  ...literalPasswords(config).map((path) => ({ path, text: 'holds a password in plain text; use ${secret:NAME}' })),
  ...config.cameras.flatMap((camera, index) => crossingWarnings(camera).map(({ path, text }) => ({ path: ['cameras', index, ...path], text }))),
]

function literalPasswords(config: VigilConfig): (readonly (string | number)[])[] {
  return config.cameras.flatMap((camera, index) => camera.inputs.flatMap((input, at) =>
    (extractPassword(input.url, '').password !== null ? [['cameras', index, 'inputs', at, 'url'] as const] : [])))
}

/** `VIGIL_SERVER_PORT=9000` sets `server.port`. */
function withOverrides(value: unknown, overrides: ReadonlyMap<string, string>): unknown {
  if (overrides.size === 0 || typeof value !== 'object' || value === null) return value
  const copy = structuredClone(value) as Record<string, unknown>
  for (const [path, text] of overrides) {
    const steps = path.split('.')
    let target = copy
    for (const step of steps.slice(0, -1)) target = (target[step] ??= {}) as Record<string, unknown>
    const last = steps.at(-1)
    if (last !== undefined) target[last] = scalar(text)
  }
  return copy
}

function scalar(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
