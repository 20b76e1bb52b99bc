import { app, BrowserWindow } from 'electron'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'

const STOP_LIMIT_MS = 4_500

/** Quitting waits until everything is stopped, so that the last event is stored and no ffmpeg stays behind; at most 4.5 s. */
export function stopBeforeQuit({ stop, clock, logger }: { stop: () => Promise<void>; clock: Clock; logger: Logger }): void {
  let stopping = false
  const end = async (): Promise<void> => {
    let exitCode = 0
    const late = Promise.withResolvers<void>()
    const cancel = clock.after(STOP_LIMIT_MS, () => {
      logger.error({}, `stopping took longer than ${STOP_LIMIT_MS} ms; leaving without waiting`)
      exitCode = 1
      late.resolve()
    })
    const stopped = stop().catch((error: unknown) => {
      logger.error({ error: error instanceof Error ? error.stack : String(error) }, 'stopping failed')
      exitCode = 1
    })
    await Promise.race([stopped, late.promise])
    cancel()
    // Not quit(): that would ask 'before-quit' again, and a page could object.
    app.exit(exitCode)
  }
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (stopping) return
    stopping = true
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    void end()
  })
  // On macOS too: there is no tray from which a console without a window could be called back.
  app.on('window-all-closed', () => app.quit())
}
