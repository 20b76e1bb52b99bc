import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import type { ExportJob } from '../common/contracts/exports.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { BLOCK, makeNumberedVideo, numbersInClip } from '../test-support/numbered-video.ts'
import { callEngine } from '../test-support/rpc.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

const EVENTS = 50
const FPS = 10
const PRE_SECONDS = 2
const CAMERAS = ['live', 'file', 'encoded']
/** Two seconds here, two seconds there, always moving: every jump is another object. */
const HOP = 20
const leftOf = (n: number): number => ((Math.floor(n / HOP) * 233) % 420) + (n % HOP) * 4
const LEFT = `(mod(floor(n/${HOP})*233\\,420)+mod(n\\,${HOP})*4)`
const strip = { id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }

/** Numbers and time stamps come on different ways (pixels and container): here they meet in the stored clip and in the exported file. */
describe(`${EVENTS} clips of cameras that show their frames' numbers`, () => {
  const folder = temporaryFolder()
  let rtsp: RtspServer
  let engine: RunningEngine
  let events: Event[] = []

  const make = (name: string, video: { bFrames?: number; codec?: readonly string[] } = {}): string => {
    const path = join(folder, name)
    makeNumberedVideo({ path, seconds: 90, fps: FPS, left: LEFT, ...video })
    return path
  }

  beforeAll(async () => {
    rtsp = await startRtspServer()
    const rules = { detect: { fps: FPS }, motion: { masks: [strip] }, events: { on: ['motion'], preSeconds: PRE_SECONDS, postSeconds: 1, maxSeconds: 20 } }
    engine = await startEngine({
      config: {
        version: 1,
        detector: { model: 'none' },
        cameras: [
          { id: 'live', inputs: [{ url: await rtsp.mountFile('/numbers', make('live.mp4')) }], ...rules },
          { id: 'file', inputs: [{ url: `file:${make('file.mp4', { bFrames: 2 })}` }], ...rules },
          { id: 'encoded', inputs: [{ url: `file:${make('encoded.avi', { codec: ['-c:v', 'mpeg4', '-q:v', '3', '-g', '20'] })}` }], ...rules },
        ],
      },
    })
    await engine.until(`${EVENTS} events`, async () => (await engine.events()).length >= EVENTS, 120_000)
    for (const id of CAMERAS) await engine.fetch(`/api/v1/cameras/${id}`, { method: 'PATCH', body: JSON.stringify({ enabled: false }) })
    events = await engine.until<Event[]>('all clips closed', async () => {
      const all = await engine.events()
      return all.every(({ clip }) => clip.state !== 'recording') ? all : null
    }, 30_000)
  }, 200_000)
  afterAll(async () => {
    await engine?.stop()
    await rtsp?.stop()
  })

  it('begin where they were asked to, miss and repeat no number, and have every box on its frame', async () => {
    const bad: string[] = []
    let hits = 0
    let earliest = 0
    const begins = new Map<string, number>()
    for (const event of events.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))) {
      const where = `${event.camera} ${event.id} (${event.clip.state}, ${event.clip.reason ?? ''})`
      if (event.clip.state !== 'saved' || !event.clip.verified) { bad.push(`${where}: not saved`); continue }
      const path = join(folder, 'clip.mp4')
      writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
      const numbers = numbersInClip(path)
      const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
      const first = numbers[0]?.number ?? -1
      const strayed = numbers.findIndex(({ number }, index) => number !== first + index)
      if (strayed >= 0) bad.push(`${where}: number ${numbers[strayed]?.number} at place ${strayed} after ${first}`)
      const firstAtMs = Date.parse(tracks.startedAt ?? '') + (numbers[0]?.pts ?? 0) * 1_000
      const lateMs = firstAtMs - (Date.parse(event.startedAt) - PRE_SECONDS * 1_000)
      // Nothing came before what a camera sent first; over a network that need not be number 0.
      const begun = begins.get(event.camera) ?? first
      begins.set(event.camera, Math.min(begun, first))
      if (lateMs > 2 && first > begun) bad.push(`${where}: begins with number ${first}, ${Math.round(lateMs)} ms after it was asked to`)
      earliest = Math.min(earliest, lateMs)
      if (tracks.frames.map(({ pts }) => pts.toFixed(3)).join() !== numbers.map(({ pts }) => pts.toFixed(3)).join()) bad.push(`${where}: boxes and frames have other times`)
      for (const [index, { boxes }] of tracks.frames.entries()) {
        const number = numbers[index]?.number ?? 0
        const middle = (leftOf(number) + BLOCK / 2) / 640
        for (const [, , , x, , w] of boxes.filter(([, , , , , , , predicted]) => predicted === 0)) {
          hits += 1
          if (middle < x || middle > x + w) bad.push(`${where}: the box of frame ${number} is at ${x} to ${x + w}, the block at ${middle}`)
        }
      }
    }
    process.stdout.write(`  ${events.length} clips, ${hits} boxes on their frames, the longest lead ${Math.round(-earliest)} ms\n`)
    expect(bad).toEqual([])
    expect(hits).toBeGreaterThan(events.length * 5)
  }, 120_000)

  it.each(CAMERAS)('of "%s" keep numbers, times and boxes in an exported file', async (camera) => {
    const event = events.find((one) => one.camera === camera) as Event
    const { client, close } = await callEngine(engine)
    const file = async (burnIn: object): Promise<{ pts: number; number: number }[]> => {
      const { id } = await client.exports.start({ source: { eventId: event.id }, burnIn })
      const done = await engine.until<ExportJob>('the export', async () => {
        const job = await engine.get<ExportJob>(`/api/v1/exports/${id}`)
        return job.state === 'waiting' || job.state === 'running' ? null : job
      }, 60_000)
      expect(done).toMatchObject({ state: 'done', reason: null })
      const path = join(folder, 'export.mp4')
      writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/exports/${id}/file`)).arrayBuffer()))
      return numbersInClip(path)
    }
    try {
      const path = join(folder, 'clip.mp4')
      writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
      const wanted = numbersInClip(path).map(({ pts, number }) => `${number} ${pts.toFixed(3)}`)
      expect((await file({})).map(({ pts, number }) => `${number} ${pts.toFixed(3)}`)).toEqual(wanted)
      // And as single pictures, in full size.
      const frames = numbersInClip(path)
      for (const { pts, number } of [frames[0], frames[7], frames.at(-1)].filter((frame) => frame !== undefined)) {
        const picture = join(folder, 'frame.jpg')
        const response = await engine.fetch(`/api/v1/events/${event.id}/frame.jpg?at=${pts}&boxes=1`)
        expect(response.status).toBe(200)
        writeFileSync(picture, new Uint8Array(await response.arrayBuffer()))
        expect(numbersInClip(picture).map((one) => one.number)).toEqual([number])
      }
      expect((await file({ time: true })).map(({ pts, number }) => `${number} ${pts.toFixed(3)}`)).toEqual(wanted)
    } finally {
      close()
    }
  }, 120_000)
})
