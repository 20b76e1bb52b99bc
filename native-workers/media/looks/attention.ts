import type { Box, Detection } from '../../../common/frame-result.ts'
import { clampBox, intersectionArea } from '../../../common/geometry/box.ts'
import { LookMemory } from './look-memory.ts'
import { areaOf, type Look, type Optics } from './optics.ts'
import { planLooks } from './plan-looks.ts'

/** What stands still in a still corner is looked at this often; a thing that stood for long, less. */
const STILL_EVERY_MS = 1000
const STATIONARY_EVERY_MS = 10_000
/** For how long a box that a crop cut through waits to be looked at whole. */
const CUT_WAITS_MS = 1000

/** An object, where it is expected in this frame. */
export interface Expected {
  readonly box: Box
  readonly stationary: boolean
}

export interface AttentionQuestion {
  readonly optics: Optics
  readonly ptsMs: number
  readonly budget: number
  /** Moving parts that belong to no object. */
  readonly unexplained: readonly Box[]
  /** All moving parts. */
  readonly moving: readonly Box[]
  readonly expected: readonly Expected[]
  /** False: nobody says where something moves, so it may be anywhere. */
  readonly motionKnown: boolean
}

/** What of one camera's picture wants the detector's eye, from frame to frame. */
export class Attention {
  private readonly memory = new LookMemory()
  private cut: { readonly box: Box; readonly ptsMs: number }[] = []

  plan({ optics, ptsMs, budget, unexplained, moving, expected, motionKnown }: AttentionQuestion): Look[] {
    this.cut = this.cut.filter((waiting) => ptsMs >= waiting.ptsMs && ptsMs - waiting.ptsMs <= CUT_WAITS_MS)
    const due = expected.filter(({ box, stationary }) => moving.some((part) => intersectionArea(part, box) > 0)
      || ptsMs - this.memory.croppedAt(box) >= (stationary ? STATIONARY_EVERY_MS : STILL_EVERY_MS))
    const targets = [...this.cut.map(({ box }) => box), ...due.map(({ box }) => box), ...unexplained, ...(motionKnown ? [] : [EVERYWHERE])]
    return planLooks({ optics, targets, memory: this.memory, ptsMs, budget })
  }

  looked(optics: Optics, look: Look, ptsMs: number): void {
    this.memory.looked(optics, look, ptsMs)
    // The whole picture cuts nothing: what waited to be seen whole was.
    if (look === null) this.cut = []
  }

  /** Boxes that ended at a crop's edge; they are looked at again where they are thought to be. */
  leftOver(optics: Optics, cut: readonly Detection[], looks: readonly Look[], ptsMs: number): void {
    this.cut = cut.map(({ box }) => ({ box: completed(optics, box, looks), ptsMs }))
  }

  reset(): void {
    this.memory.reset()
    this.cut = []
  }
}

const EVERYWHERE: Box = [0, 0, 1, 1]

/** A cut box reaches as far again beyond the edge that cut it: as good a guess as any. */
export function completed(optics: Optics, box: Box, looks: readonly Look[]): Box {
  let [x, y, right, bottom] = [box[0], box[1], box[0] + box[2], box[1] + box[3]]
  for (const look of looks) {
    if (look === null) continue
    const area = areaOf(optics, look)
    if (intersectionArea(area, box) < box[2] * box[3] * 0.99) continue
    const near = 0.02
    if (x - area[0] < near) x -= box[2]
    if (y - area[1] < near) y -= box[3]
    if (area[0] + area[2] - right < near) right += box[2]
    if (area[1] + area[3] - bottom < near) bottom += box[3]
    break
  }
  return clampBox([x, y, right - x, bottom - y])
}
