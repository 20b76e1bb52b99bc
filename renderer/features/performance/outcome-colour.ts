import type { LedgerTerm } from './ledger-text.ts'

/** The same colour for the same outcome everywhere; drops are warm. */
export const OUTCOME_COLOURS: Readonly<Record<LedgerTerm['name'], string>> = {
  inferred: 'var(--series-1)',
  still: 'var(--series-quiet)',
  sampled: 'var(--series-2)',
  superseded: 'var(--series-3)',
  stale: 'var(--series-6)',
  'pool-exhausted': 'var(--series-5)',
  'reader-late': 'var(--series-7)',
  'infer-timeout': 'var(--alert)',
  malformed: 'var(--series-4)',
  shutdown: 'var(--muted)',
  'in flight': 'var(--text)',
}

export const OUTCOME_MEANINGS: Readonly<Record<LedgerTerm['name'], string>> = {
  inferred: 'went through the detector',
  still: 'no motion, none needed',
  sampled: 'skipped by the inference rate, tracks predicted',
  superseded: 'a newer frame took its place',
  stale: 'older than the maximum age',
  'pool-exhausted': 'no free slot in the frame pool',
  'reader-late': 'read too late from the source',
  'infer-timeout': 'the detector did not answer in time',
  malformed: 'could not be read as a frame',
  shutdown: 'under way when a process ended',
  'in flight': 'being worked on',
}
