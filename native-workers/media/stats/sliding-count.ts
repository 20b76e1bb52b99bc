/** Adds up what happened in the last `seconds` seconds, in one-second cells. */
export class SlidingCount {
  private readonly cells: Float64Array
  private second = -1
  private sinceSecond: number | null = null

  constructor(seconds: number) {
    this.cells = new Float64Array(seconds)
  }

  add(amount: number, nowMs: number): void {
    this.advance(nowMs)
    const cell = this.second % this.cells.length
    this.cells[cell] = (this.cells[cell] ?? 0) + amount
  }

  sum(nowMs: number): number {
    this.advance(nowMs)
    return this.cells.reduce((sum, count) => sum + count, 0)
  }

  /** Per second, over the whole seconds that have passed (at most the window). */
  rate(nowMs: number): number {
    const sum = this.sum(nowMs)
    if (this.sinceSecond === null) return 0
    const elapsed = Math.min(this.cells.length, nowMs / 1000 - this.sinceSecond)
    return elapsed < 0.5 ? 0 : sum / Math.max(1, elapsed)
  }

  private advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    this.sinceSecond ??= nowMs / 1000
    if (this.second < 0 || second - this.second >= this.cells.length) this.cells.fill(0)
    else for (let s = this.second + 1; s <= second; s++) this.cells[s % this.cells.length] = 0
    this.second = second
  }
}
