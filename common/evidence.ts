import type { AnalysisConfig } from './contracts/camera-config.ts'
import type { Box, TrackState } from './frame-result.ts'
import type { AnalysisOutcome } from './ledger.ts'
import type { ZoneWait } from './rules/regions.ts'

/** What the analysis saw and decided in one frame; kept for "why no alert?". Lengths are fractions of the picture unless the name says otherwise. */
export interface EvidenceFrame {
  /** Wall clock, milliseconds since 1970. */
  readonly atMs: number
  readonly ptsMs: number
  readonly epoch: number
  readonly sequence: number
  readonly outcome: AnalysisOutcome
  readonly motion: {
    readonly ratio: number
    readonly calibrating: boolean
    readonly regions: readonly Box[]
    /** Changes that were too small to count: `pixels` of the small picture motion works on, `least` would have been enough. */
    readonly tooSmall: readonly { readonly box: Box; readonly pixels: number; readonly least: number }[]
  }
  /** The parts of the picture the detector was shown; empty = it was not asked. */
  readonly looks: readonly Box[]
  readonly detections: readonly EvidenceDetection[]
  readonly tracks: readonly EvidenceTrack[]
}

export interface EvidenceDetection {
  readonly label: string
  readonly score: number
  readonly box: Box
  /** What the config has against it, in words with both figures; null = nothing. */
  readonly refused: string | null
}

/** An object that is followed. `id` null: too few hits to be reported. */
export interface EvidenceTrack extends Pick<TrackState, 'label' | 'score' | 'medianScore' | 'confirmed' | 'box' | 'predicted' | 'stationary' | 'zones'> {
  readonly id: number | null
  readonly hits: number
  readonly hitsNeeded: number
  /** Zones it stands in that do not count yet. */
  readonly waiting: readonly ZoneWait[]
}

/** Frames in which nothing moved and nothing was followed are not kept one by one. */
export interface QuietSpan {
  readonly fromMs: number
  readonly toMs: number
  readonly frames: number
}

export interface Evidence {
  /** Nothing is known from before; null = nothing is known at all. */
  readonly keptSinceMs: number | null
  readonly frames: readonly EvidenceFrame[]
  readonly quiet: readonly QuietSpan[]
  /** The rules as they were then. */
  readonly rules: AnalysisConfig | null
}
