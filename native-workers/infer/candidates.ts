import { createCandidates, type Candidates } from './nms.ts'

/** Low on purpose: the tracker uses weak detections to carry a track through bad frames; config decides what counts. */
export const SCORE_FLOOR = 0.1
/** More than this above the floor in one frame is a broken model; the first ones stand for all. */
const MAX_CANDIDATES = 4096
/** Pixels of the input; beyond it lies nothing, and sums of squares stay exact enough. */
const FARTHEST = 65_536

/** Takes what a decoder finds and keeps out what cannot be: no score or box that is not a number, no class that has no name. */
export interface CandidateList {
  readonly candidates: Candidates
  readonly full: boolean
  clear(): void
  /** Left, top, right, bottom in pixels of the input. */
  add(score: number, label: number, left: number, top: number, right: number, bottom: number): void
}

export function createCandidateList(labels: readonly (string | null)[]): CandidateList {
  const candidates = createCandidates(MAX_CANDIDATES)
  const bounded = (value: number): number => Math.min(FARTHEST, Math.max(-FARTHEST, value))
  return {
    candidates,
    get full() { return candidates.count === MAX_CANDIDATES },
    clear() { candidates.count = 0 },
    add(score, label, left, top, right, bottom) {
      // Comparisons with what is not a number are false.
      if (candidates.count === MAX_CANDIDATES || !(score >= SCORE_FLOOR) || !(right > left) || !(bottom > top)) return
      if (score === Infinity || typeof labels[label] !== 'string') return
      const index = candidates.count++
      candidates.scores[index] = Math.min(1, score)
      candidates.classes[index] = label
      candidates.boxes[index * 4] = bounded(left)
      candidates.boxes[index * 4 + 1] = bounded(top)
      candidates.boxes[index * 4 + 2] = bounded(right)
      candidates.boxes[index * 4 + 3] = bounded(bottom)
    },
  }
}
