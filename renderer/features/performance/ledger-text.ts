import { ANALYSIS_OUTCOMES, ledgerMismatch, type AnalysisOutcome, type LedgerCounts } from '../../../common/ledger.ts'
import { count } from '../../ui/format.ts'

export interface LedgerTerm {
  readonly name: AnalysisOutcome | 'in flight'
  readonly frames: number
}

/** Outcomes that are always named; the rest only when a frame ended so. */
const ALWAYS: ReadonlySet<AnalysisOutcome> = new Set(['inferred', 'still', 'sampled', 'superseded'])

export function ledgerTerms(ledger: LedgerCounts): readonly LedgerTerm[] {
  const named = ANALYSIS_OUTCOMES.filter((name) => ALWAYS.has(name) || ledger.outcomes[name] > 0)
  return [...named.map((name) => ({ name, frames: ledger.outcomes[name] })), { name: 'in flight', frames: ledger.inFlight }]
}

/** `48 120 = 9 614 inferred + 36 402 still + … + 0 in flight ✓`, or what is missing. */
export function ledgerEquation(ledger: LedgerCounts): string {
  const right = ledgerTerms(ledger).map(({ name, frames }) => `${count(frames)} ${name}`).join(' + ')
  const off = ledgerMismatch(ledger)
  if (off === 0) return `${count(ledger.captured)} = ${right} ✓`
  return `${count(ledger.captured)} ≠ ${right} (${count(Math.abs(off))} ${off > 0 ? 'without a reason' : 'counted twice'})`
}
