import { type Browser, chromium, type Page } from 'playwright-core'
import type { TrackState } from '../common/frame-result.ts'
import type { Diagnostics } from '../renderer/ui/wall/diagnostics.ts'
import type { RunningEngine } from './engine.ts'
import { readFrameNumber } from '../electron/services/capture/test-pattern.ts'

const CAPTURE_LIMIT_MS = 60_000
const FIRST_PICTURE_LIMIT_MS = 15_000
const CHROMIUM = process.env['VIGIL_TEST_CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage']

export interface PaintedNumber {
  readonly frameId: string
  readonly ptsMs: number
  readonly boxes: readonly TrackState[]
  /** Read from the canvas. */
  readonly number: number
}

export interface ConsolePage {
  readonly page: Page
  /** Console errors and uncaught exceptions so far. */
  readonly errors: string[]
  /** `count` different paints of a camera's tile, each with the number its pixels show. */
  capture(camera: string, count: number): Promise<PaintedNumber[]>
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: FLAGS }).catch((error: unknown) => {
    throw new Error(`Chromium did not start from ${CHROMIUM}; run ./setup --test\n${String(error)}`)
  })

/** The console in a browser, signed in, with its diagnostics handle. */
export async function openConsole(browser: Browser, engine: RunningEngine, route: string, size = { width: 1440, height: 900 }): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: size })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()) })
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.goto(`${engine.url}/?diagnostics#token=${engine.token}`)
  await page.waitForSelector('[data-testid="nav-live"]')
  await page.evaluate((hash) => { location.hash = hash }, route)
  return {
    page, errors,
    async capture(camera, count) {
      const samples = await page.evaluate(async ({ id, wanted, limit, wait }) => {
        const diagnostics = (globalThis as unknown as { vigilDiagnostics: Diagnostics }).vigilDiagnostics
        const taken: { frameId: string; ptsMs: number; boxes: readonly TrackState[]; width: number; height: number; row: number[] }[] = []
        const until = performance.now() + limit
        while (taken.length < wanted && performance.now() < until) {
          const unanswered = new Promise<never>((_, fail) => { setTimeout(() => fail(new Error(`the tile of "${id}" shows nothing`)), wait) })
          const { frameId, ptsMs, boxes, width, picture, rgba } = await Promise.race([diagnostics.capture(id), unanswered])
          if (taken.at(-1)?.frameId !== frameId) {
            // One row through the strip is all that has to cross to the test.
            const y = Math.floor(picture.y + picture.height / 20)
            const row = Array.from({ length: Math.floor(picture.width) }, (_, x) => rgba[(y * width + Math.floor(picture.x) + x) * 4 + 1] ?? 0)
            taken.push({ frameId, ptsMs, boxes, width: row.length, height: 1, row })
          }
          await new Promise((painted) => { requestAnimationFrame(painted) })
        }
        return taken
      }, { id: camera, wanted: count, limit: CAPTURE_LIMIT_MS, wait: FIRST_PICTURE_LIMIT_MS })
      return samples.map(({ frameId, ptsMs, boxes, row, width }) => ({ frameId, ptsMs, boxes, number: readFrameNumber((x) => row[x] ?? 0, width, 1) }))
    },
  }
}
