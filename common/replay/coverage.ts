import type { Replay } from '../contracts/replay.ts'

/** A stretch of wall clock, milliseconds since 1970. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** Frames may be this far apart, between chunks too, and the camera still counts as analysed. */
export const GAP_MS = 5_000

/** What of `span` the stretches (any order) cover, and what they leave out. */
export function coverageOf(span: Stretch, stretches: readonly Stretch[]): Pick<Replay['log'], 'coveredSeconds' | 'gaps'> {
  const gaps: Stretch[] = []
  let reached = span.fromMs
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs > span.toMs) break
    if (fromMs - reached > GAP_MS) gaps.push({ fromMs: reached, toMs: fromMs })
    reached = Math.max(reached, Math.min(toMs, span.toMs))
  }
  if (span.toMs - reached > GAP_MS) gaps.push({ fromMs: reached, toMs: span.toMs })
  const missingMs = gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0)
  return {
    coveredSeconds: Math.round((span.toMs - span.fromMs - missingMs) / 100) / 10,
    gaps: gaps.map(({ fromMs, toMs }) => ({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })),
  }
}
