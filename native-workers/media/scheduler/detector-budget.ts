import { SlidingCount } from '../stats/sliding-count.ts'
import { shareRates, type Wish } from './share-rates.ts'

/** How long demand is watched before rates follow it; shorter and they would follow every passer-by. */
const WINDOW_SECONDS = 5
/** Share of the detector's time that is given out; full, everything would wait for everything. */
const FILLED = 0.9
/** Once rates are limited, this much of it is given out, and demand must fall below that before they are freed: no flapping. */
const FREED_AT = 0.85

/**
 * What the infer threads can do and what the cameras want of them. When that is too much, every camera's rate is limited by its priority,
 * and said so, instead of dropping frames here and there.
 */
export class DetectorBudget {
  private readonly monotonic: () => number
  private readonly runs = new SlidingCount(WINDOW_SECONDS)
  private readonly busyMs = new SlidingCount(WINDOW_SECONDS)
  private readonly wishes = new Map<string, SlidingCount>()
  /** Inferences a second, smoothed; null while nothing is known. */
  private possible: number | null = null
  private limits: ReadonlyMap<string, number> = new Map()

  constructor(monotonic: () => number) {
    this.monotonic = monotonic
  }

  /** A run took a thread for so long, all in all. */
  ran(tookMs: number): void {
    const now = this.monotonic()
    this.runs.add(1, now)
    this.busyMs.add(tookMs, now)
  }

  /** A camera would have one more frame looked at, were its rate not limited; `inferences` it would cost. */
  wanted(cameraId: string, inferences: number): void {
    let count = this.wishes.get(cameraId)
    if (!count) this.wishes.set(cameraId, count = new SlidingCount(WINDOW_SECONDS))
    count.add(inferences, this.monotonic())
  }

  /** Inferences a second the camera may have now; null = as many as it wants. */
  limit(cameraId: string): number | null {
    return this.limits.get(cameraId) ?? null
  }

  leave(cameraId: string): void {
    this.wishes.delete(cameraId)
  }

  /** Once a second. `weightOf`: null for cameras that are not to be limited. */
  settle(threads: number, weightOf: (cameraId: string) => number | null): void {
    const now = this.monotonic()
    const runs = this.runs.sum(now)
    if (runs === 0 || threads === 0) {
      this.limits = new Map()
      this.possible = null
      return
    }
    const measured = FILLED * threads * (1000 / (this.busyMs.sum(now) / runs))
    // Other programs come and go: rates that people read must not jump with them.
    const possible = this.possible === null ? measured : (this.possible + measured) / 2
    this.possible = possible
    const capacity = this.limits.size > 0 ? possible * FREED_AT : possible
    const wishes = [...this.wishes].flatMap(([cameraId, count]): Wish[] => {
      const weight = weightOf(cameraId)
      return weight === null ? [] : [{ cameraId, wanted: count.rate(now), weight }]
    })
    const demand = wishes.reduce((sum, { wanted }) => sum + wanted, 0)
    this.limits = demand <= capacity ? new Map() : shareRates(capacity, wishes)
  }
}
