import type { AnalysisOutcome } from './ledger.ts'
import type { CameraId } from './ids.ts'

/** x, y of the left top corner, width, height; fractions of the picture, x to the right, y down. */
export type Box = readonly [x: number, y: number, w: number, h: number]
export type Point = readonly [x: number, y: number]

/** One box found by a detector in one frame. */
export interface Detection {
  readonly label: string
  /** 0..1 */
  readonly score: number
  readonly box: Box
  /** Its colours, where they were looked at; the tracker's own. */
  readonly appearance?: Float32Array | null
}

export interface LineCrossing {
  readonly lineId: string
  readonly direction: 'a-to-b' | 'b-to-a'
  /** Interpolated between the two frames that straddle the line; milliseconds on the source's timeline. */
  readonly ptsMs: number
}

/** A track as it stands after one frame. Only tracks that exist (enough hits) are reported. */
export interface TrackState {
  readonly trackId: number
  /** A model's label, or `motion` for a moving thing no model names. */
  readonly label: string
  /** Score of this frame's hit, or of the last hit when `predicted`. */
  readonly score: number
  /** Median of the last scores (PRODUCT.md, "Scores"). */
  readonly medianScore: number
  /** The median once reached the threshold: true for good. Motion tracks: existed long enough. */
  readonly confirmed: boolean
  readonly box: Box
  /** No hit in this frame: the box is the motion model's. */
  readonly predicted: boolean
  readonly stationary: boolean
  /** First hit with score ≥ minScore (or the motion track that became this object, if earlier). */
  readonly startPtsMs: number
  /** Zones the object is in, after inertia and loitering. */
  readonly zones: readonly string[]
  /** Crossings that completed in this very frame. */
  readonly crossings: readonly LineCrossing[]
}

/** How a track came to be: what rules need that ask for other scores than the analysis did. */
export interface TrackBirth {
  readonly trackId: number
  /** Hits of at least `minScore` so far, the first reported frame's included: as many as it takes to exist. */
  readonly hits: number
  /** The inferred frames before the first reported one, oldest first: a hit's own score, 0 for a miss. */
  readonly past: readonly (readonly [ptsMs: number, score: number])[]
}

/** What the analysis says about one frame; media sends one for every captured frame, in order, per camera. */
export interface FrameResult {
  readonly cameraId: CameraId
  readonly epoch: number
  readonly sequence: number
  /** Presentation time on the source's timeline, milliseconds. */
  readonly ptsMs: number
  /** Wall clock of the first byte's arrival, milliseconds since 1970 (1970 + pts for files that are analysed). */
  readonly capturedAtMs: number
  readonly outcome: AnalysisOutcome
  readonly onTime: boolean
  /** Share of the picture that moved, 0..1, and whether it counts as motion. */
  readonly motion: { readonly ratio: number; readonly active: boolean }
  readonly tracks: readonly TrackState[]
  /** Objects that are reported for the first time. Moving things have no scores and are not among them. */
  readonly begunTracks: readonly TrackBirth[]
  /** Tracks that ended with this frame. */
  readonly endedTracks: readonly number[]
  /**
   * Living tracks that no look of an inferred frame would have shown (beside the crops, or too small in the whole picture): it is neither a hit nor a
   * miss of theirs.
   */
  readonly notLookedFor: readonly number[]
  /** Inferences this frame cost: one, or several where it was looked at more closely. */
  readonly inferences: number
}
