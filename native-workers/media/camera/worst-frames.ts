import type { WorstFrame } from '../../../common/contracts/stats.ts'

const KEPT = 12
const MEMORY_MS = 60_000

/** The slowest frames of the last minute, slowest first. */
export class WorstFrames {
  private frames: WorstFrame[] = []

  offer(frame: WorstFrame): void {
    const total = frame.stages.total ?? 0
    const slowest = this.frames.at(-1)
    if (this.frames.length >= KEPT && slowest && (slowest.stages.total ?? 0) >= total) return
    this.frames.push(frame)
    this.frames.sort((a, b) => (b.stages.total ?? 0) - (a.stages.total ?? 0))
    this.frames.length = Math.min(this.frames.length, KEPT)
  }

  list(nowMs: number): WorstFrame[] {
    this.frames = this.frames.filter((frame) => nowMs - frame.capturedAtMs < MEMORY_MS)
    return this.frames
  }
}
