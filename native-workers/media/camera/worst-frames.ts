import type { WorstFrame } from '../../../common/contracts/stats.ts'

const KEPT = 12
const MEMORY_MS = 60_000

/** The slowest frames of the last minute, slowest first. */
export class WorstFrames {
  private frames: WorstFrame[] = []

  /** Asked before a frame is described: nearly all are not among them. */
  takes(totalMs: number): boolean {
    const slowest = this.frames[KEPT - 1]
    return slowest === undefined || (slowest.stages.total ?? 0) < totalMs
  }

  offer(frame: WorstFrame): void {
    if (!this.takes(frame.stages.total ?? 0)) return
    this.frames.push(frame)
    this.frames.sort((a, b) => (b.stages.total ?? 0) - (a.stages.total ?? 0))
    this.frames.length = Math.min(this.frames.length, KEPT)
  }

  list(nowMs: number): WorstFrame[] {
    this.frames = this.frames.filter((frame) => nowMs - frame.capturedAtMs < MEMORY_MS)
    return this.frames
  }
}
