import { expect, it } from 'vitest'
import { emptyLedger, noOutcomes, type LedgerCounts } from '../../../common/ledger.ts'
import { ledgerEquation } from './ledger-text.ts'

const ledger = (over: Partial<LedgerCounts>, outcomes: Partial<LedgerCounts['outcomes']>): LedgerCounts =>
  ({ ...emptyLedger(), ...over, outcomes: { ...noOutcomes(), ...outcomes } })

it.each([
  {
    name: 'adds up', ledger: ledger({ captured: 48_120 }, { inferred: 9_614, still: 36_402, sampled: 2_101, superseded: 3 }),
    text: '48 120 = 9 614 inferred + 36 402 still + 2 101 sampled + 3 superseded + 0 in flight ✓',
  },
  { name: 'nothing yet', ledger: ledger({}, {}), text: '0 = 0 inferred + 0 still + 0 sampled + 0 superseded + 0 in flight ✓' },
  {
    name: 'names every drop there is', ledger: ledger({ captured: 5, inFlight: 1 }, { still: 2, stale: 2 }),
    text: '5 = 0 inferred + 2 still + 0 sampled + 0 superseded + 2 stale + 1 in flight ✓',
  },
  {
    name: 'a frame without a reason', ledger: ledger({ captured: 5 }, { still: 4 }),
    text: '5 ≠ 0 inferred + 4 still + 0 sampled + 0 superseded + 0 in flight (1 without a reason)',
  },
  {
    name: 'a frame counted twice', ledger: ledger({ captured: 5 }, { still: 6 }),
    text: '5 ≠ 0 inferred + 6 still + 0 sampled + 0 superseded + 0 in flight (1 counted twice)',
  },
])('$name', ({ ledger: counts, text }) => {
  expect(ledgerEquation(counts).replaceAll('\u202F', ' ')).toBe(text)
})
