import { BrowserWindow } from 'electron'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'

interface WindowOptions {
  readonly origin: string
  readonly preload: string
  readonly icon: string | null
  readonly clock: Clock
  readonly logger: Logger
}

/** Not at once: a page that dies while it loads would otherwise keep the machine busy with dying. */
const RELOAD_AFTER_MS = 1_000

/** The console's window: sandboxed, and never slowed down behind another one, because a wall that is covered for a moment must not fall behind. */
export function openWindow({ origin, preload, icon, clock, logger }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440, height: 900, minWidth: 800, minHeight: 560, show: false, title: 'Vigil', backgroundColor: '#0B0E12', autoHideMenuBar: true,
    ...(icon !== null && { icon }),
    webPreferences: {
      preload, sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, navigateOnDragDrop: false, spellcheck: false, backgroundThrottling: false,
    },
  })
  const load = (): void => {
    if (!window.isDestroyed()) void window.loadURL(`${origin}/`).catch((error: Error) => logger.error({ error: error.message }, 'the window could not load its page'))
  }
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    logger.error({ reason, exitCode }, 'the page\'s process ended; loading it again')
    clock.after(RELOAD_AFTER_MS, load)
  })
  load()
  return window
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
