import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANALYSIS_OUTCOMES, ledgerMismatch } from '../../../common/ledger.ts'
import { FrameLedger } from './frame-ledger.ts'

describe('one epoch\'s ledger', () => {
  it('holds what began and has not ended as in flight', () => {
    const ledger = new FrameLedger()
    for (let frame = 0; frame < 5; frame++) ledger.frameCaptured()
    ledger.frameFinished('inferred', true)
    ledger.frameFinished('stale', false)
    expect(ledger.snapshot()).toMatchObject({ captured: 5, inFlight: 3, onTime: 1, outcomes: { inferred: 1, stale: 1, still: 0 } })
  })
  it.each<{ name: string; steps: (ledger: FrameLedger) => void; sourceGap: number; readerLate: number }>([
    { name: 'a gap is the source\'s', steps: (ledger) => ledger.gap(3, 0), sourceGap: 3, readerLate: 0 },
    { name: 'unless ffmpeg says soon after that we were late', steps: (ledger) => { ledger.gap(3, 0); ledger.readerLate(2_999) }, sourceGap: 0, readerLate: 3 },
    { name: 'or said it just before', steps: (ledger) => { ledger.readerLate(0); ledger.gap(3, 2_999) }, sourceGap: 0, readerLate: 3 },
    { name: 'long before does not count', steps: (ledger) => { ledger.readerLate(0); ledger.gap(3, 3_000) }, sourceGap: 3, readerLate: 0 },
    { name: 'nor long after', steps: (ledger) => { ledger.gap(3, 0); ledger.readerLate(3_000) }, sourceGap: 3, readerLate: 0 },
    { name: 'one word explains one gap', steps: (ledger) => { ledger.readerLate(0); ledger.gap(3, 1); ledger.gap(2, 2) }, sourceGap: 2, readerLate: 3 },
    { name: 'and one gap is explained once', steps: (ledger) => { ledger.gap(3, 0); ledger.readerLate(1); ledger.readerLate(2) }, sourceGap: 0, readerLate: 3 },
  ])('$name', ({ steps, sourceGap, readerLate }) => {
    const ledger = new FrameLedger()
    steps(ledger)
    const counts = ledger.snapshot()
    expect([counts.sourceGap, counts.outcomes['reader-late']]).toEqual([sourceGap, readerLate])
    expect(ledgerMismatch(counts)).toBe(0)
  })
  it('adds up, whatever happens in whatever order', () => {
    const step = fc.oneof(
      fc.constant('begin' as const), fc.constantFrom(...ANALYSIS_OUTCOMES), fc.record({ gap: fc.integer({ min: 1, max: 5 }), atMs: fc.nat(10_000) }), fc.record({ lateAtMs: fc.nat(10_000) }),
    )
    fc.assert(fc.property(fc.array(step), (steps) => {
      const ledger = new FrameLedger()
      let inFlight = 0
      for (const one of steps) {
        if (one === 'begin') { ledger.frameCaptured(); inFlight++ }
        else if (typeof one === 'string') { if (inFlight > 0) { ledger.frameFinished(one, false); inFlight-- } }
        else if ('gap' in one) ledger.gap(one.gap, one.atMs)
        else ledger.readerLate(one.lateAtMs)
        const counts = ledger.snapshot()
        expect([ledgerMismatch(counts), counts.inFlight]).toEqual([0, inFlight])
        expect(counts.sourceGap).toBeGreaterThanOrEqual(0)
      }
    }))
  })
})
