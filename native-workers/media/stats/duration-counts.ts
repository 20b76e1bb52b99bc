const UNIT_MS = 0.01
const LARGEST = 6_000_000
/** Values below stand each for themselves; above, every doubling has 128 buckets: two significant digits, as HdrHistogram's. */
const EXACT = 256
const PER_DOUBLING = 128

/** Which bucket a duration falls into: 10 µs to 60 s, what lies outside is taken for the nearest. */
export function bucketOf(durationMs: number): number {
  const value = Math.min(LARGEST, Math.max(0, Math.round(durationMs / UNIT_MS)))
  if (value < EXACT) return value
  const doublings = 24 - Math.clz32(value)
  return EXACT + (doublings - 1) * PER_DOUBLING + (value >> doublings) - PER_DOUBLING
}

const BUCKETS = bucketOf(Infinity) + 1

/** The longest duration that falls into the bucket. */
function longestOf(bucket: number): number {
  if (bucket < EXACT) return bucket * UNIT_MS
  const above = bucket - EXACT
  return (((PER_DOUBLING + (above % PER_DOUBLING) + 1) << (1 + Math.floor(above / PER_DOUBLING))) - 1) * UNIT_MS
}

/** How many durations fell into each bucket. Plain counters: every frame adds to dozens of these, so adding must cost next to nothing. */
export class DurationCounts {
  private readonly counts = new Uint32Array(BUCKETS)
  /** Nothing is counted outside of these two, so that nobody has to go through all. */
  private first = BUCKETS
  private last = -1
  total = 0

  add(bucket: number): void {
    this.counts[bucket]!++
    this.total++
    if (bucket < this.first) this.first = bucket
    if (bucket > this.last) this.last = bucket
  }

  /** Takes away what was added to both. */
  subtract(other: DurationCounts): void {
    for (let bucket = other.first; bucket <= other.last; bucket++) this.counts[bucket]! -= other.counts[bucket]!
    this.total -= other.total
  }

  clear(): void {
    this.counts.fill(0, this.first, this.last + 1)
    this.first = BUCKETS
    this.last = -1
    this.total = 0
  }

  /** The duration that `percent` of them do not exceed. */
  percentileMs(percent: number): number {
    const wanted = Math.max(1, Math.floor((percent / 100) * this.total + 0.5))
    let below = 0
    for (let bucket = this.first; bucket <= this.last; bucket++) {
      below += this.counts[bucket]!
      if (below >= wanted) return longestOf(bucket)
    }
    return 0
  }

  /** Of what was added since it was cleared; 0 when there is nothing. */
  get longestMs(): number {
    return this.last < 0 ? 0 : longestOf(this.last)
  }
}
