import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Mask } from '../common/contracts/regions.ts'
import type { WhyAnswer } from '../common/contracts/why.ts'
import type { ViewerFrameHeader } from '../common/wire/viewer-frame.ts'
import { type RunningEngine, startEngine, temporaryFolder } from '../test-support/engine.ts'
import { makeNumberedVideo } from '../test-support/numbered-video.ts'
import { brightestBehind, showsBehind } from '../test-support/privacy.ts'
import { callEngine, watchCamera } from '../test-support/rpc.ts'

/** Over the wandering block and the grey around it; oblique, so that its edges cut through pixels. */
const WINDOW: Mask = { id: 'window', points: [[0.21, 0.52], [0.64, 0.47], [0.71, 0.93], [0.35, 0.98]] }
const DOOR: Mask = { id: 'door', points: [[0.03, 0.33], [0.17, 0.31], [0.16, 0.96], [0.05, 0.88]] }
/** JPEG leaves a few grey levels where the picture is black. */
const DARK = 12

interface Seen {
  readonly frame: string
  readonly shown: number
}

/** What lies behind a privacy mask leaves the engine in no picture. */
describe('privacy masks', () => {
  const folder = temporaryFolder()
  const video = join(folder, 'numbers.mp4')
  let engine: RunningEngine
  const seen = new Map<string, Seen[]>()
  const watch = (camera: string, masks: readonly Mask[]): Promise<() => number> => watchCamera(engine, camera, ({ epoch, sequence, width, height }: ViewerFrameHeader, picture) => {
    seen.set(camera, [...(seen.get(camera) ?? []), { frame: `${epoch}/${sequence}`, shown: showsBehind(picture, { width, height }, masks) }])
  })
  const snapshot = async (camera: string): Promise<Uint8Array> => new Uint8Array(await (await engine.fetch(`/api/v1/cameras/${camera}/snapshot.jpg`)).arrayBuffer())
  const patch = async (camera: string, change: object): Promise<void> => {
    expect((await engine.fetch(`/api/v1/cameras/${camera}`, { method: 'PATCH', body: JSON.stringify(change) })).status).toBe(200)
  }

  beforeAll(async () => {
    makeNumberedVideo({ path: video, seconds: 20 })
    const rest = { motion: { masks: [{ id: 'number', points: [[0, 0], [1, 0], [1, 0.12], [0, 0.12]] }] }, events: { on: ['motion'] } }
    engine = await startEngine({
      config: {
        version: 1,
        detector: { model: 'none' },
        cameras: [
          { id: 'masked', inputs: [{ url: `file:${video}`, loop: true }], privacy: [WINDOW], ...rest },
          { id: 'open', inputs: [{ url: `file:${video}`, loop: true }], ...rest },
          { id: 'ended', inputs: [{ url: `file:${video}` }], ...rest },
        ],
      },
    })
  }, 60_000)
  afterAll(() => engine?.kill())

  it('hides from the first frame on, in every frame and every snapshot', async () => {
    await engine.until('a first frame', async () => (await engine.fetch('/api/v1/cameras/masked/snapshot.jpg')).status === 200)
    const frames = await watch('masked', [WINDOW])
    await engine.until('a hundred frames', () => frames() >= 100)
    expect(seen.get('masked')?.filter(({ shown }) => shown > 0)).toEqual([])
    expect(await brightestBehind(await snapshot('masked'), [WINDOW])).toBeLessThan(DARK)
    expect(await brightestBehind(await snapshot('open'), [WINDOW])).toBeGreaterThan(50)
  })

  it('has an event with a picture, and nothing to see behind the mask in it', async () => {
    const event = await engine.until('an event with a picture', async () => (await engine.events()).find(({ camera, snapshot: has }) => camera === 'masked' && has) ?? null, 40_000)
    const jpeg = new Uint8Array(await (await engine.fetch(`/api/v1/events/${event.id}/snapshot.jpg`)).arrayBuffer())
    expect(await brightestBehind(jpeg, [WINDOW])).toBeLessThan(DARK)
  })

  it('takes effect at once on a running camera', async () => {
    const frames = await watch('open', [WINDOW, DOOR])
    await engine.until('frames that show all', () => frames() >= 20)
    expect(seen.get('open')?.every(({ shown }) => shown > 1000)).toBe(true)
    await patch('open', { privacy: [WINDOW, DOOR] })
    const before = seen.get('open')?.length ?? 0
    expect(await brightestBehind(await snapshot('open'), [WINDOW, DOOR])).toBeLessThan(DARK)
    await engine.until('frames that are masked', () => frames() >= before + 30)
    // One was under way in the socket when the answer came.
    expect(seen.get('open')?.slice(before + 1).filter(({ shown }) => shown > 0)).toEqual([])
  })

  it('makes no motion of its coming and none behind it', async () => {
    const at = new Date(Date.now() - 700).toISOString()
    expect((await engine.get<WhyAnswer>(`/api/v1/cameras/open/why?at=${at}&x=0.5&y=0.7`)).verdict).toBe('behind privacy mask window: neither shown nor analysed')
    const behind = await new Promise<ViewerFrameHeader>((seenOne) => { void watchCamera(engine, 'masked', seenOne) })
    expect(behind.tracks.filter(({ box: [x, y, w, h] }) => x > 0.37 && x + w < 0.62 && y > 0.53 && y + h < 0.9)).toEqual([])
  })

  it('takes masks from the editor, and refuses what can hide nothing with its place', async () => {
    const { client } = await callEngine(engine)
    const bowTie: Mask = { id: 'tie', points: [[0.1, 0.1], [0.5, 0.5], [0.5, 0.1], [0.1, 0.5]] }
    const flat: Mask = { id: 'flat', points: [[0.1, 0.1], [0.5, 0.1], [0.9, 0.1]] }
    await expect(client.cameras.setRegions({ id: 'open', privacy: [bowTie] })).rejects.toThrow(/^privacy\[0\]\.points: expected edges that do not cross/)
    await expect(client.cameras.setRegions({ id: 'open', objectMasks: [flat] })).rejects.toThrow(/^objectMasks\[0\]\.points: expected corners that enclose an area/)
    const camera = await client.cameras.setRegions({ id: 'open', objectMasks: [DOOR], privacy: [WINDOW, DOOR] })
    expect(camera).toMatchObject({ objectMasks: [DOOR], privacy: [WINDOW, DOOR], motion: { masks: [{ id: 'number' }] } })
  })

  it('covers the last picture of a camera that is gone, for whoever comes later', async () => {
    await engine.until('the file to end', async () => (await engine.get<{ state: string }>('/api/v1/cameras/ended')).state === 'idle', 40_000)
    expect(await brightestBehind(await snapshot('ended'), [DOOR, WINDOW])).toBeGreaterThan(50)
    await patch('ended', { privacy: [DOOR, WINDOW] })
    expect(await brightestBehind(await snapshot('ended'), [DOOR, WINDOW])).toBeLessThan(DARK)
    const frames = await watch('ended', [DOOR, WINDOW])
    await engine.until('the last picture', () => frames() >= 1)
    expect(seen.get('ended')?.map(({ shown }) => shown)).toEqual([0])
  })
})
