// The analysis core on real footage, put together as the media process does it, against what is known to be in the picture.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CameraConfig } from '../../common/contracts/camera-config.ts'
import type { LineCrossing, Point, TrackState } from '../../common/frame-result.ts'
import { decodeI420, footagePath, modelPath } from '../../test-support/footage.ts'
import type { DetectorSession } from '../infer/detector.ts'
import { openSession } from '../infer/session.ts'
import { createFrameKernel } from '../kernels/frame-kernel.ts'
import { createMotionDetector } from './motion/motion-detector.ts'
import { createRegions } from '../../common/rules/regions.ts'
import { createTracker } from './tracking/tracker.ts'

interface Truth {
  readonly presence: readonly { readonly in: number; readonly out: number }[]
  readonly tripwire: { readonly from: Point; readonly to: Point; readonly direction: string; readonly atSeconds: readonly number[] }
}

interface Story {
  readonly label: string
  startSeconds: number
  lastHitSeconds: number
  confirmed: boolean
  crossings: LineCrossing[]
  endSeconds: number | null
}

const FPS = 10
const RECHECK_MS = 1000

let session: DetectorSession
beforeAll(async () => { session = await openSession({ path: modelPath('yolox_nano.onnx'), providers: ['cpu'] }) })
afterAll(() => session.release())

async function analyse({ file, width, height, line }: { file: string; width: number; height: number; line: { from: Point; to: Point } }) {
  const config = CameraConfig.parse({ id: 'test', inputs: [{ url: 'test:x' }], lines: [{ id: 'wire', ...line }] })
  const picture = { width, height }
  const kernel = createFrameKernel({ ...picture, slots: 1 })
  const motion = createMotionDetector({ kernel, config: config.motion })
  const tracker = createTracker({ detect: config.detect, motion: config.motion, picture })
  const regions = createRegions({ zones: config.zones, lines: config.lines, fps: FPS })
  const stories = new Map<number, Story>()
  const stillSeconds: number[] = []
  let frame = 0
  let inferredAtMs = -Infinity
  for await (const bytes of decodeI420({ file, ...picture })) {
    const ptsMs = (frame++ * 1000) / FPS
    kernel.slot(0).set(bytes)
    const moved = motion.detect(0, ptsMs)
    if (!moved.active) stillSeconds.push(ptsMs / 1000)
    const dueMs = moved.active ? 1000 / config.detect.inferFps : tracker.live > 0 ? RECHECK_MS : Infinity
    const infer = ptsMs - inferredAtMs >= dueMs
    if (infer) inferredAtMs = ptsMs
    const detections = infer ? (await session.detect({ buffer: kernel.buffer, offset: kernel.slotOffset(0), ...picture })).detections : null
    const { tracks, ended } = tracker.step({ ptsMs, detections, motionRegions: moved.regions })
    for (const track of regions.step(tracks, ptsMs)) note(stories, track, ptsMs)
    for (const id of ended) (stories.get(id) as Story).endSeconds = ptsMs / 1000
  }
  return { stories: [...stories.values()], frames: frame, stillSeconds }
}

function note(stories: Map<number, Story>, track: TrackState, ptsMs: number): void {
  const story = stories.get(track.trackId)
    ?? { label: track.label, startSeconds: 0, lastHitSeconds: 0, confirmed: false, crossings: [], endSeconds: null }
  stories.set(track.trackId, story)
  story.startSeconds = track.startPtsMs / 1000
  if (!track.predicted) story.lastHitSeconds = ptsMs / 1000
  story.confirmed ||= track.confirmed
  story.crossings.push(...track.crossings)
}

describe('six people, one after the other', () => {
  it('finds each once, for as long as they are there, and each crossing of the line', async () => {
    const truth = JSON.parse(await readFile(footagePath('truth/one-by-one.json'), 'utf8')) as Truth
    const { stories, frames, stillSeconds } = await analyse({ file: footagePath('one-by-one-person-detection.mp4'), width: 640, height: 360, line: { from: truth.tripwire.from, to: truth.tripwire.to } })
    expect(frames).toBe(1394)

    const people = stories.filter(({ label, confirmed }) => label === 'person' && confirmed)
    expect(people).toHaveLength(truth.presence.length)
    expect(stories.filter(({ label }) => label !== 'motion')).toHaveLength(truth.presence.length)
    people.forEach((person, i) => {
      const expected = truth.presence[i] as Truth['presence'][number]
      expect(person.startSeconds).toBeGreaterThan(expected.in - 1.5)
      expect(person.startSeconds).toBeLessThan(expected.in + 2.5)
      expect(Math.abs(person.lastHitSeconds - expected.out)).toBeLessThan(2)
      // Gone five seconds after the last hit; the file ends before the last one is.
      const endSeconds = person.endSeconds ?? person.lastHitSeconds + 5
      expect(endSeconds - person.lastHitSeconds).toBeGreaterThanOrEqual(5)
      expect(endSeconds - person.lastHitSeconds).toBeLessThan(6.2)
    })

    const crossings = people.flatMap((person) => person.crossings)
    expect(people.map((person) => person.crossings.length)).toEqual([1, 1, 1, 1, 1, 1])
    crossings.forEach((crossing, i) => {
      expect(crossing.direction).toBe(truth.tripwire.direction)
      expect(Math.abs(crossing.ptsMs / 1000 - (truth.tripwire.atSeconds[i] as number))).toBeLessThan(0.6)
    })

    // The empty room is still: in every gap between two people there are frames without motion.
    for (let i = 1; i < truth.presence.length; i++) {
      const [before, after] = [truth.presence[i - 1], truth.presence[i]] as [Truth['presence'][number], Truth['presence'][number]]
      expect(stillSeconds.filter((at) => at > before.out && at < after.in).length).toBeGreaterThan(5)
    }
  })
})
