import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import type { Timeline } from '../common/contracts/footage.ts'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { FFMPEG } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'

const FOOTAGE = `file:${footagePath('one-by-one-person-detection.mp4')}`
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
/** Playing cameras are kept within this of one clock. */
const TOGETHER_SECONDS = 0.5

function hevcFile(): string {
  const path = join(temporaryFolder(), 'yard.mp4')
  execFileSync(FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=10', '-t', '30', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:keyint=20', '-tag:v', 'hvc1', path])
  return path
}

/** What an operator does with the mouse and without: filter, select, step through frames, mark a range, play cameras together. */
describe('the review screen', () => {
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage
  let page: Page

  beforeAll(async () => {
    engine = await startEngine({
      config: {
        version: 1,
        cameras: [
          { id: 'room', name: 'Meeting room', inputs: [{ url: FOOTAGE, loop: true }], record: { mode: 'always' }, zones: [{ id: 'table', points: [[0.3, 0.4], [0.7, 0.4], [0.7, 1], [0.3, 1]] }], lines: [{ id: 'door', from: [0.75, 0], to: [0.75, 1] }] },
          { id: 'copy', name: 'The same room', inputs: [{ url: FOOTAGE, loop: true }], record: { mode: 'always' }, detect: { inferFps: 1 } },
          { id: 'dead', inputs: [{ url: 'rtsp://127.0.0.1:9/none' }] },
          // Nothing happens there, and no browser here plays it as it is.
          { id: 'yard', inputs: [{ url: `file:${hevcFile()}`, loop: true }], record: { mode: 'always' }, events: { on: ['line'] }, detect: { fps: 1 } },
        ],
      },
    })
    browser = await launchBrowser()
    console_ = await openConsole(browser, engine, '#/review')
    page = console_.page
    await engine.until('three saved clips', async () => (await saved()).length >= 3, 120_000)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
  })

  const saved = async (): Promise<Event[]> => (await engine.events()).filter(({ camera, clip }) => camera === 'room' && clip.state === 'saved')
  const open = (route: string): Promise<void> => page.evaluate((hash) => { location.hash = hash }, route)
  const cards = () => page.getByTestId('event-grid').locator('button[data-testid^="event-"]')
  const hash = (): Promise<string> => page.evaluate(() => location.hash)

  it('keeps the filters in the address, over a reload and with Back', async () => {
    await open('#/review?view=list')
    await page.getByTestId('filter-camera').click()
    await page.getByRole('option', { name: 'Meeting room' }).click()
    await engine.until('the camera in the address', async () => (await hash()).includes('camera=room'))
    await page.getByTestId('more-filters').click()
    await page.getByTestId('filter-severity').click()
    await page.getByRole('option', { name: 'Alerts' }).click()
    await page.keyboard.press('Escape')
    expect(await hash()).toBe('#/review?view=list&camera=room&severity=alert')
    await page.reload()
    await page.getByTestId('chip-severity').waitFor()
    expect(await page.getByTestId('filter-camera').textContent()).toBe('Meeting room')
    await page.goBack()
    await page.getByTestId('chip-severity').waitFor({ state: 'detached' })
    expect(await hash()).toBe('#/review?view=list&camera=room')
  })

  it('counts the events of a day in the calendar', async () => {
    const today = await page.evaluate(() => { const now = new Date(); return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}` })
    await page.getByTestId('filter-when').click()
    const day = page.getByTestId(`day-${today}`)
    await engine.until('a number on today', async () => /, [1-9]\d* events?$/.test((await day.getAttribute('aria-label')) ?? ''))
    await day.click()
    await engine.until('the day in the address', async () => (await hash()).includes(`when=${today}`))
    await cards().first().waitFor()
  })

  it('draws the object\'s box on the picture of its event', async () => {
    const event = (await saved()).find(({ snapshotBox }) => snapshotBox !== undefined)
    await open('#/review?view=list&camera=room')
    const rect = page.getByTestId(`event-${event?.id}`).getByTestId('snapshot-box').locator('rect').last()
    const drawn = await rect.evaluate((element) => {
      const { width = 1, height = 1 } = (element as SVGRectElement).ownerSVGElement?.viewBox.baseVal ?? {}
      return ['x', 'y', 'width', 'height'].map((side, index) => Number(element.getAttribute(side)) / (index % 2 === 0 ? width : height))
    })
    for (const [index, side] of drawn.entries()) expect(side).toBeCloseTo(event?.snapshotBox?.[index] ?? NaN, 4)
  })

  it('selects several, deletes them, and takes that back', async () => {
    await open('#/review?view=list&camera=room')
    await cards().nth(2).waitFor()
    const before = await engine.events()
    await cards().nth(0).click({ modifiers: ['ControlOrMeta'] })
    await cards().nth(2).click({ modifiers: ['Shift'] })
    await page.getByTestId('selection-bar').getByText('3 selected').waitFor()
    const ids = await Promise.all([0, 1, 2].map((index) => cards().nth(index).getAttribute('data-testid')))
    await page.keyboard.press('Delete')
    for (const id of ids) await page.getByTestId(id ?? '').waitFor({ state: 'detached' })
    await page.getByTestId('toast-undo').click()
    for (const id of ids) await page.getByTestId(id ?? '').waitFor()
    const after = (await engine.events()).map(({ id }) => id)
    for (const { id } of before) expect(after).toContain(id)
  })

  it('reviews by key under the operator\'s name, and goes on to the next that waits', async () => {
    const event = (await saved()).find(({ reviewed }) => !reviewed)
    await page.evaluate(() => localStorage.setItem('vigil.operator', JSON.stringify({ state: { name: 'Anna' }, version: 0 })))
    await page.reload()
    await open(`#/review/${event?.id}`)
    await page.getByTestId(`event-${event?.id}`).waitFor()
    await page.getByTestId('mark-reviewed').waitFor()
    await page.keyboard.press('x')
    const seen = await engine.until('the review', async () => {
      const now = await engine.get<Event>(`/api/v1/events/${event?.id}`)
      return now.reviewed ? now : null
    })
    expect(seen.reviewedBy).toEqual(['Anna'])
    await engine.until('the next event', async () => !(await hash()).includes(event?.id ?? '?'))
  })

  it('lays the boxes of every frame on that frame, step by step', async () => {
    const [event] = await saved()
    const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event?.id}/tracks`)
    await open(`#/review/${event?.id}?view=list`)
    const overlay = page.getByTestId('clip-overlay')
    await engine.until('the clip to play', async () => Number(await overlay.getAttribute('data-seconds')) > 1)
    await page.keyboard.press('Space')
    const at = async (): Promise<number> => Number(await overlay.getAttribute('data-seconds'))
    for (const [key, by] of [['.', 1], ['.', 1], [',', -1]] as const) {
      await engine.until('the picture to stand', () => page.getByTestId('clip-video').evaluate((element) => (element as HTMLVideoElement).paused && !(element as HTMLVideoElement).seeking))
      const from = nearest(tracks, await at())
      await page.keyboard.press(key)
      const wanted = tracks.frames[from + by]
      await engine.until('the neighbouring frame', async () => Math.abs((await at()) - (wanted?.pts ?? NaN)) < 0.002)
      expect(Number(await overlay.getAttribute('data-boxes'))).toBe(wanted?.boxes.length)
    }
  })

  it('shares one moment between the clip and the timeline', async () => {
    const event = (await saved()).find(({ clip }) => clip.seconds > 6)
    if (event?.clip.startedAt === undefined) throw new Error('no clip says when it begins')
    const beginMs = Date.parse(event.clip.startedAt)
    await open('#/review?view=list')
    await page.getByTestId('event-detail').waitFor({ state: 'detached' })
    await open(`#/review/${event.id}?view=list`)
    const overlay = page.getByTestId('clip-overlay')
    const shownAt = async (): Promise<number> => beginMs + Number(await overlay.getAttribute('data-seconds')) * 1_000
    const ofTimeline = (name: string): Promise<number> => page.getByTestId('timeline').getAttribute(`aria-value${name}`).then((value) => Number(value) * 1_000)
    await engine.until('the clip to play', async () => (await shownAt()) > beginMs + 1_500)
    await engine.until('the cursor beside it', async () => Math.abs((await ofTimeline('now')) - (await shownAt())) < 1_500)
    await page.keyboard.press('Space')
    const axis = await page.getByTestId('timeline-axis').boundingBox()
    if (!axis) throw new Error('there is no axis')
    const xOf = async (ms: number): Promise<number> => axis.x + axis.width * ((ms - (await ofTimeline('min'))) / ((await ofTimeline('max')) - (await ofTimeline('min'))))
    const wanted = beginMs + 4_000
    await page.mouse.move(await xOf(wanted), axis.y + 60)
    await page.mouse.wheel(0, -1_000)
    await engine.until('a view that is near enough', async () => (await ofTimeline('max')) - (await ofTimeline('min')) < 120_000)
    await page.mouse.click(await xOf(wanted), axis.y + 10)
    await engine.until('the clip at that moment', async () => Math.abs((await shownAt()) - wanted) < 1_200)
    expect(await hash()).toContain(event.id)
    // Dragged beyond its end, the clip stays, and stands at its end.
    await page.mouse.move(await xOf(wanted), axis.y + 10)
    await page.mouse.down()
    await page.mouse.move(axis.x + 2, axis.y + 10, { steps: 4 })
    await engine.until('the clip at its beginning', async () => (await shownAt()) < beginMs + 500)
    await page.mouse.up()
    expect(await hash()).toContain(event.id)
    // A press where the clip has nothing is a question to Recordings.
    await page.mouse.click(axis.x + 2, axis.y + 10)
    await page.getByTestId('recordings').waitFor()
    await page.goBack()
    await engine.until('the clip to play', async () => Number(await overlay.getAttribute('data-seconds')) > 0)
  })

  it('saves the frame at the video\'s own size', async () => {
    const download = page.waitForEvent('download')
    await page.getByTestId('save-frame').click()
    await page.getByTestId('save-plain').click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^room_person_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.\d{3}\.png$/)
  })

  it('plays two cameras together, at the moment the timeline was pressed', async () => {
    await open('#/review?view=recordings&cameras=room,copy')
    await page.getByTestId('cell-copy').waitFor()
    const covered = (id: string): Promise<string | null> => page.getByTestId(`cell-${id}`).getAttribute('data-covered')
    await engine.until('both pictures', async () => (await covered('room')) === 'true' && (await covered('copy')) === 'true')
    const moments = (): Promise<(number | null)[]> => page.evaluate(() => ['room', 'copy'].map((id) => {
      const video = document.querySelector<HTMLVideoElement>(`[data-testid="cell-${id}"] .footage-picture:last-of-type video`)
      return video && video.readyState >= 2 && !video.seeking && !video.paused ? video.currentTime : null
    }))
    const first = await engine.until('both playing', async () => {
      const found = await moments()
      return found.every((one) => one !== null) ? found : null
    })
    const later = await engine.until('two seconds more', async () => {
      const found = await moments()
      return found.every((one, index) => one !== null && one > (first[index] ?? 0) + 2) ? found : null
    })
    const advanced = later.map((one, index) => (one ?? 0) - (first[index] ?? 0))
    expect(Math.abs((advanced[0] ?? 0) - (advanced[1] ?? 0))).toBeLessThan(TOGETHER_SECONDS)
    const lanes = await page.getByTestId('timeline-lanes').boundingBox()
    const before = await page.getByTestId('moment').textContent()
    const [from = 0, to = 1] = await page.getByTestId('timeline').evaluate((element) => ['aria-valuemin', 'aria-valuemax'].map((name) => Number(element.getAttribute(name))))
    const pressed = Date.now() / 1000 - 60
    await page.mouse.click((lanes?.x ?? 0) + (lanes?.width ?? 0) * ((pressed - from) / (to - from)), (lanes?.y ?? 0) + 20)
    await engine.until('another moment', async () => (await page.getByTestId('moment').textContent()) !== before && (await hash()).includes('at='))
    // An event that lies there begins a little earlier.
    const at = await page.getByTestId('moment').evaluate((element) => Date.parse(element.getAttribute('title')?.split('\n')[1] ?? '') / 1000)
    expect(Math.abs(at - pressed)).toBeLessThan(40)
  })

  it('marks a range and exports it', async () => {
    await page.keyboard.press('i')
    await page.waitForFunction((text) => document.querySelector('[data-testid="moment"]')?.textContent !== text, await page.getByTestId('moment').textContent())
    await page.keyboard.press('o')
    await page.getByTestId('choose-cameras').click()
    await page.getByTestId('camera-picker').getByText('The same room').click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await page.getByTestId('export-panel').waitFor()
    const download = page.waitForEvent('download', { timeout: 30_000 })
    await page.getByTestId('export-start').click()
    expect((await download).suggestedFilename()).toMatch(/room.*\.mp4$/)
  })

  it('follows a clip that is being recorded, and its end changes nothing on screen', async () => {
    // One that has just begun: it will go on for a while.
    const { id } = await engine.until<Event>('a clip under way', async () => (await engine.events()).find(({ camera, startedAt, clip }) => camera === 'copy' && Date.now() - Date.parse(startedAt) < 8_000 && clip.state === 'recording' && clip.verified) ?? null, 60_000)
    await open(`#/review/${id}?view=list`)
    await page.getByTestId('clip-recording').waitFor()
    const video = page.getByTestId('clip-video')
    const overlay = page.getByTestId('clip-overlay')
    const length = (): Promise<number> => video.evaluate((element) => (element as HTMLVideoElement).duration)
    const at = async (): Promise<number> => Number(await overlay.getAttribute('data-seconds'))
    const first = await engine.until<number>('its length', async () => ((await length()) > 0 ? length() : null))
    await engine.until('it to grow', async () => (await length()) > first + 2)
    await page.keyboard.press('Space')
    // What came after it was opened has its boxes as well, on their very frames.
    await page.getByTestId('scrubber').first().fill((first + 1).toFixed(2))
    await engine.until('the frame', async () => Math.abs((await at()) - first - 1) < 0.3)
    const tracks = await engine.get<ClipTracks>(`/api/v1/events/${id}/tracks`)
    const from = nearest(tracks, await at())
    for (const by of [1, 2, 3]) {
      await page.keyboard.press('.')
      const wanted = tracks.frames[from + by]
      await engine.until('the next frame', async () => Math.abs((await at()) - (wanted?.pts ?? NaN)) < 0.002)
      expect(Number(await overlay.getAttribute('data-boxes'))).toBe(wanted?.boxes.length)
    }
    const stood = await at()
    await video.evaluate((element) => element.addEventListener('emptied', () => { element.dataset['emptied'] = 'yes' }))
    const enable = (enabled: boolean): Promise<Response> => engine.fetch('/api/v1/cameras/copy', { method: 'PATCH', body: JSON.stringify({ enabled }) })
    await enable(false)
    const { clip } = await engine.until<Event>('the clip saved', async () => {
      const now = await engine.get<Event>(`/api/v1/events/${id}`)
      return now.clip.state === 'saved' ? now : null
    })
    await page.getByTestId('clip-recording').waitFor({ state: 'detached' })
    await engine.until('all of it', async () => Math.abs((await length()) - clip.seconds) < 0.25)
    expect(await video.evaluate((element) => ({ stands: (element as HTMLVideoElement).paused, opened: element.dataset['emptied'] ?? 'once' }))).toEqual({ stands: true, opened: 'once' })
    expect(await at()).toBe(stood)
    await enable(true)
  })

  it('plays on over the ends of pieces that are converted, and finds the right one for every moment', async () => {
    const recorded = async (): Promise<readonly [number, number]> => {
      const query = new URLSearchParams({ cameras: 'yard', from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() })
      return (await engine.get<Timeline>(`/api/v1/timeline?${query}`)).cameras[0]?.spans[0] ?? [0, 0]
    }
    await engine.until('more than one piece of it', async () => (await recorded())[1] - (await recorded())[0] > 115_000, 120_000)
    const beginMs = (await recorded())[0] + 4_000
    await open(`#/review?view=recordings&cameras=yard&at=${new Date(beginMs).toISOString()}`)
    const cell = page.getByTestId('cell-yard')
    const video = page.getByTestId('footage-yard-video').first()
    const piece = (): Promise<string | null> => cell.getAttribute('data-footage')
    const moment = async (): Promise<number> => Date.parse((await page.getByTestId('moment').getAttribute('title'))?.split('\n')[1] ?? '')
    const goTo = async (ms: number): Promise<void> => {
      const [from = 0, to = 1] = await page.getByTestId('timeline').evaluate((element) => ['aria-valuemin', 'aria-valuemax'].map((name) => Number(element.getAttribute(name)) * 1_000))
      const axis = await page.getByTestId('timeline-axis').boundingBox()
      await page.mouse.click((axis?.x ?? 0) + (axis?.width ?? 0) * ((ms - from) / (to - from)), (axis?.y ?? 0) + 10)
    }
    await engine.until('it to play', async () => (await cell.getAttribute('data-covered')) === 'true' && (await moment()) > beginMs + 1_000)
    const first = await piece()
    await engine.until('all of it to be there', () => video.evaluate((element) => {
      const { buffered, duration } = element as HTMLVideoElement
      return buffered.length > 0 && buffered.end(0) > duration - 0.5
    }))
    await goTo(beginMs + 80_000)
    await cell.evaluate((element) => {
      new MutationObserver(() => { if (element.getAttribute('data-covered') !== 'true' || element.querySelector('[role=status]')) element.setAttribute('data-broke', element.textContent ?? '') })
        .observe(element, { attributes: true, attributeFilter: ['data-covered'], childList: true, subtree: true })
    })
    await engine.until('the next piece', async () => (await piece()) !== first, 40_000)
    await engine.until('it to play on', async () => (await moment()) > beginMs + 93_000)
    expect(await cell.getAttribute('data-broke')).toBeNull()
    await goTo(beginMs + 20_000)
    await engine.until('a piece with that moment', async () => (await cell.getAttribute('data-covered')) === 'true' && Math.abs((await moment()) - beginMs - 20_000) < 6_000 && page.getByTestId('footage-yard-video').last().evaluate((element) => (element as HTMLVideoElement).currentTime > 0.5))
  })

  it('says why there is nothing to look back at', async () => {
    await open('#/live')
    await page.getByTestId('tile-dead').click()
    await page.keyboard.press('r')
    await page.getByTestId('toast').getByText(/Nothing of dead/).waitFor()
  })

  it.each(['dark', 'light'] as const)('can be used by everybody (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const [event] = await saved()
    const found: string[] = []
    for (const route of [`review/${event?.id}?view=list&score=0.5`, 'review?view=recordings&cameras=room,copy', 'settings/storage']) {
      await open(`#/${route}`)
      await page.locator('[data-testid="clip-video"], [data-testid="footage-room-video"], [data-testid="storage"]').first().waitFor()
      const { violations } = await new AxeBuilder({ page }).withTags(AXE_TAGS).analyze()
      for (const { id, nodes } of violations) found.push(`${route}: ${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')}`)
    }
    expect(found).toEqual([])
  })

  it('logs no error', () => {
    expect(console_.errors).toEqual([])
  })
})

function nearest({ frames }: ClipTracks, seconds: number): number {
  let best = 0
  for (const [index, { pts }] of frames.entries()) if (Math.abs(pts - seconds) < Math.abs((frames[best]?.pts ?? Infinity) - seconds)) best = index
  return best
}
