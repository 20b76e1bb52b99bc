import { beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../../../test-support/events.ts'
import { app, type BrowserWindow } from '../../../test-support/fake-electron.ts'
import { manualClock, type ManualClock } from '../../../test-support/manual-clock.ts'
import { focusWindow, openWindow } from './window.ts'

beforeAll(() => app.becomeReady())

const open = (icon: string | null = null): { window: BrowserWindow; clock: ManualClock } => {
  const clock = manualClock()
  const window = openWindow({ origin: 'app://vigil', preload: '/app/preload.cjs', icon, clock, logger: silentLogger })
  return { window: window as unknown as BrowserWindow, clock }
}
const gone = (window: BrowserWindow, reason: string): void => void window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })

it('shows the window when it has something to show', async () => {
  const { window } = open('/app/icon.png')
  expect([window.visible, window.options.icon]).toEqual([false, '/app/icon.png'])
  await Promise.resolve()
  expect(window.visible).toBe(true)
})

it('loads the page again a moment after its process died', () => {
  const { window, clock } = open()
  gone(window, 'crashed')
  gone(window, 'crashed')
  clock.advance(900)
  expect(window.loaded).toHaveLength(1)
  clock.advance(200)
  expect(window.loaded.slice(1)).toEqual(['app://vigil/', 'app://vigil/'])
})

it.each([
  { name: 'a process that ended as it should', act: (window: BrowserWindow) => gone(window, 'clean-exit') },
  { name: 'a window that was closed meanwhile', act: (window: BrowserWindow) => { gone(window, 'oom'); window.destroy() } },
])('leaves alone $name', ({ act }) => {
  const { window, clock } = open()
  act(window)
  clock.advance(5_000)
  expect(window.loaded).toHaveLength(1)
})

it.each([{ minimized: true, calls: ['restore', 'show', 'focus'] }, { minimized: false, calls: ['show', 'focus'] }])('comes to the front: minimized $minimized', ({ minimized, calls }) => {
  const { window } = open()
  window.minimized = minimized
  focusWindow(window as unknown as Parameters<typeof focusWindow>[0])
  expect(window.calls).toEqual(calls)
})
