import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { CameraConfig } from '../common/contracts/camera-config.ts'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import { type ConsolePage, launchBrowser, openConsole } from '../test-support/browser.ts'
import { type RunningEngine, startEngine } from '../test-support/engine.ts'
import { cutVideo } from '../test-support/ffmpeg-clips.ts'
import { footagePath } from '../test-support/footage.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

type Fraction = readonly [x: number, y: number]

const ZONE: readonly Fraction[] = [[0.15, 0.45], [0.68, 0.45], [0.68, 0.97], [0.15, 0.97]]
const LINE: readonly [Fraction, Fraction] = [[0.75, 0.03], [0.75, 0.97]]
const PICTURE_RATIO = 640 / 360
/** One pixel of the stage is about 0.001 of the picture. */
const DRAWN_WITHIN = 0.003
/** Two people come, cross the line and leave; `analyze` and the replay see all six. */
const PEOPLE = 2
const FOOTAGE_SECONDS = 47

/** From an address that is pasted to a clip that plays, as an operator does it, with the mouse, over a real RTSP stream. */
describe('an operator sets up a camera and sees what happened', () => {
  let rtsp: RtspServer
  let engine: RunningEngine
  let browser: Browser
  let console_: ConsolePage
  let page: Page

  beforeAll(async () => {
    rtsp = await startRtspServer()
    engine = await startEngine({ config: 'version: 1\n# written by hand, must survive\ncameras: []\n' })
    browser = await launchBrowser()
    console_ = await openConsole(browser, engine, '#/cameras')
    page = console_.page
  })
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
    await rtsp?.stop()
  })

  const stored = (): CameraConfig | undefined => (parse(readFileSync(join(engine.data, 'vigil.yml'), 'utf8')) as { cameras: CameraConfig[] }).cameras[0]

  /** Where a fraction of the picture lies on screen: the picture is fitted into the stage, centred. */
  async function at([x, y]: Fraction): Promise<{ x: number; y: number }> {
    const box = await page.getByTestId('regions-stage').boundingBox()
    if (!box) throw new Error('there is no stage')
    const width = Math.min(box.width, box.height * PICTURE_RATIO)
    const height = width / PICTURE_RATIO
    return { x: box.x + (box.width - width) / 2 + x * width, y: box.y + (box.height - height) / 2 + y * height }
  }

  it('adds the camera by its address, after seeing its picture', async () => {
    const film = join(engine.data, 'film.mp4')
    cutVideo({ from: footagePath('one-by-one-person-detection.mp4'), fromSeconds: 0, toSeconds: FOOTAGE_SECONDS, to: film })
    const url = await rtsp.mount('/room', `( filesrc location="${film}" ! qtdemux ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 )`, { user: 'guard', password: 'p@ss word' })
    await page.getByTestId('first-camera').or(page.getByTestId('add-camera')).first().click()
    await page.getByTestId('add-url').fill(url.replace('p@ss word', encodeURIComponent('p@ss word')))
    await page.getByTestId('add-probe').click()
    await page.getByTestId('probe-found').waitFor({ timeout: 20_000 })
    await page.getByTestId('add-name').fill('Meeting room')
    await page.getByTestId('add-save').click()
    await page.getByTestId('camera-page').waitFor()
    await engine.until('the camera to be live', async () => (await engine.get<{ state: string }>('/api/v1/cameras/meeting-room')).state === 'live')
    const text = readFileSync(join(engine.data, 'vigil.yml'), 'utf8')
    expect(text).toContain('# written by hand, must survive')
    expect(text).not.toMatch(/p@ss|p%40ss/)
    expect(stored()?.inputs[0]?.url).toContain('${secret:meeting-room}')
  })

  it('draws a zone and a tripwire where the mouse was', async () => {
    await page.getByTestId('tab-regions').click()
    await page.getByTestId('regions-stage').waitFor()
    await engine.until('the size of the picture', async () => (await engine.get<{ resolution: unknown }>('/api/v1/cameras/meeting-room')).resolution !== null)
    await page.getByTestId('tool-zone').click()
    for (const corner of ZONE) {
      const { x, y } = await at(corner)
      await page.mouse.click(x, y)
    }
    await page.keyboard.press('Enter')
    await page.getByTestId('tool-line').click()
    const [from, to] = [await at(LINE[0]), await at(LINE[1])]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
    await page.getByTestId('save-regions').click()
    await engine.until('the file to hold both', () => stored()?.zones?.length === 1 && stored()?.lines?.length === 1)
    const camera = stored()
    for (const [index, corner] of ZONE.entries()) expectNear(camera?.zones[0]?.points[index], corner)
    expectNear(camera?.lines[0]?.from, LINE[0])
    expectNear(camera?.lines[0]?.to, LINE[1])
  })

  it('shows the person in its box on a moving picture', async () => {
    // The stream begins anew, so that everybody is still to come.
    for (const enabled of [false, true]) {
      expect((await engine.fetch('/api/v1/cameras/meeting-room', { method: 'PATCH', body: JSON.stringify({ enabled }) })).status).toBe(200)
    }
    await page.evaluate(() => { location.hash = '#/live' })
    await page.getByTestId('tile-meeting-room').waitFor()
    const event = await engine.until<Event>('the first person', async () => (await engine.events())[0] ?? null, 40_000)
    expect(event).toMatchObject({ type: 'object', label: 'person', severity: 'alert', camera: 'meeting-room' })
    const painted = await console_.capture('meeting-room', 20)
    expect(new Set(painted.map(({ frameId }) => frameId)).size).toBe(20)
    expect(painted.every(({ boxes }) => boxes.some(({ label }) => label === 'person'))).toBe(true)
    await page.getByTestId(`newest-${event.id}`).waitFor({ timeout: 10_000 })
  })

  it('moves the charts', async () => {
    await page.evaluate(() => { location.hash = '#/performance' })
    const equation = page.getByTestId('ledger-equation')
    await equation.waitFor()
    const before = await equation.textContent()
    expect(before).toMatch(/✓/)
    await engine.until('another equation', async () => (await equation.textContent()) !== before)
    expect(await page.locator('.recharts-surface').count()).toBeGreaterThan(1)
  })

  it('carries zone and crossing in the events: two people, two crossings, one direction', async () => {
    const events = await engine.until<Event[]>('an ended event of each', async () => {
      const all = await engine.events()
      return all.length >= PEOPLE && all.every(({ state }) => state === 'ended') ? all : null
    }, (FOOTAGE_SECONDS + 20) * 1000)
    expect(events).toHaveLength(PEOPLE)
    const zone = stored()?.zones[0]?.id
    const line = stored()?.lines[0]?.id
    expect(events.flatMap(({ lines }) => lines.map(({ id, direction }) => `${id} ${direction}`))).toEqual(Array(PEOPLE).fill(`${line} a-to-b`))
    expect(events.every(({ zones }) => zones.includes(zone ?? '?'))).toBe(true)
  })

  it('plays the clip with a box on the frame it belongs to', async () => {
    const event = (await engine.events()).find(({ clip }) => clip.state === 'saved')
    expect(event?.clip).toMatchObject({ state: 'saved', verified: true })
    await page.evaluate((id) => { location.hash = `#/review/${id}` }, event?.id ?? '')
    const video = page.getByTestId('clip-video')
    await video.waitFor()
    await engine.until('the clip to play', () => video.evaluate((element) => (element as HTMLVideoElement).currentTime > 1))
    const { duration, error } = await video.evaluate((element) => ({ duration: (element as HTMLVideoElement).duration, error: (element as HTMLVideoElement).error?.message ?? null }))
    expect(error).toBeNull()
    expect(Math.abs(duration - (event?.clip.seconds ?? 0))).toBeLessThan(1)
    const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event?.id}/tracks`)
    expect(tracks.alignment.exact).toBe(true)
    const drawn = await engine.until('boxes over the picture', () => page.getByTestId('clip-overlay').evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      return pixels.some((value, index) => index % 4 === 3 && value > 0)
    }), 20_000)
    expect(drawn).toBe(true)
    writeFileSync(join(engine.data, 'clip.mp4'), new Uint8Array(await (await engine.fetch(`/api/v1/events/${event?.id}/clip.mp4`)).arrayBuffer()))
  })

  it('never let a secret out, and the console stayed silent', async () => {
    expect(console_.errors).toEqual([])
    const answers = await Promise.all(['/api/v1/cameras', '/api/v1/stats', '/metrics', '/healthz'].map(async (path) => (await engine.fetch(path)).text()))
    for (const text of [...answers, engine.log()]) expect(text).not.toMatch(/p@ss|p%40ss|pass word/)
  })
})

function expectNear(point: Fraction | undefined, wanted: Fraction): void {
  expect(point).toBeDefined()
  expect(Math.abs((point?.[0] ?? NaN) - wanted[0])).toBeLessThanOrEqual(DRAWN_WITHIN)
  expect(Math.abs((point?.[1] ?? NaN) - wanted[1])).toBeLessThanOrEqual(DRAWN_WITHIN)
}
