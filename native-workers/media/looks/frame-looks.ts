import type { Box, Detection } from '../../../common/frame-result.ts'
import { coverage } from '../../../common/geometry/box.ts'
import type { InferReply } from '../../infer/thread-messages.ts'
import { completed } from './attention.ts'
import { cropAround } from './crop-around.ts'
import { mergeLooks, type Seen } from './merge-looks.ts'
import { areaOf, longSide, zoomOf, type Look, type Optics } from './optics.ts'

/** A cut box weaker than this is not worth an inference of its own. */
const LEAST_CUT_SCORE = 0.2
/** What surrounds a box that is looked at again: this many times its longer side. */
const AROUND = 1.6
/** Shown smaller than this in the whole picture, an object that was not found may still be there: a closer look will tell. */
const LEAST_PX = 40

/** The looks at one frame, one after the other: what was planned, then boxes that a crop cut through, as far as the budget goes. */
export class FrameLooks {
  private readonly optics: Optics
  private readonly planned: Look[]
  /** Will there be closer looks at what the whole picture shows too small? */
  private readonly closer: boolean
  private readonly seen: Seen[] = []
  private reframed = false

  constructor({ optics, planned, closer }: { optics: Optics; planned: readonly Look[]; closer: boolean }) {
    this.optics = optics
    this.planned = [...planned]
    this.closer = closer
  }

  get next(): Look | undefined {
    return this.planned[this.seen.length]
  }

  get runs(): number {
    return this.seen.length
  }

  get looks(): readonly Look[] {
    return this.seen.map(({ look }) => look)
  }

  /** Takes in the answer to `next`. `budget`: looks the frame may have in all, those included that were not planned. */
  took({ detections }: Pick<InferReply, 'detections'>, budget: number): void {
    this.seen.push({ look: this.next ?? null, detections })
    if (this.next !== undefined || this.reframed || this.runs >= budget) return
    // Once: a box that is cut in the crop made for it is too large for crops.
    this.reframed = true
    const worst = this.merged().cut.filter(({ score }) => score >= LEAST_CUT_SCORE).sort((a, b) => b.score - a.score)[0]
    if (worst) this.planned.push(this.around(worst.box))
  }

  merged(): { readonly detections: readonly Detection[]; readonly cut: readonly Detection[] } {
    return mergeLooks(this.optics, this.seen)
  }

  /** Whether an object in this box would have been found by one of the looks, were it there. */
  wouldHaveSeen(box: Box): boolean {
    return this.seen.some(({ look }) => (look === null
      ? !this.closer || longSide(this.optics, box) * zoomOf(this.optics, null) >= LEAST_PX
      : coverage(box, areaOf(this.optics, look)) > 0.9))
  }

  private around(box: Box): Look {
    const whole = completed(this.optics, box, this.looks)
    const side = longSide(this.optics, whole) * AROUND
    const crop = cropAround(this.optics, whole, side)
    return zoomOf(this.optics, crop) > zoomOf(this.optics, null) ? crop : null
  }
}
