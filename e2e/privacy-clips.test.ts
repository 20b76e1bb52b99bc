import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CameraStatus } from '../common/contracts/camera-status.ts'
import type { ClipTracks, Event } from '../common/contracts/event.ts'
import type { Mask } from '../common/contracts/regions.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { blockSpan, grayFrames, makeNumberedVideo, numbersInClip } from '../test-support/numbered-video.ts'
import { brightest } from '../test-support/privacy.ts'
import { callEngine } from '../test-support/rpc.ts'
import { type RtspServer, startRtspServer } from '../test-support/rtsp-server.ts'

const WINDOW: Mask = { id: 'window', points: [[0.21, 0.52], [0.64, 0.47], [0.71, 0.93], [0.35, 0.98]] }
const SIZE = { width: 640, height: 360 }
/** Coding leaves a few grey levels above black. */
const DARK = 30
const CAMERAS = [{ id: 'burned', privacy: 'transcode', bFrames: 2 }, { id: 'copied', privacy: 'copy', bFrames: 2 }, { id: 'stream', privacy: 'transcode', bFrames: 0 }] as const

/** A mask is in the clip where the operator chose so, and where it is not the clip says it. */
describe('privacy masks and clips', () => {
  const folder = temporaryFolder()
  let engine: RunningEngine
  let rtsp: RtspServer
  const fileOf = (id: string): string => `file:${join(folder, `${id}.mp4`)}`
  const saved = (id: string): Promise<Event> =>
    engine.until<Event>(`a finished clip of ${id}`, async () => (await engine.events()).find(({ camera, clip }) => camera === id && clip.state !== 'recording') ?? null, 60_000)
  const clipOf = async (event: Event): Promise<string> => {
    const path = join(folder, `${event.camera}-clip.mp4`)
    writeFileSync(path, new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/clip.mp4`)).arrayBuffer()))
    return path
  }

  beforeAll(async () => {
    for (const { id, bFrames } of CAMERAS) makeNumberedVideo({ path: join(folder, `${id}.mp4`), seconds: 90, bFrames })
    rtsp = await startRtspServer()
    const addresses = { burned: fileOf('burned'), copied: fileOf('copied'), stream: await rtsp.mountFile('/numbers', join(folder, 'stream.mp4')) }
    engine = await startEngine({
      config: {
        version: 1,
        detector: { model: 'none' },
        cameras: CAMERAS.map(({ id, privacy }) => ({
          id, inputs: [{ url: addresses[id] }], privacy: [structuredClone(WINDOW)], record: { privacy },
          motion: { masks: [{ id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }] }, events: { on: ['motion'], maxSeconds: 10, preSeconds: 2, postSeconds: 2 },
        })),
      },
    })
  }, 60_000)
  afterAll(async () => {
    await engine?.kill()
    await rtsp?.stop()
  })

  it.each(['burned', 'stream'])('burns them into every frame of "%s", and the clip is still the one that was analysed', async (camera) => {
    const event = await saved(camera)
    expect(event.clip).toMatchObject({ state: 'saved', verified: true, privacy: 'burned-in' })
    expect(event.clip.privacyMasks).toBeUndefined()
    const path = await clipOf(event)
    const frames = grayFrames(path, SIZE)
    expect(frames.length).toBeGreaterThan(60)
    expect(Math.max(...frames.map((frame) => brightest(frame, { ...SIZE, channels: 1 }, [WINDOW], 2)))).toBeLessThan(DARK)
    const tracks = await engine.get<ClipTracks>(`/api/v1/events/${event.id}/tracks`)
    const numbers = numbersInClip(path)
    const first = numbers[0]?.number ?? -1
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => first + index))
    expect(tracks.alignment).toEqual({ exact: true, errorMs: expect.closeTo(0, 1) as number })
    expect(tracks.frames.map(({ pts }) => pts.toFixed(3))).toEqual(numbers.map(({ pts }) => pts.toFixed(3)))
    // Where the block is in full view its box lies on it, frame by frame.
    const beside = numbers.flatMap(({ number }, index) => (tracks.frames[index]?.boxes ?? []).filter(([, , , , , , , predicted]) => predicted === 0).map(([, , , x, , w]) => ({ number, x, w })))
      .filter(({ number }) => blockSpan(number).right < 0.2 || blockSpan(number).left > 0.72)
      .filter(({ number, x, w }) => (blockSpan(number).left + blockSpan(number).right) / 2 < x || (blockSpan(number).left + blockSpan(number).right) / 2 > x + w)
    expect(beside).toEqual([])
  })

  it('says of a copied clip that they are not in it, and which ones', async () => {
    const event = await saved('copied')
    expect(event.clip).toMatchObject({ state: 'saved', verified: true, privacy: 'not-in-clip', privacyMasks: [WINDOW.points] })
    expect(brightest(grayFrames(await clipOf(event), SIZE)[30] ?? new Uint8Array(), { ...SIZE, channels: 1 }, [WINDOW], 2)).toBeGreaterThan(DARK)
  })

  it('starts only the camera anew whose burned in masks were changed', async () => {
    const { client } = await callEngine(engine)
    const statuses = async (): Promise<Record<string, CameraStatus>> => {
      for await (const list of await client.cameras.watch()) return Object.fromEntries(list.map((status) => [status.id, status]))
      throw new Error('nothing was told')
    }
    const before = await engine.until('both to be live', async () => {
      const now = await statuses()
      return CAMERAS.every(({ id }) => now[id]?.state === 'live') ? now : null
    })
    expect(before).toMatchObject({ burned: { source: { copied: false } }, copied: { source: { copied: true } } })
    for (const { id } of CAMERAS) await client.cameras.update({ id, patch: { privacy: [{ id: 'window', points: [...WINDOW.points, [0.1, 0.8]] }] } })
    await engine.until('a new epoch', async () => (await statuses())['burned']?.epoch !== before['burned']?.epoch)
    expect((await statuses())['copied']?.epoch).toBe(before['copied']?.epoch)
  })
})
