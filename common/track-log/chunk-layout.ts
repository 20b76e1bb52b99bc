import type { Box } from '../frame-result.ts'
import { GRAIN } from '../grain.ts'

/** First byte of every chunk. */
export const CHUNK_VERSION = 1

/** Bits of a frame's first byte. */
export const FRAME = { inferred: 1, sameTracks: 2, identities: 4, ended: 8, nextSequence: 16, sameStep: 32, sameDelay: 64, notLookedFor: 128 } as const
/** Bits of a track's byte in a frame. */
export const TRACK = { predicted: 1, stationary: 2, sameBox: 4, sameScore: 8 } as const
/** Bits of an identity. */
export const IDENTITY = { confirmed: 1, birth: 2 } as const

export type Edges = [left: number, top: number, right: number, bottom: number]

/** Of what a track was in the frame before: the next one says what changed. */
export interface TrackTrace {
  edges: Edges
  score: number
}
export const newTrace = (): TrackTrace => ({ edges: [0, 0, 0, 0], score: 0 })

/** Where the frame before stood; all of them integers. */
export interface FrameTrace {
  sequence: number
  ptsUs: number
  /** Microseconds from the frame before it. */
  stepUs: number
  /** Wall clock minus presentation time, whole milliseconds. */
  delayMs: number
  ids: readonly number[]
}
export const newFrameTrace = (): FrameTrace => ({ sequence: 0, ptsUs: 0, stepUs: 0, delayMs: 0, ids: [] })

export const toUnits = (share: number): number => Math.round(share * GRAIN)
export const toMicroseconds = (ms: number): number => Math.round(ms * 1000)

export function edgesOf([x, y, w, h]: Box): Edges {
  return [toUnits(x), toUnits(y), toUnits(x + w), toUnits(y + h)]
}

export const boxOf = ([left, top, right, bottom]: Edges): Box => [left / GRAIN, top / GRAIN, (right - left) / GRAIN, (bottom - top) / GRAIN]
