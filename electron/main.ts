import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow, dialog, Menu } from 'electron'
import { messageOf } from '../common/message-of.ts'
import { type DesktopOptions, parseDesktopOptions, UsageError } from './door-options.ts'
import { APP_ORIGIN, registerAppScheme, serveApp } from './hosts/electron/app-protocol.ts'
import { guardPages } from './hosts/electron/guards.ts'
import { keepServer } from './hosts/electron/optional-server.ts'
import { takePagePorts } from './hosts/electron/page-ports.ts'
import { stopBeforeQuit } from './hosts/electron/quit.ts'
import { openSafeSecrets } from './hosts/electron/safe-secrets.ts'
import { utilityWorkerHost } from './hosts/electron/utility-worker.ts'
import { viewerBridge } from './hosts/electron/viewer-bridge.ts'
import { focusWindow, openWindow } from './hosts/electron/window.ts'
import { startConsoleServer } from './hosts/headless/console-server.ts'
import { jsonLogger } from './hosts/headless/json-logger.ts'
import { keyFileSecrets } from './hosts/headless/key-file.ts'
import { openEngine } from './open-engine.ts'
import { systemClock } from './ports/clock.ts'
import { serveOverPorts } from './rpc/serve-port.ts'
import { ConfigError } from './services/config/config-service.ts'
import { runSmoke } from './smoke.ts'

const here = import.meta.dirname
const resources = app.isPackaged ? process.resourcesPath : resolve(here, '../../resources')
const uiFolder = resolve(here, '../renderer')

async function run({ data, configFile, models, logLevel, smoke }: DesktopOptions): Promise<void> {
  const logger = jsonLogger(logLevel)
  const engine = await openEngine({
    kind: 'desktop', data, configFile, models, logger, workersFolder: here, uiFolder,
    secrets: await openSafeSecrets(data, keyFileSecrets(data)), workers: utilityWorkerHost(here, logger),
  })
  const { services } = engine
  const ends: (() => void | Promise<void>)[] = [() => engine.stop()]
  const stop = async (): Promise<void> => { for (const end of ends.splice(0).toReversed()) await end() }
  if (smoke) {
    try {
      process.stdout.write(`smoke ok ${JSON.stringify({ electron: process.versions['electron'], ...await runSmoke(services) })}\n`)
    } finally {
      await stop()
    }
    return app.exit(0)
  }
  stopBeforeQuit({ clock: systemClock, logger, stop })

  const devServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)
  const origin = devServer === null ? APP_ORIGIN : new URL(devServer).origin
  let window: BrowserWindow | null = null
  const rpc = serveOverPorts(services, logger)
  ends.push(() => rpc.stop(), takePagePorts({ services, origin, window: () => window, logger, serveRpc: rpc.serve }))
  serveApp({ services, uiFolder, devServer })
  guardPages(origin)
  ends.push(keepServer({
    services, logger, start: ({ host, port }) => startConsoleServer({ services, logger, host, port, data, env: process.env, uiFolder, viewer: viewerBridge(services) }),
  }))
  // macOS needs its menu for copy, paste and quit; elsewhere it would only offer what the console does not have.
  if (process.platform !== 'darwin' && devServer === null) Menu.setApplicationMenu(null)
  const icon = join(resources, 'icon.png')
  window = openWindow({ origin, preload: resolve(here, '../preload/preload.cjs'), icon: existsSync(icon) ? icon : null, clock: systemClock, logger })
  window.on('closed', () => { window = null })
  app.on('second-instance', () => { if (window) focusWindow(window) })
}

/** Told on stderr, and in a box for those who started Vigil with a click. */
function fail(error: unknown, boxed: boolean): void {
  const wrong = error instanceof ConfigError || error instanceof UsageError
  const text = messageOf(error)
  process.stderr.write(`${wrong ? '' : 'vigil: '}${text}\n`)
  if (boxed) dialog.showErrorBox(wrong ? 'Vigil cannot use its settings' : 'Vigil could not start', text)
  app.exit(wrong ? 2 : 1)
}

function start(): void {
  const options = parseDesktopOptions({
    args: process.argv.slice(1), env: process.env, userData: app.getPath('userData'), smokeData: join(app.getPath('temp'), `vigil-smoke-${process.pid}`), shippedModels: join(resources, 'models'),
  })
  // The lock and the page's own storage go with the data: two consoles over one data folder would write the same files.
  mkdirSync(options.data, { recursive: true })
  app.setPath('userData', options.data)
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  void app.whenReady().then(() => run(options)).catch((error: unknown) => fail(error, !options.smoke))
}

process.on('unhandledRejection', (error) => process.stderr.write(`${JSON.stringify({ level: 50, msg: 'an unhandled rejection; this is a bug', error: String(error instanceof Error ? error.stack : error) })}\n`))
app.enableSandbox()
registerAppScheme()
try {
  start()
} catch (error) {
  fail(error, false)
}
