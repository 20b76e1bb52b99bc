import { describe, expect, it } from 'vitest'
import { emptyLedger, type LedgerCounts, ledgerMismatch } from '../../../common/ledger.ts'
import { LedgerKeeper } from './ledger-keeper.ts'

const counts = (captured: number, still: number): LedgerCounts =>
  ({ ...emptyLedger(), captured, inFlight: captured - still, outcomes: { ...emptyLedger().outcomes, still } })

describe('the ledger over epochs and deaths', () => {
  it('takes the newest snapshot of an epoch, not their sum', () => {
    const keeper = new LedgerKeeper()
    keeper.update('gate', 1, counts(10, 9))
    keeper.update('gate', 1, counts(30, 29))
    expect(keeper.total('gate')).toMatchObject({ captured: 30, inFlight: 1 })
  })
  it('adds an epoch that drained once, however often its last snapshot comes again', () => {
    const keeper = new LedgerKeeper()
    keeper.update('gate', 1, counts(10, 9))
    keeper.drained('gate', 1, counts(12, 12))
    keeper.update('gate', 1, counts(12, 12))
    keeper.update('gate', 2, counts(5, 5))
    expect(keeper.total('gate')).toMatchObject({ captured: 17, inFlight: 0 })
  })
  it('ends what was in flight as shutdown when media dies, and counts the same epoch anew', () => {
    const keeper = new LedgerKeeper()
    keeper.update('gate', 1, counts(10, 7))
    keeper.mediaDied()
    expect(keeper.total('gate').outcomes.shutdown).toBe(3)
    keeper.update('gate', 1, counts(4, 4))
    const total = keeper.total('gate')
    expect(total.captured).toBe(14)
    expect(ledgerMismatch(total)).toBe(0)
  })
})
