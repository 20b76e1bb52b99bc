import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { T0 } from '../../../test-support/events.ts'
import { FFMPEG } from '../../../test-support/ffmpeg-clips.ts'
import { manualClock } from '../../../test-support/manual-clock.ts'
import { localStore } from '../../../test-support/open-store.ts'
import { makeFootage, watchCamera, watchedCamera } from '../../../test-support/watched-camera.ts'
import type { FootageFile } from '../clips/footage-file.ts'
import type { ExportMaterial } from './export-material.ts'
import { framePicture } from './frame-picture.ts'

const FRAMES = 100

describe.each([
  { name: 'without B-frames', bFrames: 0, openGop: false }, { name: 'with B-frames', bFrames: 2, openGop: false }, { name: 'with B-frames before their own keyframe', bFrames: 3, openGop: true },
])('a picture of one frame, $name', ({ bFrames, openGop }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-frame-'))
  let footage: FootageFile
  let close = (): void => {}
  /** Bytes that were read for the last picture. */
  let bytes = 0
  const material = (given: FootageFile): ExportMaterial => ({
    camera: 'gate', what: null, footage: given, width: given.width, height: given.height, masks: [[[0, 0], [0.2, 0], [0.2, 0.2]]], tracks: () => given.tracks(),
    evidence: () => Promise.reject(new Error('nobody asks for it here')),
  })
  const picture = (given: FootageFile, atSeconds: number): Promise<Uint8Array | null> => framePicture({ material: material(given), atSeconds, boxes: true }, { ffmpeg: FFMPEG, folder })

  beforeAll(async () => {
    const source = await makeFootage({ path: join(folder, 'source.mp4'), bFrames, seconds: FRAMES / 10, openGop })
    const clock = manualClock(T0)
    const local = localStore(folder, () => clock.now())
    ;({ close } = local)
    const camera = watchCamera({ source, store: local.store, clock })
    camera.clips.setCamera('gate', { ...watchedCamera, record: { ...watchedCamera.record, mode: 'always' } })
    await camera.feed(0, source.fragments.length)
    await camera.clips.stop()
    const found = await camera.desk.read({ camera: 'gate', from: new Date(T0).toISOString(), to: new Date(T0 + 60_000).toISOString() })
    if (!found) throw new Error('nothing was recorded')
    const counted = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        bytes += piece.length
        yield piece
      }
    }
    footage = { ...found, readFrom: (seconds) => counted(found.readFrom(seconds)) }
  })
  afterAll(() => {
    close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is to the byte what reading from the beginning gives, wherever the frame is', async () => {
    const { frames } = await footage.tracks()
    expect(frames.length).toBeGreaterThanOrEqual(FRAMES - 3)
    const fromTheBeginning: FootageFile = { ...footage, readFrom: () => footage.read(0, footage.size) }
    // The first and the last, and around keyframes (one each two seconds): with open groups, those shown before them are the ones to get wrong.
    for (const place of [0, 37, 38, 39, 40, 41, 77, 79, 80, frames.length - 1]) {
      const at = frames[place]?.pts ?? 0
      const [made, expected] = await Promise.all([picture(footage, at), picture(fromTheBeginning, at)])
      expect(made?.length, `frame ${place}`).toBeGreaterThan(1_000)
      expect(Buffer.compare(made ?? new Uint8Array(), expected ?? new Uint8Array()), `frame ${place} at ${at} s`).toBe(0)
    }
  }, 120_000)

  it('reads what the frame needs, and not what is before it', async () => {
    const { frames } = await footage.tracks()
    bytes = 0
    await picture(footage, frames.at(-5)?.pts ?? 0)
    expect(bytes).toBeGreaterThan(0)
    // The last of five groups of pictures, and with a frame in its first row the one before it.
    expect(bytes).toBeLessThan(footage.size / 2)
  })
})
