import type { Box } from '../../../common/frame-result.ts'
import type { Look, Optics } from './optics.ts'
import { areaOf } from './optics.ts'

const COLUMNS = 16
const ROWS = 9

/** When which part of the picture was last looked at closely, and when all of it was; times are the frames' own. */
export class LookMemory {
  private whole = -Infinity
  private readonly cells = new Float64Array(COLUMNS * ROWS).fill(-Infinity)

  get wholeAt(): number {
    return this.whole
  }

  /** When the middle of the area was last in a crop. */
  croppedAt([x, y, w, h]: Box): number {
    const column = Math.min(COLUMNS - 1, Math.max(0, Math.floor((x + w / 2) * COLUMNS)))
    const row = Math.min(ROWS - 1, Math.max(0, Math.floor((y + h / 2) * ROWS)))
    return this.cells[row * COLUMNS + column] ?? -Infinity
  }

  looked(optics: Optics, look: Look, ptsMs: number): void {
    if (look === null) {
      this.whole = ptsMs
      return
    }
    const [x, y, w, h] = areaOf(optics, look)
    for (let row = 0; row < ROWS; row++) {
      const cy = (row + 0.5) / ROWS
      if (cy < y || cy > y + h) continue
      for (let column = 0; column < COLUMNS; column++) {
        const cx = (column + 0.5) / COLUMNS
        if (cx >= x && cx <= x + w) this.cells[row * COLUMNS + column] = ptsMs
      }
    }
  }

  reset(): void {
    this.whole = -Infinity
    this.cells.fill(-Infinity)
  }
}
