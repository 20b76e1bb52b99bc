import { createFrameHistory, type FrameHistory } from './frame-history.ts'
import type { Fragment } from './mp4/fragment.ts'
import type { InitSegment } from './mp4/init-segment.ts'
import { createRowBuilder } from './row-builder.ts'
import { createRowRing, type HeldRow, type RingSpan, type RowRing } from './row-ring.ts'

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

export interface AudioTie {
  /** How much later than the picture's first packet the sound's came: the MP4 muxer moves both to 0. */
  readonly offsetMs: number
  /** It was encoded here: ffmpeg's AAC encoder puts one frame of silence before it. */
  readonly encoded: boolean
}

/** One epoch of one camera: its compressed stream in rows, its analysis, and what ties the two. */
export interface EpochLine {
  readonly cameraId: string
  readonly epoch: number
  readonly ring: RowRing
  readonly history: FrameHistory
  init: InitSegment | null
  tie: EpochTie | null
  audioTie: AudioTie | null
  ended: boolean
  /** The stream was encoded with the camera's privacy masks in it. */
  burnedIn: boolean
  /** Rows that became complete. */
  push(fragment: Fragment): HeldRow[]
  /** The row that is under way ends as soon as it can: somebody waits for it. */
  hurry(): void
  /** What is left when the epoch ended. */
  flush(): HeldRow[]
  /** Null until it can be known. */
  offsetMs(): number | null
  /** Wall clock of a moment of the stream's timeline; null while nothing was analysed. */
  wallOf(streamMs: number): number | null
}

const MAX_RING_BYTES = 48 * 1024 * 1024

export function createEpochLine({ cameraId, epoch, span }: { cameraId: string; epoch: number; span: RingSpan }): EpochLine {
  const ring = createRowRing({ span, maxBytes: MAX_RING_BYTES })
  const history = createFrameHistory()
  const builder = createRowBuilder()
  let firstMp4Ms: number | null = null
  const line: EpochLine = {
    cameraId, epoch, ring, history, init: null, tie: null, audioTie: null, ended: false, burnedIn: false,
    push(fragment) {
      const sample = fragment.samples[0]
      if (sample && fragment.video) firstMp4Ms ??= (sample.pts * 1000) / fragment.timescale
      return builder.push(fragment).map((row) => ring.add(row))
    },
    hurry: () => builder.hurry(),
    flush: () => builder.flush().map((row) => ring.add(row)),
    offsetMs() {
      if (!line.tie) return null
      if (line.tie.offsetMs !== null) return line.tie.offsetMs
      return firstMp4Ms === null || history.firstPtsMs === null ? null : history.firstPtsMs - firstMp4Ms
    },
    wallOf(streamMs) {
      const offsetMs = line.offsetMs()
      return offsetMs === null ? null : history.wallAtPts(streamMs + offsetMs)
    },
  }
  return line
}
