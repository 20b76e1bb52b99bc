import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { UsageError, userDataFolder } from './door-options.ts'

export interface AnalyzeOptions {
  readonly files: readonly string[]
  readonly config: string | null
  readonly camera: string | null
  readonly out: string | null
  /** Where every frame's boxes go; null = nowhere. */
  readonly tracks: string | null
  readonly models: string | undefined
  readonly data: string
  readonly help: boolean
  /** A data folder whose stored tracks are judged by `config`, instead of files. */
  readonly replay: string | null
  /** The config they were recorded with. */
  readonly against: string | null
  readonly from: string | null
  readonly to: string | null
}

export const ANALYZE_HELP = `vigil analyze FILE… : the same engine over files, as fast as the machine goes, nothing dropped
  --config FILE     apply the rules of a camera of this config (its address is not used)
  --camera ID       which camera (default: the first)
  --out FILE        write there instead of to stdout
  --tracks FILE     write every frame's boxes there: one JSON line per frame
  --format jsonl    one JSON line per event, then a summary
  --replay DATA     instead of files: judge the stored tracks of a data folder by the rules of --config, and say what would be gained and lost
                    (--camera ID: only this one; an engine may be at work on the folder)
  --against FILE    the config to compare with (default: DATA/vigil.yml)
  --from, --to TIME the part of the log, such as 2026-11-21T10:15:00Z (default: all of it)
  --models DIR      where the detection models are`

export function parseAnalyzeOptions(args: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): AnalyzeOptions {
  const { values, positionals } = parse(args)
  if (values.format !== undefined && values.format !== 'jsonl') throw new UsageError(`--format: expected jsonl, got "${values.format}"`)
  if (values.replay !== undefined && positionals.length > 0) throw new UsageError(`--replay takes a data folder and no files; "${positionals[0]}" is not expected here`)
  const lone = values.replay === undefined && (['against', 'from', 'to'] as const).find((name) => values[name] !== undefined)
  if (lone) throw new UsageError(`--${lone} belongs to --replay DATA`)
  if (values.replay !== undefined && values.tracks !== undefined) throw new UsageError('--tracks belongs to files: a replay analyses no frames')
  if (positionals.length === 0 && values.help !== true && values.replay === undefined) throw new UsageError(`no file was given\n${ANALYZE_HELP}`)
  return {
    files: positionals, config: values.config === undefined ? null : resolve(values.config), camera: values.camera ?? null, out: values.out ?? null, tracks: values.tracks ?? null,
    models: values.models, data: env['VIGIL_DATA'] ?? userDataFolder(env, platform), help: values.help ?? false,
    replay: values.replay === undefined ? null : resolve(values.replay), against: values.against === undefined ? null : resolve(values.against), from: values.from ?? null, to: values.to ?? null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        replay: { type: 'string' }, against: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' },
        config: { type: 'string' }, camera: { type: 'string' }, out: { type: 'string' }, tracks: { type: 'string' }, format: { type: 'string' }, models: { type: 'string' }, help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}; see --help`)
  }
}
