import { resolve } from 'node:path'
import { HEADLESS_HELP, parseHeadlessOptions, UsageError } from './door-options.ts'
import { childWorkerHost } from './hosts/headless/child-worker.ts'
import { startConsoleServer } from './hosts/headless/console-server.ts'
import { jsonLogger } from './hosts/headless/json-logger.ts'
import { keyFileSecrets } from './hosts/headless/key-file.ts'
import { openInBrowser } from './hosts/headless/open-browser.ts'
import { viewerUpgrade } from './hosts/headless/viewer-sockets.ts'
import { openEngine } from './open-engine.ts'
import { ConfigError } from './services/config/config-service.ts'

const STOP_LIMIT_MS = 4_500

const fail = (code: 1 | 2, lines: string): never => {
  process.stderr.write(`${lines}\n`)
  process.exit(code)
}

async function run(): Promise<void> {
  const here = import.meta.dirname
  const uiFolder = resolve(here, '../renderer')
  const options = parseHeadlessOptions(process.argv.slice(2), process.env, process.platform, { root: resolve(here, '../..') })
  if (options.help) {
    process.stdout.write(`${HEADLESS_HELP}\n`)
    return
  }
  const { data } = options
  const logger = jsonLogger(options.logLevel)
  const engine = await openEngine({
    kind: 'headless', data, configFile: options.config, models: options.models, logger, workersFolder: here, uiFolder,
    secrets: keyFileSecrets(data), workers: childWorkerHost(here),
  })
  const { host, port } = engine.config.config.server
  const server = await startConsoleServer({
    services: engine.services, logger, host: options.host ?? host, port: options.port ?? port, data, env: process.env, uiFolder,
    viewer: viewerUpgrade(engine.services),
  }).catch(async (error: Error) => {
    await engine.stop()
    throw error
  })

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    await server.stop()
    await engine.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  // A fork's channel to us: whoever started Vigil and is gone cannot stop it any more.
  process.on('disconnect', () => void stop())

  process.stdout.write(`vigil ready ${server.address}\n`)
  if (options.open) openInBrowser(server.address, logger)
}

process.on('unhandledRejection', (error) => process.stderr.write(`${JSON.stringify({ level: 50, msg: 'an unhandled rejection; this is a bug', error: String(error instanceof Error ? error.stack : error) })}\n`))
run().catch((error: unknown) => {
  if (error instanceof UsageError || error instanceof ConfigError) return fail(2, error.message)
  return fail(1, error instanceof Error ? `vigil: ${error.message}` : String(error))
})
