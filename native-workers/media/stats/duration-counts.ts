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

/** The longest duration that falls into the bucket. */
function longestOf(bucket: number): number {
  if (bucket < EXACT) return bucket * UNIT_MS
  const above = bucket - EXACT
  return (((PER_DOUBLING + (above % PER_DOUBLING) + 1) << (1 + Math.floor(above / PER_DOUBLING))) - 1) * UNIT_MS
}

/** Above every bucket, and a small integer as they are: the comparison is in every frame's way. */
const NONE = 1 << 20
/** Room is made in steps of as many buckets. */
const STEP = 128

/**
 * How many durations fell into each bucket. Plain counters: every frame adds to dozens of these, so adding must cost next to nothing. They reach only as far as
 * durations came: a stage's lie close together, and there are hundreds of these a camera (all buckets of all of them: 3 MB).
 */
export class DurationCounts {
  private counts = new Uint32Array(0)
  /** The bucket that `counts` begins with. */
  private from = 0
  /** Nothing is counted outside of these two, so that nobody has to go through all. */
  private first = NONE
  private last = -1
  total = 0

  add(bucket: number): void {
    if (bucket < this.from || bucket >= this.from + this.counts.length) this.reach(bucket)
    this.counts[bucket - this.from]!++
    this.total++
    if (bucket < this.first) this.first = bucket
    if (bucket > this.last) this.last = bucket
  }

  /** Takes away what was added to both. */
  subtract(other: DurationCounts): void {
    for (let bucket = other.first; bucket <= other.last; bucket++) this.counts[bucket - this.from]! -= other.counts[bucket - other.from]!
    this.total -= other.total
  }

  clear(): void {
    this.counts.fill(0)
    this.first = NONE
    this.last = -1
    this.total = 0
  }

  private reach(bucket: number): void {
    const before = this.counts
    const isEmpty = before.length === 0
    const from = isEmpty ? bucket : Math.min(this.from, bucket)
    const to = isEmpty ? bucket + 1 : Math.max(this.from + before.length, bucket + 1)
    const first = Math.floor(from / STEP) * STEP
    this.counts = new Uint32Array(Math.ceil(to / STEP) * STEP - first)
    this.counts.set(before, isEmpty ? 0 : this.from - first)
    this.from = first
  }

  /** The duration that `percent` of them do not exceed. */
  percentileMs(percent: number): number {
    const wanted = Math.max(1, Math.floor((percent / 100) * this.total + 0.5))
    let below = 0
    for (let bucket = this.first; bucket <= this.last; bucket++) {
      below += this.counts[bucket - this.from]!
      if (below >= wanted) return longestOf(bucket)
    }
    return 0
  }

  /** Of what was added since it was cleared; 0 when there is nothing. */
  get longestMs(): number {
    return this.last < 0 ? 0 : longestOf(this.last)
  }
}
