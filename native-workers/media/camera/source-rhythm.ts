/** Intervals the rhythm is told from. */
const KEPT = 32

/** Tells frames the source never delivered from the time stamps of those it did. */
export class SourceRhythm {
  private lastPtsMs: number | null = null
  private readonly intervals: number[] = []
  private readonly sorted = new Float64Array(KEPT)

  /** Frames missing before the one at `ptsMs`; 0 as long as the rhythm is not known. */
  missingBefore(ptsMs: number): number {
    const previous = this.lastPtsMs
    this.lastPtsMs = ptsMs
    if (previous === null) return 0
    const interval = ptsMs - previous
    if (interval <= 0) return 0
    const usual = this.usual()
    if (usual === null || interval < usual * 1.8) {
      this.intervals.push(interval)
      if (this.intervals.length > KEPT) this.intervals.shift()
      return 0
    }
    // A source that slows down for good is a new rhythm, not an endless gap.
    if (this.intervals.length > 0) this.intervals.shift()
    this.intervals.push(interval)
    return Math.round(interval / usual) - 1
  }

  private usual(): number | null {
    if (this.intervals.length < 8) return null
    // The same memory for every frame; what is not filled yet sorts to the end.
    this.sorted.fill(Infinity)
    this.sorted.set(this.intervals)
    return this.sorted.sort()[this.intervals.length >> 1] ?? null
  }
}
