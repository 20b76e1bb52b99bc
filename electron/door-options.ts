import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface HeadlessOptions {
  readonly data: string
  readonly config: string
  readonly host: string
  readonly port: number
  readonly models: readonly string[]
  readonly logLevel: string
  readonly open: boolean
  readonly help: boolean
}

/** What the command line got wrong; one line per problem, exit code 2. */
export class UsageError extends Error {}

export const HEADLESS_HELP = `vigil headless: the engine without a window, its screens in the browser
  --data DIR         where recordings and settings live (default: the user-data folder)
  --config FILE      the config file (default: DIR/vigil.yml)
  --host ADDRESS     what to listen on (default: server.host, 127.0.0.1)
  --port N           0 = any free one (default: server.port, 8787)
  --models DIR       where the detection models are
  --log-level LEVEL  debug, info, warn or error (default: info)
  --open             open the screens in the browser`

/** The folder for user data, as Electron would choose it. */
export function userDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Vigil')
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Vigil')
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Vigil')
}

/** Model folders, the first one that holds a model wins: --models, VIGIL_MODELS, the data folder, what came with the program. */
export const modelFolders = (flag: string | undefined, env: NodeJS.ProcessEnv, data: string, shipped: string): string[] =>
  [flag, env['VIGIL_MODELS'], join(data, 'models'), shipped].flatMap((folder) => (folder === undefined || folder === '' ? [] : [resolve(folder)]))

export function parseHeadlessOptions(args: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform, server: { root: string }): Omit<HeadlessOptions, 'host' | 'port'> & { host: string | null; port: number | null } {
  const { values, positionals } = parse(args)
  if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not expected here; see --help`)
  const data = resolve(values.data ?? env['VIGIL_DATA'] ?? userDataFolder(env, platform))
  const port = values.port === undefined ? null : Number(values.port)
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new UsageError(`--port: expected a number from 0 to 65535, got "${values.port}"`)
  const logLevel = checkedLevel(values['log-level'] ?? 'info')
  // Node would listen on every address for an empty host.
  for (const name of ['data', 'config', 'host', 'models'] as const) if (values[name]?.trim() === '') throw new UsageError(`--${name}: expected a value after it`)
  if (values.config !== undefined && !existsSync(values.config)) throw new UsageError(`--config: there is no file ${values.config}; leave --config out to begin with an empty one in the data folder`)
  return {
    data, config: resolve(values.config ?? join(data, 'vigil.yml')), host: values.host ?? null, port, logLevel, open: values.open ?? false, help: values.help ?? false,
    models: modelFolders(values.models, env, data, join(server.root, 'resources', 'models')),
  }
}

export interface DesktopOptions {
  readonly data: string
  readonly configFile: string
  readonly models: readonly string[]
  readonly logLevel: string
  /** Prove that a session runs and a row is stored, print it, and leave. */
  readonly smoke: boolean
}

interface DesktopSurroundings {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Electron's own choice of folder. */
  readonly userData: string
  readonly smokeData: string
  readonly shippedModels: string
}

/** Not strict: the arguments are also Chromium's, and what it does not know it ignores as well. */
export function parseDesktopOptions({ args, env, userData, smokeData, shippedModels }: DesktopSurroundings): DesktopOptions {
  const { values } = parseArgs({
    args: [...args], strict: false, allowPositionals: true,
    options: { data: { type: 'string' }, config: { type: 'string' }, models: { type: 'string' }, 'log-level': { type: 'string' }, smoke: { type: 'boolean' } },
  })
  const text = (name: 'data' | 'config' | 'models' | 'log-level'): string | undefined => {
    const value = values[name]
    if (value === undefined || (typeof value === 'string' && value !== '')) return value
    throw new UsageError(`--${name}: expected a value after it`)
  }
  const smoke = values.smoke === true
  const data = resolve(text('data') ?? (smoke ? smokeData : (env['VIGIL_DATA'] ?? userData)))
  return { data, configFile: resolve(text('config') ?? join(data, 'vigil.yml')), models: modelFolders(text('models'), env, data, shippedModels), logLevel: checkedLevel(text('log-level') ?? 'info'), smoke }
}

function checkedLevel(level: string): string {
  if (!['debug', 'info', 'warn', 'error'].includes(level)) throw new UsageError(`--log-level: expected debug, info, warn or error, got "${level}"`)
  return level
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        data: { type: 'string' }, config: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' }, models: { type: 'string' },
        'log-level': { type: 'string' }, open: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}; see --help`)
  }
}
