import { createFragmentRing, type FragmentRing } from './fragment-ring.ts'
import { createFrameHistory, type FrameHistory } from './frame-history.ts'
import type { Fragment } from './mp4/fragment.ts'
import type { InitSegment } from './mp4/init-segment.ts'

/**
 * How the compressed stream's clock and the analysed frames' clock of one epoch relate: raw pts = MP4 pts + offset.
 * `offsetMs` is the source's first decoding time (ffmpeg's MP4 muxer moves it to 0, so with B-frames it is negative);
 * null where nobody can know it (a transcoded or separate stream): then the first frames of both are taken for the same.
 */
export interface EpochTie {
  readonly offsetMs: number | null
  /** How far the two may be apart when they come from two encoders; 0 for one input. */
  readonly errorMs?: number
}

/** One epoch of one camera: its compressed stream, its analysis, and what ties the two. */
export interface EpochLine {
  readonly epoch: number
  readonly ring: FragmentRing
  readonly history: FrameHistory
  init: InitSegment | null
  tie: EpochTie | null
  ended: boolean
  /** The stream was encoded with the camera's privacy masks in it. */
  burnedIn: boolean
  push(fragment: Fragment): void
  /** Null until it can be known. */
  offsetMs(): number | null
}

export function createEpochLine({ epoch, spanMs, maxBytes }: { epoch: number; spanMs: number; maxBytes: number }): EpochLine {
  const ring = createFragmentRing({ spanMs, maxBytes })
  const history = createFrameHistory()
  let firstMp4Ms: number | null = null
  return {
    epoch, ring, history, init: null, tie: null, ended: false, burnedIn: false,
    push(fragment) {
      const sample = fragment.samples[0]
      if (sample) firstMp4Ms ??= (sample.pts * 1000) / fragment.timescale
      ring.push(fragment)
    },
    offsetMs() {
      if (!this.tie) return null
      if (this.tie.offsetMs !== null) return this.tie.offsetMs
      return firstMp4Ms === null || history.firstPtsMs === null ? null : history.firstPtsMs - firstMp4Ms
    },
  }
}
