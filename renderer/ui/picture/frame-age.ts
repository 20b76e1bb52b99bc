/**
 * How old a picture is, although the engine's clock and the viewer's may differ: the smallest difference ever seen between
 * sending and arriving stands for clock offset plus the shortest way, and is left out. Milliseconds; on one machine exact to the transit.
 */
export class FrameAge {
  #offsetMs = Number.POSITIVE_INFINITY

  arrived(sentAtMs: number, nowMs: number): void {
    this.#offsetMs = Math.min(this.#offsetMs, nowMs - sentAtMs)
  }

  ageMs(capturedAtMs: number, nowMs: number): number {
    return Math.max(0, nowMs - this.#offsetMs - capturedAtMs)
  }
}
