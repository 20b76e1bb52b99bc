import type { Mask } from '../../../common/contracts/regions.ts'
import { coverRuns, type Runs } from '../../../common/geometry/cover.ts'

/** Black in video range, without colour. */
const DARK_LUMA = 16
const NO_COLOUR = 128

interface Planes {
  readonly width: number
  readonly height: number
  readonly luma: Runs
  /** Of one chroma plane; both are covered alike. */
  readonly chroma: Runs
}

/** Makes what lies behind a camera's privacy masks dark, in I420 pictures, before anybody sees them. */
export class PrivacyCover {
  private masks: readonly Mask[] = []
  private planes: Planes | null = null
  /** Counts up with every change of the masks: what was made of a picture before it must not be shown any more. */
  version = 0

  /** True when they are others than before. */
  setMasks(masks: readonly Mask[]): boolean {
    if (JSON.stringify(masks) === JSON.stringify(this.masks)) return false
    this.masks = masks
    this.planes = null
    this.version++
    return true
  }

  /** In place; both sides of the picture are even. */
  hide(i420: Uint8Array, { width, height }: { width: number; height: number }): void {
    if (this.masks.length === 0) return
    const { luma, chroma } = this.planesFor(width, height)
    const uAt = width * height
    const vAt = uAt + (uAt >> 2)
    fill(i420, luma, 0, DARK_LUMA)
    fill(i420, chroma, uAt, NO_COLOUR)
    fill(i420, chroma, vAt, NO_COLOUR)
  }

  private planesFor(width: number, height: number): Planes {
    if (this.planes?.width !== width || this.planes.height !== height) {
      const polygons = this.masks.map(({ points }) => points)
      this.planes = { width, height, luma: coverRuns(polygons, { width, height }), chroma: coverRuns(polygons, { width: width >> 1, height: height >> 1 }) }
    }
    return this.planes
  }
}

function fill(picture: Uint8Array, runs: Runs, at: number, value: number): void {
  for (let index = 0; index < runs.length; index += 2) picture.fill(value, at + (runs[index] ?? 0), at + (runs[index + 1] ?? 0))
}
