import { type AnalysisOutcome, type LedgerCounts, noOutcomes } from '../../../common/ledger.ts'

/** How long after a gap ffmpeg's word that it threw frames away still explains it. */
const GAP_MEMORY_MS = 3000

/** Counts one camera's frames of one epoch. Nothing but `captured` begins a frame, nothing but `finished` ends one. */
export class FrameLedger {
  private captured = 0
  private onTimeCount = 0
  private sourceGap = 0
  private readonly outcomes = noOutcomes()
  private ended = 0
  private lastGap = { frames: 0, atMs: -Infinity }
  private readerWasLateAtMs = -Infinity

  frameCaptured(): void {
    this.captured++
  }

  frameFinished(outcome: AnalysisOutcome, onTime: boolean): void {
    this.outcomes[outcome]++
    this.ended++
    if (onTime) this.onTimeCount++
  }

  /** Frames missing between two that came, told from their time stamps. */
  gap(frames: number, nowMs: number): void {
    if (nowMs - this.readerWasLateAtMs < GAP_MEMORY_MS) {
      this.readerWasLateAtMs = -Infinity
      this.countReaderLate(frames)
      return
    }
    this.sourceGap += frames
    this.lastGap = { frames, atMs: nowMs }
  }

  /** ffmpeg says it threw frames away because we read too slowly: the gap beside this moment is ours, not the source's. */
  readerLate(nowMs: number): void {
    if (nowMs - this.lastGap.atMs >= GAP_MEMORY_MS) {
      this.readerWasLateAtMs = nowMs
      return
    }
    this.sourceGap -= this.lastGap.frames
    this.countReaderLate(this.lastGap.frames)
    this.lastGap = { frames: 0, atMs: -Infinity }
  }

  snapshot(): LedgerCounts {
    return { captured: this.captured, inFlight: this.captured - this.ended, onTime: this.onTimeCount, sourceGap: this.sourceGap, outcomes: { ...this.outcomes } }
  }

  private countReaderLate(frames: number): void {
    this.captured += frames
    this.ended += frames
    this.outcomes['reader-late'] += frames
  }
}
