import { build, type Histogram } from 'hdr-histogram-js'
import type { Percentiles } from '../../../common/contracts/stats.ts'

// Two significant digits from 10 µs to 60 s: about 4 KB each, so that dozens per camera stay cheap.
const create = (): Histogram => build({ bitBucketSize: 32, lowestDiscernibleValue: 1, highestTrackableValue: 6_000_000, numberOfSignificantValueDigits: 2, useWebAssembly: false })
const UNIT_MS = 0.01

/** Durations of the last `parts × partMs`: a total kept by adding the newest part and subtracting the oldest. */
export class SlidingHistogram {
  private readonly total = create()
  private readonly parts: Histogram[]
  private readonly partMs: number
  private current = 0
  private partEndsMs: number | null = null

  constructor(window: { parts: number; partMs: number }) {
    this.parts = Array.from({ length: window.parts }, create)
    this.partMs = window.partMs
  }

  record(durationMs: number, nowMs: number): void {
    this.advance(nowMs)
    const value = Math.min(6_000_000, Math.max(0, Math.round(durationMs / UNIT_MS)))
    this.parts[this.current]?.recordValue(value)
    this.total.recordValue(value)
  }

  percentiles(nowMs: number): Percentiles | null {
    this.advance(nowMs)
    const count = this.total.totalCount
    if (count === 0) return null
    const at = (percentile: number): number => round(this.total.getValueAtPercentile(percentile) * UNIT_MS)
    // The total's own maximum never shrinks on subtraction; the parts' do.
    const max = Math.max(...this.parts.map((part) => (part.totalCount === 0 ? 0 : part.maxValue)))
    return { count, p50: at(50), p95: at(95), p99: at(99), max: round(max * UNIT_MS) }
  }

  private advance(nowMs: number): void {
    if (this.partEndsMs === null || nowMs - this.partEndsMs > this.parts.length * this.partMs) {
      this.total.reset()
      for (const part of this.parts) part.reset()
      this.partEndsMs = nowMs + this.partMs
      return
    }
    while (nowMs >= this.partEndsMs) {
      this.current = (this.current + 1) % this.parts.length
      const oldest = this.parts[this.current]
      if (oldest && oldest.totalCount > 0) {
        this.total.subtract(oldest)
        oldest.reset()
      }
      this.partEndsMs += this.partMs
    }
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
