// What happens in front of a camera, and whether it is motion. The empty room is a real picture; what happens in it is painted.
import { beforeAll, describe, expect, it } from 'vitest'
import { MotionConfig } from '../../../common/contracts/camera-config.ts'
import { intersectionArea } from '../../../common/geometry/box.ts'
import { decodeI420, footagePath } from '../../../test-support/footage.ts'
import { car, HEIGHT, infrared, leaves, light, person, type PixelBox, rain, type Scene, sense, shifted, snow, WIDTH } from '../../../test-support/motion-scenes.ts'
import { createFrameKernel } from '../../kernels/frame-kernel.ts'
import { createMotionDetector } from './motion-detector.ts'

const FPS = 10
/** Every camera has some. */
const SENSOR_NOISE = 1.5

/** So much of somebody must lie in moving regions: parts of him look like the wall behind. */
const FOUND_SHARE = 0.2

let room: Float32Array
let tint: Float32Array
beforeAll(async () => {
  for await (const picture of decodeI420({ file: footagePath('one-by-one-person-detection.mp4'), width: WIDTH, height: HEIGHT, startSeconds: 1, frames: 1 })) {
    room = Float32Array.from(picture.subarray(0, WIDTH * HEIGHT))
    const v = picture.subarray(WIDTH * HEIGHT * 1.25)
    tint = Float32Array.from(room, (_, at) => 1.5 * ((v[(Math.floor(at / WIDTH) >> 1) * (WIDTH / 2) + ((at % WIDTH) >> 1)] ?? 128) - 128))
  }
})

interface Row {
  readonly name: string
  readonly seconds: number
  /** Paints what is to be seen at that time; may return another scene. */
  readonly paint: (scene: Scene, seconds: number, frame: number) => Scene | void
  /** Where somebody is then, to be found; null = nobody. */
  readonly walker?: (seconds: number) => PixelBox | null
  /** From and to which second something real moves, or its traces may: not counted as false. */
  readonly busy?: readonly (readonly [number, number])[]
  /** The share of frames that may be active for nothing, and the share of frames with somebody in which he must be found. */
  readonly mostFalse: number
  readonly leastFound?: number
  /** Somebody must have been found so soon after this time. */
  readonly foundAgain?: { readonly after: number; readonly withinSeconds: number }
  readonly noise?: number
}

/** Walks from the left at three quarters of his width a second. */
const walk = (w: number, h: number, top: number, from: number) => (seconds: number): PixelBox | null => {
  const left = 40 + (seconds - from) * w * 0.75 * 2
  return seconds < from || left > WIDTH - 40 ? null : [left, top, w, h]
}
const within = (seconds: number, spans: readonly (readonly [number, number])[]): boolean => spans.some(([from, to]) => seconds >= from && seconds < to)
const LAMP_OFF = [[3, 5], [6, 8], [8.5, 9], [11, 14]] as const

function play(row: Row): { falseShare: number; foundShare: number; firstFound: number; lastFalse: number } {
  const kernel = createFrameKernel({ width: WIDTH, height: HEIGHT, slots: 1 })
  const detector = createMotionDetector({ kernel, config: MotionConfig.parse({}) })
  const counts = { false: 0, quiet: 0, found: 0, there: 0 }
  let firstFound = Infinity
  let lastFalse = 0
  for (let frame = 0; frame < row.seconds * FPS; frame++) {
    const seconds = frame / FPS
    const scene = room.slice()
    const box = row.walker?.(seconds) ?? null
    if (box) person(scene, box)
    sense(row.paint(scene, seconds, frame) ?? scene, kernel.slot(0), frame, row.noise ?? SENSOR_NOISE)
    const { active, regions } = detector.detect(0, seconds * 1000)
    if (box) {
      const there = [box[0] / WIDTH, box[1] / HEIGHT, box[2] / WIDTH, box[3] / HEIGHT] as const
      const found = regions.reduce((sum, region) => sum + intersectionArea(region, there), 0) > FOUND_SHARE * there[2] * there[3]
      counts.there++
      if (found) counts.found++
      if (found && seconds >= (row.foundAgain?.after ?? 0)) firstFound = Math.min(firstFound, seconds)
    } else if (!within(seconds, row.busy ?? [])) {
      counts.quiet++
      if (active) { counts.false++; lastFalse = seconds }
    }
  }
  return { falseShare: counts.false / Math.max(1, counts.quiet), foundShare: counts.found / Math.max(1, counts.there), firstFound, lastFalse }
}

const nothing = (): void => undefined
const PARKED: PixelBox = [380, 200, 120, 60]
const adult = walk(60, 150, 150, 4)

const ROWS: readonly Row[] = [
  { name: 'nothing', seconds: 20, paint: nothing, mostFalse: 0 },
  { name: 'dusk within a minute', seconds: 60, paint: (scene, t) => light(scene, 1 - t / 80), mostFalse: 0 },
  { name: 'dawn within half a minute', seconds: 30, paint: (scene, t) => light(scene, 0.2 + t / 38), mostFalse: 0 },
  { name: 'lamps off and on', seconds: 20, paint: (scene, t) => light(scene, within(t, LAMP_OFF) ? 0.12 : 1), mostFalse: 0 },
  { name: 'lamps that flicker on', seconds: 15, paint: (scene, t, frame) => light(scene, t < 4 ? 0.1 : t < 6 ? [0.1, 0.5, 0.2, 0.9][frame % 4]! : 1), mostFalse: 0 },
  { name: 'half the room lit', seconds: 20, paint: (scene, t) => light(scene, within(t, LAMP_OFF) ? 0.5 : 1, [300, WIDTH]), mostFalse: 0 },
  { name: 'a quarter of the room lit', seconds: 20, paint: (scene, t) => light(scene, within(t, LAMP_OFF) ? 0.5 : 1, [460, WIDTH]), mostFalse: 0.06 },
  { name: 'switch to infrared and back', seconds: 20, paint: (scene, t) => { if (within(t, [[6, 13]])) infrared(scene, tint) }, mostFalse: 0 },
  { name: 'exposure steps of 10 %', seconds: 20, paint: (scene, t) => light(scene, 0.9 ** [0, 1, 2, 1, 0][Math.floor(t / 4)]!), mostFalse: 0 },
  { name: 'exposure steps of 30 %', seconds: 20, paint: (scene, t) => light(scene, 0.7 ** [0, 1, 2, 1, 0][Math.floor(t / 4)]!), mostFalse: 0 },
  ...[4, 8, 12].map((noise): Row => ({ name: `noise, sigma ${noise}`, seconds: 20, paint: nothing, noise, mostFalse: 0 })),
  { name: 'noise of sigma 8 in the dark', seconds: 20, paint: (scene) => light(scene, 0.25), noise: 8, mostFalse: 0 },
  { name: 'rain that sets in', seconds: 30, paint: (scene, t, frame) => { if (t > 5) rain(scene, frame, 150) }, mostFalse: 0.05 },
  { name: 'a downpour', seconds: 30, paint: (scene, t, frame) => { if (t > 5) rain(scene, frame, 500) }, mostFalse: 0.05 },
  { name: 'snow', seconds: 30, paint: (scene, t, frame) => { if (t > 5) snow(scene, frame, 120) }, mostFalse: 0.05 },
  { name: 'leaves in the wind', seconds: 60, paint: (scene, t) => leaves(scene, [30, 20, 120, 90], t), busy: [[0, 30]], mostFalse: 0.1 },
  { name: 'a parked car that leaves', seconds: 30, paint: (scene, t) => { if (t < 10) car(scene, PARKED); else if (t < 12) car(scene, [PARKED[0] + (t - 10) * 200, ...PARKED.slice(1)] as unknown as PixelBox) }, busy: [[10, 14]], mostFalse: 0 },
  { name: 'the camera is knocked by two pixels', seconds: 20, paint: (scene, t) => (t > 6 ? shifted(scene, 2, 1) : scene), busy: [[6, 8]], mostFalse: 0 },
  { name: 'the mast shakes by one pixel', seconds: 40, paint: (scene, _, frame) => shifted(scene, frame % 3 - 1, frame % 2), mostFalse: 0.3 },
  { name: 'a person walks by', seconds: 16, paint: nothing, walker: adult, mostFalse: 0, leastFound: 0.95, busy: [[11, 15]] },
  { name: 'somebody small and far away, 12x24, before a wall', seconds: 30, paint: nothing, walker: walk(12, 24, 160, 4), mostFalse: 0, leastFound: 0.9 },
  { name: 'somebody small and far away, 12x24, before what looks like him', seconds: 30, paint: nothing, walker: walk(12, 24, 200, 4), mostFalse: 0, leastFound: 0.6 },
  { name: 'a person in the dark, 40 % less light', seconds: 12, paint: (scene) => light(scene, 0.6), walker: adult, mostFalse: 0, leastFound: 0.95 },
  { name: 'a person in the dark, 70 % less light', seconds: 12, paint: (scene) => light(scene, 0.3), walker: adult, mostFalse: 0, leastFound: 0.9 },
  { name: 'a person in the rain', seconds: 12, paint: (scene, _, frame) => rain(scene, frame, 150), walker: adult, mostFalse: 0.25, leastFound: 0.8 },
  { name: 'a person in the snow', seconds: 12, paint: (scene, _, frame) => snow(scene, frame, 120), walker: adult, mostFalse: 0.25, leastFound: 0.8 },
  { name: 'a person at dusk', seconds: 12, paint: (scene, t) => light(scene, 1 - t / 20), walker: adult, mostFalse: 0, leastFound: 0.85 },
  { name: 'a person, and the lamps go out', seconds: 12, paint: (scene, t) => light(scene, t > 7 ? 0.3 : 1), walker: adult, mostFalse: 0, leastFound: 0.7, foundAgain: { after: 7.05, withinSeconds: 2.2 } },
  { name: 'a person, and half the room is lit', seconds: 12, paint: (scene, t) => light(scene, t > 7 ? 0.5 : 1, [300, WIDTH]), walker: adult, mostFalse: 0, leastFound: 0.6, foundAgain: { after: 7.05, withinSeconds: 2.2 } },
]

describe('what is motion, and what is not', () => {
  it.each(ROWS)('$name', (row) => {
    const { falseShare, foundShare, firstFound, lastFalse } = play(row)
    const found = row.walker ? `, found in ${(foundShare * 100).toFixed(1)} % of the frames` : ''
    const again = row.foundAgain ? `, again after ${(firstFound - row.foundAgain.after).toFixed(1)} s` : ''
    process.stdout.write(`${row.name}: false ${(falseShare * 100).toFixed(1)} % (last at ${lastFalse} s)${found}${again}\n`)
    expect(falseShare).toBeLessThanOrEqual(row.mostFalse)
    if (row.walker) expect(foundShare).toBeGreaterThanOrEqual(row.leastFound ?? 1)
    if (row.foundAgain) expect(firstFound - row.foundAgain.after).toBeLessThanOrEqual(row.foundAgain.withinSeconds)
  })
})
