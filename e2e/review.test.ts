import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { decodedFrames } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'

const REVIEWED = 20

/** A night's events, seen to by keyboard alone; the clips are real, and so is the file that leaves. */
describe('an operator reviews what happened', () => {
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage
  let page: Page
  let events: readonly Event[]

  beforeAll(async () => {
    const rules = { preSeconds: 1, postSeconds: 1, maxSeconds: 5, cooldownSeconds: 0 }
    const camera = (id: string, file: string): object => ({ id, inputs: [{ url: `file:${footagePath(file)}`, loop: true }], events: rules, record: { mode: 'always' } })
    engine = await startEngine({ config: { version: 1, cameras: [camera('campus', 'vtest.avi'), camera('walk', 'one-by-one-person-detection.mp4')] } })
    await engine.until('enough events', async () => (await engine.events()).length > REVIEWED, 150_000)
    browser = await launchBrowser()
    // The last minute of a tile belongs to the living camera: it is looked at first.
    console_ = await openConsole(browser, engine, '#/live')
    page = console_.page
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  const overlay = async (name: string): Promise<{ seconds: number; boxes: number }> =>
    page.getByTestId(`${name}-overlay`).evaluate((element) => ({ seconds: Number((element as HTMLElement).dataset['seconds']), boxes: Number((element as HTMLElement).dataset['boxes']) }))
  const problems = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')}`)
  }

  it('looks back on a living tile, and returns', async () => {
    await page.getByTestId('tile-walk').focus()
    await page.keyboard.press('r')
    await page.getByTestId('rewind-walk').waitFor()
    const first = await engine.until('a frame of the last minute', async () => ((await overlay('rewind')).seconds > 0 ? await overlay('rewind') : null), 20_000)
    await engine.until('it to play on', async () => (await overlay('rewind')).seconds > first.seconds + 0.5)
    await engine.until('a box', async () => (await overlay('rewind')).boxes > 0, 20_000)
    const clock = await page.getByTestId('rewind-clock').textContent()
    expect(clock).toMatch(/^\d\d:\d\d:\d\d/)
    expect(await problems()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByTestId('rewind-walk').waitFor({ state: 'detached' })
  })

  it('sees to twenty events without the mouse', async () => {
    for (const id of ['campus', 'walk']) await engine.fetch(`/api/v1/cameras/${id}`, { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
    events = await engine.until<Event[]>('all clips saved', async () => {
      const all = await engine.events()
      return all.every(({ state, clip }) => state === 'ended' && clip.state !== 'recording') ? all : null
    }, 30_000)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('review')
    await page.keyboard.press('Enter')
    await page.getByTestId('event-grid').waitFor()
    await page.keyboard.press('j')
    const seen: string[] = []
    for (let done = 0; done < REVIEWED; done += 1) {
      await page.getByTestId('event-detail').waitFor()
      const id = await engine.until<string>('another event', () => page.evaluate(() => location.hash.split('/')[2]?.split('?')[0] ?? '').then((now) => (now !== '' && now !== seen.at(-1) ? now : null)))
      seen.push(id)
      await engine.until('its first frame', async () => (await overlay('clip')).seconds >= 0)
      await page.keyboard.press('x')
      await engine.until('the word that it was seen', async () => (await engine.get<Event>(`/api/v1/events/${id}`)).reviewed)
    }
    expect(new Set(seen).size).toBe(REVIEWED)
    expect((await engine.events()).filter(({ reviewed }) => reviewed).map(({ id }) => id).sort()).toEqual([...seen].sort())
  }, 120_000)

  it('scrubs to a frame, and the boxes are that frame\'s own', async () => {
    const event = events.find(({ clip, type }) => clip.state === 'saved' && type === 'object')
    if (!event) throw new Error('no event of an object has a clip')
    await page.evaluate((id) => { location.hash = `#/review/${id}` }, event.id)
    const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
    await engine.until('the clip to play', async () => (await overlay('clip')).seconds > 0)
    await page.keyboard.press('Space')
    const wanted = tracks.frames.filter(({ boxes }) => boxes.length > 0)[Math.floor(tracks.frames.filter(({ boxes }) => boxes.length > 0).length / 2)]
    if (!wanted) throw new Error('no frame has a box')
    await page.getByTestId('scrubber').first().fill((Math.ceil(wanted.pts * 100) / 100).toFixed(2))
    const near = (at: number): number => tracks.frames.reduce((best, frame, index) => (Math.abs(frame.pts - at) < Math.abs((tracks.frames[best]?.pts ?? Infinity) - at) ? index : best), 0)
    const index = await engine.until<number>('the frame', async () => (Math.abs((await overlay('clip')).seconds - wanted.pts) < 0.1 ? near((await overlay('clip')).seconds) : null))
    const onFrame = async (at: number): Promise<void> => {
      const frame = tracks.frames[at]
      await engine.until(`frame ${at}`, async () => Math.abs((await overlay('clip')).seconds - (frame?.pts ?? NaN)) < 0.001)
      expect((await overlay('clip')).boxes).toBe(frame?.boxes.length)
    }
    await onFrame(index)
    for (const [key, by] of [['.', 1], ['.', 2], [',', 1], [',', 0]] as const) {
      await page.keyboard.press(key)
      await onFrame(index + by)
    }
  })

  it('exports the clip, and the file is the clip', async () => {
    const id = await page.evaluate(() => location.hash.split('/')[2]?.split('?')[0] ?? '')
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 30_000 }), page.keyboard.press('e')])
    const file = join(engine.data, 'export.mp4')
    await download.saveAs(file)
    expect(download.suggestedFilename()).toMatch(/\.mp4$/)
    const clip = join(engine.data, 'clip.mp4')
    writeFileSync(clip, new Uint8Array(await (await engine.fetch(`/api/v1/events/${id}/clip.mp4`)).arrayBuffer()))
    const frames = (path: string): string[] => decodedFrames(path).map(({ md5 }) => md5)
    expect(frames(file).length).toBeGreaterThan(20)
    expect(frames(file)).toEqual(frames(clip))
  })

  it.each(['dark', 'light'] as const)('can be used by everybody (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await problems()).toEqual([])
    await page.keyboard.press('Control+e')
    await page.getByTestId('export-panel').waitFor()
    expect(await problems()).toEqual([])
    await page.keyboard.press('Control+e')
    await page.keyboard.press('3')
    await page.getByTestId('recordings').waitFor()
    expect(await problems()).toEqual([])
    await page.evaluate((id) => { location.hash = `#/review/${id}` }, events[0]?.id ?? '')
    await page.getByTestId('event-detail').waitFor()
  })

  it('and the console stayed silent', () => {
    expect(console_.errors).toEqual([])
  })
})
