export interface Turn {
  readonly ptsMs: number
  /** When this camera last sent a frame to the detector, and when its last frame came; null = never. */
  readonly lastInferPtsMs: number | null
  readonly lastFramePtsMs: number | null
  readonly everyMs: number
}

/** After this the first frame may be let pass; doubled as often as it did not help, up to the second: then it costs one inference in fifty at most. */
const PAUSE_MS = 400
const LONGEST_PAUSE_MS = 3_200

/**
 * Cameras look at the same rate for hours: two whose turns fall together meet at every turn, and the later one always waits. It may let one frame
 * pass and take its turn with the next one from then on. Its frames and turns keep their order, and no wish is postponed for more than a frame;
 * where there are more cameras than room between the turns it is tried less and less often, so that the rate holds.
 */
export class TurnTaking {
  private lastPtsMs = -Infinity
  private pauseMs = PAUSE_MS

  /** Asked for a frame whose turn it is while the detector is busy; true: take the next one instead. */
  letPass({ ptsMs, lastInferPtsMs, lastFramePtsMs, everyMs }: Turn): boolean {
    if (lastInferPtsMs === null || lastFramePtsMs === null) return false
    const frameMs = ptsMs - lastFramePtsMs
    const sinceMs = ptsMs - lastInferPtsMs
    // A first look after quiet is never postponed, nor one of a source that has no frames to spare.
    if (frameMs <= 0 || frameMs * 2 > everyMs * 1.1 || sinceMs > everyMs + frameMs) return false
    const pausedMs = ptsMs - this.lastPtsMs
    if (pausedMs >= 0 && pausedMs < this.pauseMs) return false
    this.pauseMs = pausedMs >= 0 && pausedMs < 4 * this.pauseMs ? Math.min(LONGEST_PAUSE_MS, 2 * this.pauseMs) : PAUSE_MS
    this.lastPtsMs = ptsMs
    return true
  }

  reset(): void {
    this.lastPtsMs = -Infinity
    this.pauseMs = PAUSE_MS
  }
}
