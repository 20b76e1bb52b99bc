import type { Box, TrackBirth } from '../frame-result.ts'

/** One track in one frame, as the analysis reported it; numbers are of the grain (common/grain.ts). */
export interface LoggedTrack {
  readonly trackId: number
  /** Of this frame's hit, or of the last hit when `predicted`. */
  readonly score: number
  readonly box: Box
  readonly predicted: boolean
  readonly stationary: boolean
}

/** Said of a track in the first frame of a chunk that holds it. */
export interface LoggedIdentity {
  readonly trackId: number
  readonly label: string
  readonly startPtsMs: number
  /** As the rules of that time had them: where the chunks before are missing, a replay goes on from here. */
  readonly medianScore: number
  readonly confirmed: boolean
  /** Only with its very first report. */
  readonly birth: Omit<TrackBirth, 'trackId'> | null
}

/** A frame that had tracks, or during which tracks lived that were out of the picture. */
export interface LoggedFrame {
  readonly epoch: number
  readonly sequence: number
  /** Whole microseconds. */
  readonly ptsMs: number
  /** Whole milliseconds since 1970. */
  readonly capturedAtMs: number
  /** A track that is predicted in an inferred frame was missed, unless it was not looked for; in any other frame nobody looked. */
  readonly inferred: boolean
  readonly identities: readonly LoggedIdentity[]
  readonly tracks: readonly LoggedTrack[]
  readonly ended: readonly number[]
  readonly notLookedFor: readonly number[]
}

/** What lies around a chunk's bytes. Wall times are milliseconds since 1970. */
export interface ChunkFacts {
  readonly epoch: number
  /** The camera was analysed from … to …, whether or not anything was in the picture. */
  readonly fromMs: number
  readonly toMs: number
  readonly frames: number
  /** Tracks that lived when it began: without the chunk before, their story is incomplete. */
  readonly live: number
  /** After its last frame the epoch ended or the analysis died: no track lives on. */
  readonly gone: boolean
  /** Chunks before this one that could not be stored. */
  readonly lost: number
}
