import type { Box } from '../../../common/frame-result.ts'

/**
 * What an object's colours are: soft histograms of Y, U and V in its upper and its lower half, each of the two summing to 1. Enough to tell a
 * red jacket from a grey one when two people cross, and far too little to know anybody again.
 */
export type Appearance = Float32Array

const BINS = 8
const HALF = 3 * BINS
/** Sampled per half. */
const COLUMNS = 10
const ROWS = 12
/** Of the box, so that the background beside the head and the legs stays out. */
const INSET_X = 0.2
const INSET_Y = 0.08
/** Chroma of real scenes lies close to grey: the bins cover this much to either side of 128. */
const CHROMA_REACH = 40

export interface I420Picture {
  readonly i420: Uint8Array
  readonly width: number
  readonly height: number
}

/** Null for a box of less than 4 x 8 pixels: there is nothing to be told from it. */
export function appearanceOf({ i420, width, height }: I420Picture, [bx, by, bw, bh]: Box): Appearance | null {
  const left = (bx + bw * INSET_X) * width
  const right = (bx + bw * (1 - INSET_X)) * width
  const top = (by + bh * INSET_Y) * height
  const bottom = (by + bh * (1 - INSET_Y)) * height
  if (!(bw * width >= 4 && bh * height >= 8)) return null
  const look = new Float32Array(2 * HALF)
  const chromaWidth = width >> 1
  const u = width * height
  const v = u + chromaWidth * (height >> 1)
  const weight = 1 / (3 * COLUMNS * ROWS)
  for (let row = 0; row < 2 * ROWS; row++) {
    const y = inside(top + ((row + 0.5) / (2 * ROWS)) * (bottom - top), height)
    const half = row < ROWS ? 0 : HALF
    for (let column = 0; column < COLUMNS; column++) {
      const x = inside(left + ((column + 0.5) / COLUMNS) * (right - left), width)
      const chroma = Math.min(y >> 1, (height >> 1) - 1) * chromaWidth + Math.min(x >> 1, chromaWidth - 1)
      put(look, half, (i420[y * width + x] ?? 0) / 256, weight)
      put(look, half + BINS, spread(i420[u + chroma] ?? 128), weight)
      put(look, half + 2 * BINS, spread(i420[v + chroma] ?? 128), weight)
    }
  }
  return look
}

const inside = (value: number, length: number): number => Math.min(length - 1, Math.max(0, Math.floor(value)))
const spread = (chroma: number): number => (chroma - 128 + CHROMA_REACH) / (2 * CHROMA_REACH)

/** Shares the weight between the two nearest bins, so that a shade on the border of two does not jump. `at`: 0..1. */
function put(look: Appearance, first: number, at: number, weight: number): void {
  const position = Math.min(BINS - 1, Math.max(0, at * BINS - 0.5))
  const low = Math.floor(position)
  const share = position - low
  look[first + low] = (look[first + low] ?? 0) + weight * (1 - share)
  if (share > 0) look[first + low + 1] = (look[first + low + 1] ?? 0) + weight * share
}

/** Hellinger distance of the two halves' histograms, 0 (alike) to 1 (nothing in common). */
export function unlikeness(a: Appearance, b: Appearance): number {
  let shared = 0
  for (let i = 0; i < a.length; i++) shared += Math.sqrt((a[i] as number) * (b[i] as number))
  return Math.sqrt(Math.max(0, 1 - shared / 2))
}

/** The look of a track after one more sight of it; light and pose change it slowly. */
export function blended(known: Appearance | null, seen: Appearance, share: number): Appearance {
  if (known === null) return seen
  return known.map((value, i) => value + share * ((seen[i] as number) - value))
}
