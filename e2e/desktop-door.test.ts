import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { readFrameNumber } from '../electron/services/capture/test-pattern.ts'
import type { Diagnostics } from '../renderer/ui/wall/diagnostics.ts'
import { launchBrowser } from '../test-support/browser.ts'
import { type Desktop, startDesktop } from '../test-support/desktop.ts'
import { type DesktopPage, openDesktopPage } from '../test-support/desktop-page.ts'

const PAINTS = 10

/** The built shell, preload and screens together: everything of the desktop door but Electron's own runtime. */
describe('the desktop door with its screens', () => {
  let desktop: Desktop
  let browser: Browser
  let shown: DesktopPage

  beforeAll(async () => {
    desktop = await startDesktop({ built: true, config: { version: 1, detector: { model: 'none' }, cameras: [{ id: 'gate', name: 'Main gate', inputs: [{ url: 'test:pattern' }], detect: { fps: 15, width: 320 } }] } })
    browser = await launchBrowser()
    shown = await openDesktopPage(browser, desktop, '/?diagnostics#/live')
  })
  afterAll(async () => {
    await browser?.close()
    await desktop?.close()
  })

  it('needs no token and no server: the page reaches the engine through its port', async () => {
    await shown.page.getByText('Main gate').first().waitFor()
    expect(await shown.page.evaluate(() => globalThis.vigilDesktop)).toEqual({ door: 'desktop', platform: 'linux' })
  })

  const paintedNumbers = async (): Promise<{ sequence: number; number: number }[]> => {
    const painted: { sequence: number; number: number }[] = []
    while (painted.length < PAINTS) {
      const one = await shown.page.evaluate(async (id) => {
        const { frameId, width, height, rgba } = await (globalThis.vigilDiagnostics as Diagnostics).capture(id, { size: 'source', overlay: false })
        return { frameId, width, height, strip: Array.from(rgba.slice(0, width * Math.ceil(height / 10) * 4)) }
      }, 'gate')
      const sequence = Number(one.frameId.split('/').at(-1))
      if (painted.at(-1)?.sequence === sequence) continue
      painted.push({ sequence, number: readFrameNumber((x, y) => one.strip[(y * one.width + x) * 4] ?? 0, one.width, one.height) })
    }
    return painted
  }

  it('paints the frames that came over the camera\'s own port, each under its own id', async () => {
    // Nothing is thinned away at the source's own rate: the number in the picture is the frame's sequence.
    expect((await paintedNumbers()).filter(({ sequence, number }) => number !== sequence)).toEqual([])
  })

  it('goes on after a reload, which takes every port of the page with it', async () => {
    await shown.page.reload()
    await shown.page.getByText('Main gate').first().waitFor()
    expect(await paintedNumbers()).toHaveLength(PAINTS)
  })

  it('gets pictures and parts of clips on its own origin', async () => {
    const answers = await shown.page.evaluate(async () => ({
      snapshot: (await fetch('/api/v1/cameras/gate/snapshot.jpg')).headers.get('content-type'),
      none: (await fetch('/api/v1/events/none/clip.mp4', { headers: { range: 'bytes=0-1' } })).status,
    }))
    expect(answers).toEqual({ snapshot: 'image/jpeg', none: 404 })
  })

  it('shows nothing wrong on the console', () => {
    expect(shown.errors.filter((text) => !text.includes('404'))).toEqual([])
  })
})
