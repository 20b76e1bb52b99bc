/**
 * The frame ledger: every captured frame ends in exactly one analysis outcome.
 * captured = sum of outcomes + in flight, in every snapshot.
 */
export const ANALYSIS_OUTCOMES = [
  'inferred', 'still', 'sampled',
  'superseded', 'stale', 'pool-exhausted', 'reader-late', 'infer-timeout', 'malformed', 'shutdown',
] as const
export type AnalysisOutcome = (typeof ANALYSIS_OUTCOMES)[number]

/** The outcomes that mean a frame was lost to the analysis; the other three are work done. */
export const DROP_OUTCOMES = [
  'superseded', 'stale', 'pool-exhausted', 'reader-late', 'infer-timeout', 'malformed', 'shutdown',
] as const satisfies readonly AnalysisOutcome[]

export const DISPLAY_OUTCOMES = ['painted', 'superseded', 'no-credit', 'hidden', 'gone'] as const
export type DisplayOutcome = (typeof DISPLAY_OUTCOMES)[number]

export type OutcomeCounts = Readonly<Record<AnalysisOutcome, number>>

export interface LedgerCounts {
  readonly captured: number
  readonly inFlight: number
  readonly onTime: number
  /** Frames the source never delivered; outside the sum. */
  readonly sourceGap: number
  readonly outcomes: OutcomeCounts
}

export const noOutcomes = (): Record<AnalysisOutcome, number> => ({
  inferred: 0, still: 0, sampled: 0, superseded: 0, stale: 0,
  'pool-exhausted': 0, 'reader-late': 0, 'infer-timeout': 0, malformed: 0, shutdown: 0,
})

export const emptyLedger = (): LedgerCounts => ({ captured: 0, inFlight: 0, onTime: 0, sourceGap: 0, outcomes: noOutcomes() })

export const sumOutcomes = (outcomes: OutcomeCounts): number => ANALYSIS_OUTCOMES.reduce((sum, name) => sum + outcomes[name], 0)
export const sumDrops = (outcomes: OutcomeCounts): number => DROP_OUTCOMES.reduce((sum, name) => sum + outcomes[name], 0)

/** captured − (Σ outcomes + in flight). Anything but 0 is a bug: a frame without a reason, or one counted twice. */
export const ledgerMismatch = (ledger: LedgerCounts): number => ledger.captured - sumOutcomes(ledger.outcomes) - ledger.inFlight

export function addLedgers(a: LedgerCounts, b: LedgerCounts): LedgerCounts {
  const outcomes = noOutcomes()
  for (const name of ANALYSIS_OUTCOMES) outcomes[name] = a.outcomes[name] + b.outcomes[name]
  return {
    captured: a.captured + b.captured,
    inFlight: a.inFlight + b.inFlight,
    onTime: a.onTime + b.onTime,
    sourceGap: a.sourceGap + b.sourceGap,
    outcomes,
  }
}

/** What becomes of a ledger whose process died: whatever was in flight ends as `shutdown`. */
export function closeLedger(ledger: LedgerCounts): LedgerCounts {
  return {
    ...ledger,
    inFlight: 0,
    outcomes: { ...ledger.outcomes, shutdown: ledger.outcomes.shutdown + ledger.inFlight },
  }
}

/** Drops over captured, 0..1; 0 when nothing was captured. */
export const dropRate = (ledger: LedgerCounts): number => (ledger.captured === 0 ? 0 : sumDrops(ledger.outcomes) / ledger.captured)
