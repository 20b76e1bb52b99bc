import type { Mask } from '../../../common/contracts/regions.ts'
import { coverRuns } from '../../../common/geometry/cover.ts'

/** A black picture as ffmpeg lays it over a stream: opaque behind the masks, transparent elsewhere. */
export interface MaskPicture {
  /** PAM, grey and alpha, 8 bit each. */
  readonly bytes: Uint8Array
  /** Where its top left corner lies on the stream's picture; even, as are its sides. */
  readonly x: number
  readonly y: number
}

/**
 * Covers whole 2x2 blocks, because four pixels of a stream share their colour. As small as the masks allow: laying it over costs time for
 * every pixel of it. Null when there is nothing to cover. `size`: the stream's, in pixels.
 */
export function maskPicture(masks: readonly Mask[], size: { width: number; height: number }): MaskPicture | null {
  const blocks = { width: Math.ceil(size.width / 2), height: Math.ceil(size.height / 2) }
  // An odd side ends inside its last block.
  const runs = coverRuns(masks.map(({ points }) => points.map(([x, y]): [number, number] => [(x * size.width) / 2 / blocks.width, (y * size.height) / 2 / blocks.height])), blocks)
  const covered = new Uint8Array(blocks.width * blocks.height)
  for (let index = 0; index < runs.length; index += 2) covered.fill(255, runs[index], runs[index + 1])
  const rows = range(blocks.height, (y) => covered.subarray(y * blocks.width, (y + 1) * blocks.width).includes(255))
  const columns = range(blocks.width, (x) => Array.from({ length: blocks.height }, (_, y) => covered[y * blocks.width + x]).includes(255))
  if (!rows || !columns) return null
  const width = (columns.last - columns.first + 1) * 2
  const height = (rows.last - rows.first + 1) * 2
  const head = new TextEncoder().encode(`P7\nWIDTH ${width}\nHEIGHT ${height}\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n`)
  const bytes = new Uint8Array(head.length + width * height * 2)
  bytes.set(head)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) bytes[head.length + (y * width + x) * 2 + 1] = covered[(rows.first + (y >> 1)) * blocks.width + columns.first + (x >> 1)] ?? 0
  }
  return { bytes, x: columns.first * 2, y: rows.first * 2 }
}

function range(length: number, holds: (index: number) => boolean): { first: number; last: number } | null {
  const held = Array.from({ length }, (_, index) => index).filter(holds)
  const [first] = held
  const last = held.at(-1)
  return first === undefined || last === undefined ? null : { first, last }
}
