import type { Percentiles } from '../../../common/contracts/stats.ts'
import { bucketOf, DurationCounts } from './duration-counts.ts'

/** Durations of the last `parts × partMs`: a total kept by adding the newest part and subtracting the oldest. */
export class SlidingHistogram {
  private readonly total = new DurationCounts()
  private readonly parts: DurationCounts[]
  private readonly partMs: number
  private current = 0
  private partEndsMs: number | null = null

  constructor(window: { parts: number; partMs: number }) {
    this.parts = Array.from({ length: window.parts }, () => new DurationCounts())
    this.partMs = window.partMs
  }

  record(durationMs: number, nowMs: number): void {
    this.recordBucket(bucketOf(durationMs), nowMs)
  }

  /** For durations that go into several windows: their bucket is found once. */
  recordBucket(bucket: number, nowMs: number): void {
    if (this.partEndsMs === null || nowMs >= this.partEndsMs) this.advance(nowMs)
    this.parts[this.current]?.add(bucket)
    this.total.add(bucket)
  }

  percentiles(nowMs: number): Percentiles | null {
    this.advance(nowMs)
    const { total } = this
    if (total.total === 0) return null
    // The total's own longest never shrinks on subtraction; the parts' do.
    const max = Math.max(...this.parts.map((part) => part.longestMs))
    return { count: total.total, p50: round(total.percentileMs(50)), p95: round(total.percentileMs(95)), p99: round(total.percentileMs(99)), max: round(max) }
  }

  private advance(nowMs: number): void {
    if (this.partEndsMs === null || nowMs - this.partEndsMs > this.parts.length * this.partMs) {
      this.total.clear()
      for (const part of this.parts) part.clear()
      this.partEndsMs = nowMs + this.partMs
      return
    }
    while (nowMs >= this.partEndsMs) {
      this.current = (this.current + 1) % this.parts.length
      const oldest = this.parts[this.current]
      if (oldest && oldest.total > 0) {
        this.total.subtract(oldest)
        oldest.clear()
      }
      this.partEndsMs += this.partMs
    }
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
