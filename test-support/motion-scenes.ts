// What happens in front of a camera, painted into the luma of a real picture: people, light, weather, the camera itself.
import { seededRandom } from './random.ts'

export const WIDTH = 640
export const HEIGHT = 360

/** Left, top, width, height in pixels. */
export type PixelBox = readonly [number, number, number, number]

/** One luma plane, 640x360, as numbers that may leave 0..255 until the sensor cuts them. */
export type Scene = Float32Array

/** Values of a normal distribution (Box and Muller, 1958), enough of them that no two pictures look alike. */
const gaussian = ((): Float32Array => {
  const random = seededRandom(7)
  return Float32Array.from({ length: 1 << 20 }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
})()

const pixels = ([left, top, w, h]: PixelBox, paint: (at: number, x: number, y: number) => void): void => {
  for (let y = Math.max(0, Math.round(top)); y < Math.min(HEIGHT, Math.round(top + h)); y++) {
    for (let x = Math.max(0, Math.round(left)); x < Math.min(WIDTH, Math.round(left + w)); x++) paint(y * WIDTH + x, x, y)
  }
}

/** Head, dark jacket with folds, lighter trousers; from above no more than that is to be seen. */
export function person(scene: Scene, box: PixelBox): void {
  const [left, top, w, h] = box
  pixels(box, (at, x, y) => {
    const u = (x + 0.5 - left) / w
    const v = (y + 0.5 - top) / h
    const fold = 6 * Math.sin(u * 23 + v * 17)
    if (v < 0.18) { if (Math.abs(u - 0.5) < 0.22) scene[at] = 150 + fold } else if (v < 0.55) scene[at] = 45 + fold
    else if (Math.abs(u - 0.5) > 0.08 && Math.abs(u - 0.5) < 0.42) scene[at] = 75 + fold
  })
}

export function car(scene: Scene, box: PixelBox): void {
  const [left, top, w, h] = box
  pixels(box, (at, x, y) => {
    const u = (x - left) / w
    const v = (y - top) / h
    scene[at] = v < 0.45 ? (u < 0.15 || u > 0.85 ? scene[at] ?? 0 : 60) : v > 0.85 ? 25 : 175 + 10 * Math.sin(u * 9)
  })
}

/** `share` of the light is left (black stays black at 16); `where` limits it to columns from..to. */
export function light(scene: Scene, share: number, [from, to]: readonly [number, number] = [0, WIDTH]): void {
  if (share === 1) return
  for (let row = 0; row < scene.length; row += WIDTH) for (let at = row + from; at < row + to; at++) scene[at] = ((scene[at] ?? 0) - 16) * share + 16
}

/** Grey, flatter, bright in the middle: the filter is gone and the lamp beside the lens is on. `tint`: what red is worth more in infrared. */
export function infrared(scene: Scene, tint: Float32Array): void {
  for (let at = 0; at < scene.length; at++) {
    const dx = (at % WIDTH) / WIDTH - 0.5
    const dy = Math.floor(at / WIDTH) / HEIGHT - 0.5
    scene[at] = ((scene[at] ?? 0) + (tint[at] ?? 0)) * (0.75 - 0.9 * (dx * dx + dy * dy)) + 30
  }
}

const numbers = (seed: number): (() => number) => seededRandom(Math.imul(seed + 1, 2_654_435_761))

/** Streaks two pixels wide, each in one picture only. */
export function rain(scene: Scene, frame: number, streaks: number): void {
  const random = numbers(frame)
  for (let i = 0; i < streaks; i++) {
    const x = random() * WIDTH
    const y = random() * HEIGHT
    const length = 12 + random() * 24
    for (let step = 0; step < length; step++) pixels([x - step * 0.15, y + step, 2, 1], (at) => { scene[at]! += 60 })
  }
}

/** Flakes of two to six pixels that fall as far as themselves or more from picture to picture, and sway. */
export function snow(scene: Scene, frame: number, flakes: number): void {
  const random = numbers(99)
  for (let i = 0; i < flakes; i++) {
    const size = 2 + random() * 4
    const y = (random() * HEIGHT + frame * size * (1.5 + random())) % HEIGHT
    const x = random() * WIDTH + Math.sin(frame * 0.5 + i) * size
    pixels([x, y, size, size], (at) => { scene[at] = Math.max(scene[at] ?? 0, 230) })
  }
}

/** A leafy patch that sways sideways: clumps of light and dark, moved by a wind that never blows twice the same. */
export function leaves(scene: Scene, box: PixelBox, seconds: number): void {
  const sway = 5 * Math.sin(seconds * 4.1) * (0.6 + 0.4 * Math.sin(seconds * 0.37)) + 2 * Math.sin(seconds * 9.7)
  pixels(box, (at, x, y) => { scene[at] = 90 + 50 * Math.sin((x + sway) * 0.55 + Math.sin(y * 0.4)) * Math.cos(y * 0.35 + sway * 0.1) })
}

/** The whole picture moved by whole pixels; the edges are repeated. */
export function shifted(scene: Scene, dx: number, dy: number): Scene {
  const moved = new Float32Array(scene.length)
  for (let y = 0; y < HEIGHT; y++) {
    const row = Math.min(HEIGHT - 1, Math.max(0, y + dy)) * WIDTH
    for (let x = 0; x < WIDTH; x++) moved[y * WIDTH + x] = scene[row + Math.min(WIDTH - 1, Math.max(0, x + dx))] ?? 0
  }
  return moved
}

/** What the sensor makes of it: noise (standard deviation in grey levels), whole numbers, 0..255. */
export function sense(scene: Scene, out: Uint8Array, frame: number, sigma: number): void {
  const from = Math.floor(numbers(frame)() * gaussian.length)
  for (let at = 0; at < scene.length; at++) {
    const value = (scene[at] ?? 0) + sigma * (gaussian[(from + at) & (gaussian.length - 1)] ?? 0)
    out[at] = value < 0 ? 0 : value > 255 ? 255 : Math.round(value)
  }
}
