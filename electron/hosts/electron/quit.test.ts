import { beforeEach, expect, it, vi } from 'vitest'
import { silentLogger } from '../../../test-support/events.ts'
import { manualClock } from '../../../test-support/manual-clock.ts'

/** The real module on a fresh fake, ready, with a window. */
async function running(stop: () => Promise<void>) {
  vi.resetModules()
  const { app, BrowserWindow } = await import('../../../test-support/fake-electron.ts')
  const { stopBeforeQuit } = await import('./quit.ts')
  const clock = manualClock()
  app.becomeReady()
  stopBeforeQuit({ stop, clock, logger: silentLogger })
  return { app, clock, window: new BrowserWindow() }
}
const turns = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

let stopping: PromiseWithResolvers<void>
let stops = 0
const stop = (): Promise<void> => {
  stops++
  return stopping.promise
}
beforeEach(() => {
  stopping = Promise.withResolvers()
  stops = 0
})

it.each([
  { name: 'quit', act: (app: { quit(): void }) => app.quit() },
  { name: 'the last window closed', act: (_app: object, window: { close(): void }) => window.close() },
])('waits until everything is stopped: $name', async ({ act }) => {
  const { app, window } = await running(stop)
  act(app, window)
  act(app, window)
  app.quit()
  await turns()
  expect([app.exitCode, stops]).toEqual([null, 1])
  stopping.resolve()
  await turns()
  expect(app.exitCode).toBe(0)
})

it('hides the windows at once', async () => {
  const { app, window } = await running(stop)
  app.quit()
  expect(window.visible).toBe(false)
})

it('leaves after 4.5 s all the same', async () => {
  const { app, clock } = await running(stop)
  app.quit()
  clock.advance(4_400)
  await turns()
  expect(app.exitCode).toBeNull()
  clock.advance(100)
  await turns()
  expect(app.exitCode).toBe(1)
})

it('leaves when stopping fails', async () => {
  const { app } = await running(stop)
  app.quit()
  stopping.reject(new Error('the disk is gone'))
  await turns()
  expect(app.exitCode).toBe(1)
})
