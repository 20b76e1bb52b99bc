import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import { parseFrameId } from '../common/ids.ts'
import { type ConsolePage, launchBrowser, openConsole, type PaintedNumber } from '../test-support/browser.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { blockSpan, makeNumberedVideo, numbersInClip } from '../test-support/numbered-video.ts'
import { comparePainted } from '../test-support/painted-boxes.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

const FRAMES = 300
const FPS = 15
const CAMERAS = ['live', 'file']
/** The strip with the number changes all the time and must not become a box that covers it. */
const strip = { id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }
const rules = { detect: { fps: FPS }, motion: { masks: [strip] }, events: { on: ['motion'], maxSeconds: 35 } }

/** The promise itself, told from pixels: a frame's number, its id and its boxes stay together from capture to paint and into the clip. */
describe('one frame id from capture to pixel', () => {
  const folder = temporaryFolder()
  let rtsp: RtspServer
  let engine: RunningEngine
  let browser: Browser
  let page: ConsolePage
  const captured = new Map<string, readonly PaintedNumber[]>()

  beforeAll(async () => {
    rtsp = await startRtspServer()
    makeNumberedVideo({ path: join(folder, 'live.mp4'), seconds: 100, fps: FPS })
    makeNumberedVideo({ path: join(folder, 'file.mp4'), seconds: 100, fps: FPS, bFrames: 2 })
    engine = await startEngine({
      config: {
        version: 1,
        detector: { model: 'none' },
        cameras: [
          { id: 'live', inputs: [{ url: await rtsp.mountFile('/numbers', join(folder, 'live.mp4')) }], ...rules },
          { id: 'file', inputs: [{ url: `file:${join(folder, 'file.mp4')}` }], ...rules },
        ],
      },
    })
    browser = await launchBrowser()
    page = await openConsole(browser, engine, '#/live')
    await Promise.all(CAMERAS.map((camera) => engine.until(`an event of ${camera}`, async () => (await engine.events()).some((one) => one.camera === camera))))
    for (const [index, painted] of (await Promise.all(CAMERAS.map((camera) => page.capture(camera, FRAMES)))).entries()) captured.set(CAMERAS[index] ?? '', painted)
    // The block never stops: its event would go on, part after part, to the end of the video.
    for (const camera of CAMERAS) await engine.fetch(`/api/v1/cameras/${camera}`, { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.stop()
    await rtsp?.stop()
  })

  it.each(CAMERAS)('paints each frame of "%s" under its own id, with the boxes of that very frame', (camera) => {
    const painted = captured.get(camera) ?? []
    expect(painted).toHaveLength(FRAMES)
    // Number and time stamp come on different ways (pixels and container); their distance is one constant of the stream.
    const offset = (painted[0]?.number ?? 0) - Math.round(((painted[0]?.ptsMs ?? 0) * FPS) / 1000)
    const strayed = painted.filter(({ ptsMs, number }) => number - Math.round((ptsMs * FPS) / 1000) !== offset)
    expect({ mismatches: strayed.length, first: strayed[0] }).toEqual({ mismatches: 0, first: undefined })
    // Sequence and number step together unless frames were left out by the source, and never apart by less.
    const sequences = painted.map(({ frameId }) => parseFrameId(frameId).sequence)
    expect(painted.every(({ number }, index) => number - (sequences[index] ?? 0) >= (painted[0]?.number ?? 0) - (sequences[0] ?? 0))).toBe(true)
    const hits = painted.flatMap(({ number, boxes }) => boxes.filter(({ predicted }) => !predicted).map(({ box: [x, , w] }) => ({ number, x, w })))
    expect(hits.length).toBeGreaterThan(FRAMES / 2)
    const beside = hits.filter(({ number, x, w }) => middle(number) < x || middle(number) > x + w)
    expect({ mismatches: beside.length, first: beside[0] }).toEqual({ mismatches: 0, first: undefined })
  })

  it.each(CAMERAS)('keeps in the clip of "%s" each number at the time, and with the boxes, the analysis saw it', async (camera) => {
    const event = await engine.until<Event>(`a finished clip of ${camera}`, async () => (await engine.events()).findLast((one) => one.camera === camera && one.clip.state !== 'recording') ?? null, 60_000)
    expect(event.clip).toMatchObject({ state: 'saved', verified: true })
    const clip = join(folder, `${camera}-clip.mp4`)
    writeFileSync(clip, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
    const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
    const numbers = numbersInClip(clip)
    expect(numbers.length).toBeGreaterThanOrEqual(FRAMES)
    expect(tracks.alignment).toEqual({ exact: true, errorMs: expect.closeTo(0, 0) as number })
    expect(tracks.frames.map(({ pts }) => pts.toFixed(3))).toEqual(numbers.map(({ pts }) => pts.toFixed(3)))
    // Inside one epoch no number is missing or comes twice.
    const first = numbers[0]?.number ?? -1
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => first + index))
    // What was painted under a number is what the clip holds at that number.
    const { compared, mismatches, worst } = comparePainted(captured.get(camera) ?? [], { frames: tracks.frames, first })
    expect(compared).toBeGreaterThanOrEqual(FRAMES)
    expect({ mismatches, worst }).toEqual({ mismatches: 0, worst: undefined })
  })

  it('shows no error in the console', () => {
    expect(page.errors).toEqual([])
  })
})

function middle(number: number): number {
  const { left, right } = blockSpan(number)
  return (left + right) / 2
}
