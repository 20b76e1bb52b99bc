import sharp from 'sharp'
import type { Mask } from '../common/contracts/regions.ts'
import { coverRuns } from '../common/geometry/cover.ts'

/** I420: how many luma and colour samples behind the masks are not what a masked picture has there. */
export function showsBehind(i420: Uint8Array, { width, height }: { width: number; height: number }, masks: readonly Mask[]): number {
  const polygons = masks.map(({ points }) => points)
  const count = (plane: Uint8Array, size: { width: number; height: number }, value: number): number => {
    const runs = coverRuns(polygons, size)
    let wrong = 0
    for (let index = 0; index < runs.length; index += 2) wrong += plane.subarray(runs[index], runs[index + 1]).filter((sample) => sample !== value).length
    return wrong
  }
  const luma = width * height
  const half = { width: width / 2, height: height / 2 }
  return count(i420.subarray(0, luma), { width, height }, 16) + count(i420.subarray(luma, luma * 1.25), half, 128) + count(i420.subarray(luma * 1.25), half, 128)
}

/** The brightest pixel behind the masks (0..255, any channel) of a compressed picture; its blurred rim of `rim` pixels does not count. */
export async function brightestBehind(jpeg: Uint8Array, masks: readonly Mask[], rim = 12): Promise<number> {
  const { data, info: { width, height } } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return brightest(data, { width, height, channels: 3 }, masks, rim)
}

/** As above, of raw samples. */
export function brightest(data: Uint8Array, { width, height, channels }: { width: number; height: number; channels: number }, masks: readonly Mask[], rim: number): number {
  const hidden = new Uint8Array(width * height)
  const runs = coverRuns(masks.map(({ points }) => points), { width, height })
  for (let index = 0; index < runs.length; index += 2) hidden.fill(1, runs[index], runs[index + 1])
  const deep = (x: number, y: number): boolean => [[-rim, -rim], [rim, -rim], [-rim, rim], [rim, rim]].every(([dx = 0, dy = 0]) => hidden[(y + dy) * width + x + dx] === 1)
  let most = 0
  let seen = 0
  for (let y = rim; y < height - rim; y++) {
    for (let x = rim; x < width - rim; x++) {
      if (!deep(x, y)) continue
      seen++
      for (let channel = 0; channel < channels; channel++) most = Math.max(most, data[(y * width + x) * channels + channel] ?? 255)
    }
  }
  if (seen === 0) throw new Error('the masks are too small to be looked behind')
  return most
}
