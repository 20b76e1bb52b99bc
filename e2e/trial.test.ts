import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers } from '../test-support/accessibility.ts'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { createTrackLog } from '../electron/services/tracks/track-log.ts'
import { busyCamera } from '../test-support/busy-camera.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { silentLogger } from '../test-support/events.ts'
import { footagePath } from '../test-support/footage.ts'
import { localStore } from '../test-support/open-store.ts'

/** The track log of the last `hours` of a busy camera, in a folder that an engine then works on. */
async function logOf(folder: string, camera: string, hours: number): Promise<void> {
  const endMs = Date.now()
  const startMs = endMs - hours * 3_600_000
  const local = localStore(folder, () => endMs)
  const log = createTrackLog({ store: local.store, logger: silentLogger })
  const next = busyCamera({ camera, startMs })
  for (let frame = 0; frame < hours * 36_000; frame += 1) {
    log.onResult(next())
    // The store's answers are taken between frames, as in the engine.
    if (frame % 300 === 0) await Promise.resolve()
  }
  log.stop()
  await log.flush(camera)
  local.close()
}

/** The regions editor tries what is drawn on the hours that were recorded. */
describe('trying regions on the last hours', () => {
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage

  beforeAll(async () => {
    const data = temporaryFolder()
    await logOf(data, 'yard', 6)
    engine = await startEngine({
      data,
      config: {
        version: 1,
        cameras: [
          { id: 'room', name: 'Meeting room', inputs: [{ url: `file:${footagePath('one-by-one-person-detection.mp4')}` }],
            zones: [{ id: 'table', name: 'Table', points: [[0.3, 0.4], [0.7, 0.4], [0.7, 1], [0.3, 1]] }], lines: [{ id: 'door', name: 'Door', from: [0.75, 0], to: [0.75, 1] }],
            events: { on: ['object', 'line'], requireZones: ['table'] } },
          { id: 'yard', name: 'Yard', enabled: false, inputs: [{ url: 'rtsp://127.0.0.1:9/none' }], zones: [{ id: 'left', name: 'Left', points: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]] }] },
          { id: 'dead', inputs: [{ url: 'rtsp://127.0.0.1:9/none' }] },
        ],
      },
    })
    browser = await launchBrowser()
    console_ = await openConsole(browser, engine, '#/cameras/room/regions')
    await engine.until('two events', async () => (await engine.events()).length >= 2, 60_000)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  it('finds the stored events again where nothing was drawn', async () => {
    const { page } = console_
    await page.getByTestId('try-regions').click()
    await page.getByTestId('trial-run').click()
    await page.getByTestId('trial-count-same').waitFor()
    expect(await page.getByTestId('trial-count-gained').innerText()).toMatch(/^0/)
    expect(await page.getByTestId('trial-count-lost').innerText()).toMatch(/^0/)
    expect(Number.parseInt(await page.getByTestId('trial-count-same').innerText(), 10)).toBeGreaterThanOrEqual(2)
    await page.getByTestId('trial-count-same').click()
    expect(await page.getByTestId('trial-row-same').count()).toBeGreaterThanOrEqual(2)
  })

  it('says what another loitering time would change, by keyboard, and shows each on the picture or opens it', async () => {
    const { page } = console_
    await page.keyboard.press('t')
    await page.getByTestId('trial').waitFor({ state: 'detached' })
    await page.getByTestId('region-zone-table').click()
    // Nobody stays for ten minutes.
    await page.getByTestId('shape-loitering').fill('600')
    await page.keyboard.press('Escape')
    await page.getByTestId('try-regions').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('trial-run').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('trial-row-lost').first().waitFor()
    expect(Number.parseInt(await page.getByTestId('trial-count-lost').innerText(), 10)).toBeGreaterThanOrEqual(2)
    await page.getByTestId('trial-row-lost').first().getByRole('button').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('trial-box').waitFor()
    expect(await page.getByTestId('trial-row-lost').first().getByRole('link').getAttribute('href')).toMatch(/^#\/review\/.+/)
  })

  it.each([{ colorScheme: 'dark', width: 1440, height: 900 }, { colorScheme: 'light', width: 1024, height: 700 }] as const)('can be used by everybody ($colorScheme, $width wide)', async ({ colorScheme, width, height }) => {
    const { page } = console_
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  })

  it('shows how far it is with six busy hours, can be cancelled, and be begun again', async () => {
    const { page } = console_
    await page.evaluate(() => { location.hash = '#/cameras/yard/regions' })
    await page.getByTestId('region-zone-left').waitFor()
    await page.keyboard.press('t')
    await page.getByRole('radio', { name: '24 hours' }).click()
    await page.getByTestId('trial-run').click()
    await engine.until('some of the log to be read', async () => /^[1-9]/.test(await page.getByTestId('trial-progress').innerText()))
    expect(await page.getByTestId('trial').evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBeLessThanOrEqual(0)
    expect(await barriers(page, '[data-testid="trial"]')).toEqual([])
    await page.getByTestId('trial-cancel').click()
    expect(await page.getByTestId('trial-count-same').count()).toBe(0)
    await page.getByTestId('trial-run').click()
    await page.getByTestId('trial-count-same').waitFor({ timeout: 25_000 })
    expect(Number.parseInt((await page.getByTestId('trial-count-same').innerText()).replaceAll(/\D/g, ''), 10)).toBeGreaterThan(1000)
  })

  it('has nothing to say of a camera that never lived, and says why not when the drawing cannot be tried', async () => {
    const { page } = console_
    await page.evaluate(() => { location.hash = '#/cameras/dead/regions' })
    await page.getByTestId('try-regions').click()
    await page.getByTestId('trial-run').click()
    await page.getByTestId('trial-nothing').waitFor()
    expect(await page.getByTestId('trial-nothing').innerText()).toMatch(/Nothing is stored of this time/)
    expect(console_.errors).toEqual([])
  })
})
