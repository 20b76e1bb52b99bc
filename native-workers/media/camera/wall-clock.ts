import type { WallClockSource } from '../../../common/wire/media-messages.ts'

/** A camera's clock drifts against ours by seconds a day; the tie between them may follow at most this fast. */
const SLEW = 0.02
/** Beyond this the tie is plainly wrong (a stall, a clock that was set) and is made anew. */
const RESYNC_MS = 2_000

/**
 * Turns time stamps into wall time. Arrival alone jitters by network and scheduling; the source's own stamps do not, so a frame's
 * time is its stamp plus a slowly followed offset.
 */
export class FrameWallClock {
  private readonly source: WallClockSource
  private offsetMs: number | null = null

  constructor(source: WallClockSource) {
    this.source = source
  }

  /** Milliseconds since 1970, whole. */
  at(ptsMs: number, arrivedAtMs: number): number {
    if (this.source === 'pts') return Math.round(ptsMs)
    const offset = arrivedAtMs - ptsMs
    if (this.offsetMs === null || Math.abs(offset - this.offsetMs) > RESYNC_MS) this.offsetMs = offset
    else this.offsetMs += (offset - this.offsetMs) * SLEW
    return Math.round(ptsMs + this.offsetMs)
  }
}
