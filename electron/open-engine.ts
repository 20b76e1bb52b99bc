import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose, type Door, type Engine } from './compose.ts'
import { lockData } from './data-lock.ts'
import { systemClock } from './ports/clock.ts'
import type { Logger } from './ports/logger.ts'
import type { SecretStore } from './ports/secret-store.ts'
import type { WorkerHost } from './ports/worker-host.ts'
import { ConfigService } from './services/config/config-service.ts'
import { readEnvironment } from './services/config/environment.ts'
import { VERSION } from './version.ts'

export interface EngineSetup {
  readonly kind: Door['kind']
  readonly data: string
  readonly configFile: string
  readonly models: readonly string[]
  /** The built entries and the screens. */
  readonly workersFolder: string
  readonly uiFolder: string
  readonly workers: WorkerHost
  readonly secrets: SecretStore
  readonly logger: Logger
}

/** What both doors do to get an engine: read the environment and the config, then compose. Throws a ConfigError for a config that cannot be used. */
export async function openEngine(setup: EngineSetup): Promise<Engine & { readonly config: ConfigService }> {
  const { kind, data, configFile, models, logger, workers, secrets } = setup
  const environment = readEnvironment(process.env)
  for (const warning of environment.warnings) logger.warn({}, warning)
  const config = await ConfigService.load({ file: configFile, overrides: environment.overrides, clock: systemClock, logger })
  const releaseData = lockData(data, process.pid)
  process.on('exit', releaseData)
  const runtime = mkdtempSync(join(tmpdir(), 'vigil-'))
  const removeRuntime = (): void => rmSync(runtime, { recursive: true, force: true })
  process.on('exit', removeRuntime)
  const engine = await compose({
    kind, version: VERSION, config, clock: systemClock, logger, env: process.env, secrets, workers,
    paths: { data, configFile, models, runtime, workers: setup.workersFolder, renderer: setup.uiFolder },
  })
  return {
    services: engine.services,
    config,
    async stop() {
      await engine.stop()
      removeRuntime()
      releaseData()
      process.off('exit', removeRuntime)
      process.off('exit', releaseData)
    },
  }
}
