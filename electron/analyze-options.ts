import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { UsageError, userDataFolder } from './door-options.ts'

export interface AnalyzeOptions {
  readonly files: readonly string[]
  readonly config: string | null
  readonly camera: string | null
  readonly out: string | null
  readonly models: string | undefined
  readonly data: string
  readonly help: boolean
}

export const ANALYZE_HELP = `vigil analyze FILE… : the same engine over files, as fast as the machine goes, nothing dropped
  --config FILE     apply the rules of a camera of this config (its address is not used)
  --camera ID       which camera (default: the first)
  --out FILE        write there instead of to stdout
  --format jsonl    one JSON line per event, then a summary
  --models DIR      where the detection models are`

export function parseAnalyzeOptions(args: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): AnalyzeOptions {
  const { values, positionals } = parse(args)
  if (values.format !== undefined && values.format !== 'jsonl') throw new UsageError(`--format: expected jsonl, got "${values.format}"`)
  if (positionals.length === 0 && values.help !== true) throw new UsageError(`no file was given\n${ANALYZE_HELP}`)
  return {
    files: positionals, config: values.config === undefined ? null : resolve(values.config), camera: values.camera ?? null, out: values.out ?? null,
    models: values.models, data: env['VIGIL_DATA'] ?? userDataFolder(env, platform), help: values.help ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        config: { type: 'string' }, camera: { type: 'string' }, out: { type: 'string' }, format: { type: 'string' }, models: { type: 'string' }, help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}; see --help`)
  }
}
