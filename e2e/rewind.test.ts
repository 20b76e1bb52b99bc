import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CameraStatus } from '../common/contracts/camera-status.ts'
import type { ClipTracks } from '../common/contracts/event.ts'
import type { Timeline } from '../common/contracts/footage.ts'
import type { Mask } from '../common/contracts/regions.ts'
import { type ConsolePage, launchBrowser, openConsole, type PaintedNumber } from '../test-support/browser.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { BLOCK_FROM, grayFrames, makeNumberedVideo, numbersInClip } from '../test-support/numbered-video.ts'
import { comparePainted } from '../test-support/painted-boxes.ts'
import { startPictureServer } from '../test-support/picture-stream.ts'
import { brightest } from '../test-support/privacy.ts'
import { callEngine } from '../test-support/rpc.ts'

const FPS = 10
/** Seconds of every camera, at least. */
const SECONDS = 8
const FRAMES = 40
/** The block comes to it in its sixth second. */
const WINDOW: Mask = { id: 'window', points: [[0.4, 0.5], [0.55, 0.5], [0.55, 1], [0.4, 1]] }
/** Coding leaves a few grey levels above black. */
const DARK = 30
const CAMERAS = ['web', 'asp', 'masked', 'generated'] as const

/** The last minute of cameras that are not recorded, and whose stream no MP4 carries as it is. */
describe('looking back where nothing is recorded', () => {
  const folder = temporaryFolder()
  let engine: RunningEngine
  let web: Awaited<ReturnType<typeof startPictureServer>>
  let browser: Browser
  let console_: ConsolePage
  const painted = new Map<string, readonly PaintedNumber[]>()
  const pathOf = (id: string): string => join(folder, `${id}-back.mp4`)
  const captured = async (id: string): Promise<number> => (await engine.stats()).cameras.find((camera) => camera.id === id)?.ledger.captured ?? 0
  const lastMinute = (id: string): Promise<Response> => engine.fetch(`/api/v1/cameras/${id}/footage.mp4?from=${new Date(Date.now() - 60_000).toISOString()}&to=${new Date().toISOString()}`)

  beforeAll(async () => {
    const file = (name: string): string => join(folder, name)
    makeNumberedVideo({ path: file('pictures.mjpeg'), seconds: 90, codec: ['-c:v', 'mjpeg', '-q:v', '3'] })
    makeNumberedVideo({ path: file('asp.avi'), seconds: 90, codec: ['-c:v', 'mpeg4', '-q:v', '3', '-g', '20'] })
    makeNumberedVideo({ path: file('masked.mp4'), seconds: 90 })
    web = await startPictureServer(file('pictures.mjpeg'))
    const rest = { record: { mode: 'off' }, detect: { fps: FPS }, motion: { masks: [{ id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }] }, events: { on: ['motion'] } }
    engine = await startEngine({
      config: {
        version: 1,
        detector: { model: 'none' },
        cameras: [
          { ...rest, id: 'web', inputs: [{ url: web.url }] },
          { ...rest, id: 'asp', inputs: [{ url: `file:${file('asp.avi')}` }] },
          { ...rest, id: 'masked', inputs: [{ url: `file:${file('masked.mp4')}` }], privacy: [WINDOW], record: { mode: 'off', privacy: 'transcode' } },
          { ...rest, id: 'generated', inputs: [{ url: 'test:pattern?size=640x360&fps=10' }] },
        ],
      },
    })
    browser = await launchBrowser()
    console_ = await openConsole(browser, engine, '#/live')
    await engine.until('the block to be seen', async () => (await Promise.all(CAMERAS.map(captured))).every((count) => count > BLOCK_FROM), 60_000)
    await Promise.all(CAMERAS.map(async (id) => painted.set(id, await console_.capture(id, FRAMES))))
    await engine.until('enough of each', async () => (await Promise.all(CAMERAS.map(captured))).every((count) => count > SECONDS * FPS))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
    web?.stop()
  })

  it('keeps it in memory only', async () => {
    // Tracks are kept on disk, as of every camera; nothing one could look at is.
    const { cameras } = await engine.get<Timeline>(`/api/v1/timeline?cameras=${CAMERAS.join(',')}&from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date().toISOString()}`)
    expect(cameras.map(({ camera, spans }) => ({ camera, spans }))).toEqual(CAMERAS.map((camera) => ({ camera, spans: [] })))
    expect((await engine.events()).filter(({ clip }) => clip.bytes > 0)).toEqual([])
  })

  it.each(CAMERAS)('"%s": misses and repeats no frame, and every box is on its own', async (id) => {
    const response = await lastMinute(id)
    expect(response.status).toBe(200)
    const path = pathOf(id)
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()))
    const numbers = numbersInClip(path)
    const first = numbers[0]?.number ?? -1
    expect(numbers.length).toBeGreaterThanOrEqual(SECONDS * FPS - FPS)
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => first + index))
    const tracks = await engine.get<ClipTracks>(`/api/v1/footage/${/footage\/(.+)\.mp4$/.exec(response.url)?.[1]}/tracks`)
    expect(tracks.frames.map(({ pts }) => pts.toFixed(3))).toEqual(numbers.map(({ pts }) => pts.toFixed(3)))
    const { compared, boxes, mismatches, worst } = comparePainted(painted.get(id) ?? [], { frames: tracks.frames, first })
    expect({ mismatches, worst }).toEqual({ mismatches: 0, worst: undefined })
    expect(compared).toBe(FRAMES)
    expect(boxes).toBeGreaterThan(FRAMES / 2)
  }, 60_000)

  it('shows nothing of what is masked, where masks are to be burned in', () => {
    const size = { width: 640, height: 360 }
    const behind = (id: string): number => Math.max(...grayFrames(pathOf(id), size).filter((_, index) => index % 20 === 19).map((frame) => brightest(frame, { ...size, channels: 1 }, [WINDOW], 2)))
    expect(behind('masked')).toBeLessThan(DARK)
    expect(behind('asp')).toBeGreaterThan(200)
  })

  it('shows it over the tile', async () => {
    const { page, errors } = console_
    await page.getByTestId('tile-web').focus()
    await page.keyboard.press('r')
    const overlay = page.getByTestId('rewind-overlay')
    await overlay.waitFor()
    await engine.until('a box on a frame of the last minute', () => overlay.evaluate((element) => Number((element as HTMLElement).dataset['seconds']) > 0 && Number((element as HTMLElement).dataset['boxes']) > 0))
    expect(errors).toEqual([])
  }, 60_000)

  it('costs nothing any more when the operator switches it off, and says so', async () => {
    const config = join(engine.data, 'vigil.yml')
    writeFileSync(config, `rewind: off\n${readFileSync(config, 'utf8')}`)
    const { client, close } = await callEngine(engine)
    const asp = async (): Promise<CameraStatus | undefined> => {
      for await (const list of await client.cameras.watch()) return list.find(({ id }: CameraStatus) => id === 'asp')
      return undefined
    }
    const off = await engine.until('the word', async () => {
      const status = await asp()
      return status?.rewindProblem?.includes('switched off') ? status : null
    })
    // No clip to plan: nobody looked beforehand, ffmpeg said itself what it reads.
    expect(off.source).toMatchObject({ codec: 'mpeg4', fps: FPS, copied: false })
    close()
    const before = await captured('asp')
    await engine.until('more frames', async () => await captured('asp') > before + FPS)
    const later = await engine.until<Response>('nothing of now', async () => {
      const response = await engine.fetch(`/api/v1/cameras/asp/footage.mp4?from=${new Date(Date.now() - 1_000).toISOString()}&to=${new Date().toISOString()}`)
      return response.status === 404 ? response : null
    })
    expect(await later.text()).toContain('nothing of')
  }, 60_000)
})
