import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers } from '../test-support/accessibility.ts'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { footagePath } from '../test-support/footage.ts'

const ROUTES = ['live', 'review', 'review?view=list&label=person', 'review?view=recordings&cameras=room', 'performance', 'cameras', 'cameras/room', 'cameras/room/regions', 'cameras/room/detection', 'cameras/room/recording', 'settings', 'settings/storage', 'settings/operator'] as const
const SIZES = [{ width: 1440, height: 900 }, { width: 1024, height: 700 }] as const

/** Every screen, with a living camera, a dead one and a stored event, in both themes and at both sizes. */
describe('the screens', () => {
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage

  beforeAll(async () => {
    engine = await startEngine({
      config: {
        version: 1,
        cameras: [
          { id: 'room', name: 'A meeting room with quite a long name on the second floor', inputs: [{ url: `file:${footagePath('one-by-one-person-detection.mp4')}`, loop: true }],
            zones: [{ id: 'table', points: [[0.3, 0.4], [0.7, 0.4], [0.7, 1], [0.3, 1]] }], lines: [{ id: 'door', from: [0.75, 0], to: [0.75, 1] }],
            motion: { masks: [{ id: 'clock', points: [[0.02, 0.02], [0.18, 0.02], [0.18, 0.12], [0.02, 0.12]] }] }, objectMasks: [{ id: 'statue', points: [[0.02, 0.6], [0.12, 0.6], [0.12, 0.95]] }],
            privacy: [{ id: 'window', points: [[0.82, 0.05], [0.98, 0.05], [0.98, 0.3], [0.85, 0.35]] }] },
          { id: 'dead', inputs: [{ url: 'rtsp://127.0.0.1:9/none' }] },
        ],
      },
    })
    browser = await launchBrowser()
    console_ = await openConsole(browser, engine, '#/live')
    await engine.until('an event', async () => (await engine.events()).length > 0, 40_000)
  })
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  it.each(['dark', 'light'] as const)('can be used by everybody (%s)', async (colorScheme) => {
    const { page } = console_
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const found: string[] = []
    for (const route of ROUTES) {
      await page.evaluate((hash) => { location.hash = `#/${hash}` }, route)
      await page.locator('main').waitFor({ timeout: 5_000 })
      for (const barrier of await barriers(page)) found.push(`${route}: ${barrier}`)
    }
    expect(found).toEqual([])
  })

  it.each(['dark', 'light'] as const)('edit regions of every kind (%s)', async (colorScheme) => {
    const { page } = console_
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => { location.hash = '#/cameras/room/regions' })
    const found: string[] = []
    for (const shape of ['zone-table', 'line-door', 'mask-clock', 'object-mask-statue', 'privacy-window']) {
      await page.getByTestId(`region-${shape}`).click()
      await page.getByTestId('shape-settings').waitFor()
      if (shape === 'zone-table' && (await page.getByTestId('zone-filter-person').count()) === 0) {
        await page.getByTestId('filter-label').fill('person')
        await page.keyboard.press('Enter')
        await page.getByTestId('filter-person-minScore').fill('0.8')
      }
      for (const barrier of await barriers(page)) found.push(`${shape}: ${barrier}`)
    }
    expect(found).toEqual([])
  })

  it.each(['dark', 'light'] as const)('can be asked why by everybody (%s)', async (colorScheme) => {
    const { page } = console_
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => { location.hash = '#/live' })
    await page.getByTestId('toggle-why').click()
    for (const camera of ['room', 'dead']) {
      await page.getByTestId(`why-${camera}`).click()
      await page.getByTestId('why-panel').locator('time').first().waitFor({ timeout: 5_000 })
      await page.getByTestId('why-verdict').waitFor({ timeout: 15_000 })
      for (const size of [...SIZES].toReversed()) {
        await page.setViewportSize(size)
        expect(await barriers(page)).toEqual([])
        const wider = await page.getByTestId('why-panel').evaluate((panel) => [panel, ...panel.querySelectorAll('.why-body')].map((part) => part.scrollWidth - part.clientWidth))
        expect(Math.max(...wider), 'the panel is too narrow by').toBeLessThanOrEqual(0)
      }
    }
    await page.keyboard.press('Escape')
  }, 60_000)

  it.each(SIZES)('fit into $width x $height', async (size) => {
    const { page } = console_
    await page.setViewportSize(size)
    for (const route of ROUTES) {
      await page.evaluate((hash) => { location.hash = `#/${hash}` }, route)
      await page.locator('main').waitFor({ timeout: 5_000 })
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wider, `${route} is wider than the window by`).toBeLessThanOrEqual(0)
    }
  })

  it('ask for the token when there is none', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(engine.url)
    await page.getByTestId('login-token').fill('wrong')
    await page.getByTestId('login-open').click()
    await page.getByText(/token/i).first().waitFor()
    await page.getByTestId('login-token').fill(engine.token)
    await page.getByTestId('login-open').click()
    await page.getByTestId('nav-live').waitFor()
    await context.close()
  })

  it('log no error', () => {
    expect(console_.errors).toEqual([])
  })
})
