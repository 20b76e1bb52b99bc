import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { footagePath } from '../test-support/footage.ts'
import { placePicture, toFraction, toPixels } from '../renderer/ui/picture/letterbox.ts'

/** Of the recording. */
const SHAPE = { width: 16, height: 9 }
const WAIT = { timeout: 20_000 }

/** An operator asks about somebody on the wall, looks a little earlier and follows the answer to the event. */
describe('why no alert, on the wall', () => {
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage

  beforeAll(async () => {
    engine = await startEngine({
      config: {
        version: 1,
        cameras: [
          { id: 'room', name: 'Meeting room', inputs: [{ url: `file:${footagePath('one-by-one-person-detection.mp4')}`, loop: true }], record: { mode: 'off' } },
          { id: 'dead', inputs: [{ url: 'rtsp://127.0.0.1:9/none' }] },
        ],
      },
    })
    browser = await launchBrowser()
    console_ = await openConsole(browser, engine, '#/live')
    await engine.until('an event', async () => (await engine.events()).length > 0, 40_000)
  }, 70_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  const press = async (camera: string, point: readonly [number, number]): Promise<void> => {
    const layer = console_.page.getByTestId(`why-${camera}`)
    const area = await layer.boundingBox()
    if (!area) throw new Error(`the tile of "${camera}" has no place`)
    const [x, y] = toPixels(placePicture({ area, picture: SHAPE, fit: 'contain' }), [point[0], point[1]])
    await layer.click({ position: { x, y } })
  }
  /** Which spot of the picture the mark is on. */
  const marked = async (fit: 'contain' | 'cover' = 'contain'): Promise<readonly [number, number]> => {
    const { mark, area } = await console_.page.evaluate(() => {
      const tile = document.querySelector('.why-layer:has(.why-mark)')?.getBoundingClientRect()
      const circle = document.querySelector('.why-layer .why-mark')?.getBoundingClientRect()
      if (!tile || !circle) throw new Error('there is no mark')
      return { mark: [circle.x + circle.width / 2 - tile.x, circle.y + circle.height / 2 - tile.y] as const, area: { width: tile.width, height: tile.height } }
    })
    return toFraction(placePicture({ area, picture: SHAPE, fit }), mark)
  }
  const verdict = async (): Promise<string> => {
    await console_.page.getByTestId('why-verdict').waitFor(WAIT)
    return await console_.page.getByTestId('why-verdict').textContent() ?? ''
  }
  const asked = async (): Promise<number> => Date.parse(await console_.page.getByTestId('why-panel').locator('time').first().getAttribute('datetime') ?? '')
  const focused = (): Promise<string | null | undefined> => console_.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))

  it('answers about a person with the event and the picture of that moment', async () => {
    const { page } = console_
    await page.getByTestId('toggle-why').click()
    // People come and go: as an operator would, press where one is seen.
    await expect.poll(async () => {
      const [painted] = await console_.capture('room', 1)
      const person = painted?.boxes.find(({ label, confirmed }) => label === 'person' && confirmed)
      if (!person) return 'nobody is there'
      await press('room', [person.box[0] + person.box[2] / 2, person.box[1] + person.box[3] / 2])
      return verdict()
    }, { timeout: 30_000, interval: 500 }).toMatch(/^It is part of the person event of \d\d:\d\d:\d\d\.$/)
    expect(await page.getByTestId('why-picture').locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640)
  }, 60_000)

  it('keeps the mark on its spot whatever the tile becomes', async () => {
    const { page } = console_
    const [x, y] = await marked()
    await page.setViewportSize({ width: 1024, height: 700 })
    const small = await marked()
    await page.keyboard.press('f')
    const filled = await marked('cover')
    await page.keyboard.press('f')
    await page.setViewportSize({ width: 1440, height: 900 })
    for (const spot of [small, filled, await marked()]) {
      expect(spot[0]).toBeCloseTo(x, 2)
      expect(spot[1]).toBeCloseTo(y, 2)
    }
  })

  it('tells of ten seconds earlier, and leads to the event', async () => {
    const { page } = console_
    const [before, said] = [await asked(), await verdict()]
    await page.getByRole('button', { name: '10 s earlier', exact: true }).click()
    await verdict()
    expect(await asked()).toBe(before - 10_000)
    // The picture was of another moment.
    expect(await page.getByTestId('why-picture').count()).toBe(0)
    await page.getByRole('button', { name: '10 s later', exact: true }).click()
    expect(await verdict()).toBe(said)
    expect(await page.getByTestId('why-picture').count()).toBe(1)
    await page.getByTestId('why-event').click()
    await expect.poll(() => page.evaluate(() => location.hash), WAIT).toMatch(/^#\/review\/./)
    const shown = (await page.evaluate(() => location.hash)).split('/').at(-1)
    expect((await engine.events()).filter(({ camera, label }) => camera === 'room' && label === 'person').map(({ id }) => id)).toContain(shown)
  }, 60_000)

  it('works by keyboard, for a dead camera too', async () => {
    const { page } = console_
    // Whoever comes back from the event finds the answer where it was.
    await page.evaluate(() => { location.hash = '#/live' })
    expect(await verdict()).toMatch(/^It is part of/)
    await page.keyboard.press('Escape')
    await page.getByTestId('tile-dead').focus()
    await page.keyboard.press('w')
    await expect.poll(focused, WAIT).toBe('why-dead')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('why-verdict').textContent(), WAIT).toMatch(/^Nothing is known yet/)
    const [x] = await marked()
    await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await marked())[0], WAIT).toBeGreaterThan(x)
    await page.keyboard.press('Escape')
    await expect.poll(focused, WAIT).toBe('tile-dead')
    expect(await page.getByTestId('why-panel').count()).toBe(0)
  }, 60_000)

  it('logs no error', () => {
    expect(console_.errors).toEqual([])
  })
})
