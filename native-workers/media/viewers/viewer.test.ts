import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DisplayOutcome } from '../../../common/ledger.ts'
import { VIEWER_CREDITS } from '../../../common/wire/viewer-messages.ts'
import { Viewer } from './viewer.ts'

describe('one viewer of one camera', () => {
  let nowMs: number
  let sent: string[]
  let outcomes: string[]
  let held: Set<number>
  let times: object[]
  let gone: number
  let hear: (message: unknown) => void
  let closeChannel: () => void
  let viewer: Viewer

  beforeEach(() => {
    nowMs = 0
    sent = []
    outcomes = []
    held = new Set()
    times = []
    gone = 0
    viewer = new Viewer(
      { send: (message) => sent.push(new TextDecoder().decode(message)), onMessage: (listener) => { hear = listener }, onClose: (listener) => { closeChannel = listener }, close: () => undefined },
      { outcome: (outcome: DisplayOutcome) => outcomes.push(outcome), times: (told) => times.push(told), gone: () => { gone++ } },
      () => nowMs,
    )
  })
  const offer = (sequence: number): void => {
    held.add(sequence)
    viewer.offer({ epoch: 1, sequence, capturedAt: nowMs, encode: () => new TextEncoder().encode(String(sequence)), drop: () => { held.delete(sequence) } })
  }
  const painted = (sequence: number, outcome: 'painted' | 'superseded' = 'painted'): void => hear({ type: 'painted', epoch: 1, sequence, outcome, waitMs: 1, paintMs: 4 })

  it('gets nothing without asking, then the newest, never a queue', () => {
    for (const sequence of [1, 2, 3]) offer(sequence)
    expect([sent, outcomes, [...held]]).toEqual([[], ['no-credit', 'no-credit'], [3]])
    hear({ type: 'credit', count: 1 })
    expect([sent, [...held]]).toEqual([['3'], []])
  })
  it('gets one frame per credit, and a credit back for each it painted', () => {
    hear({ type: 'credit', count: 2 })
    for (const sequence of [1, 2, 3]) offer(sequence)
    expect(sent).toEqual(['1', '2'])
    painted(1)
    expect([sent, outcomes]).toEqual([['1', '2', '3'], ['painted']])
  })
  it('cannot hoard credits', () => {
    for (let ask = 0; ask < 10; ask++) hear({ type: 'credit', count: 4 })
    for (let sequence = 0; sequence < 10; sequence++) offer(sequence)
    expect(sent).toHaveLength(VIEWER_CREDITS)
  })
  it('tells what a frame\'s way took, as this side sees it', () => {
    hear({ type: 'credit', count: 1 })
    offer(1)
    nowMs = 30
    painted(1)
    expect(times).toEqual([{ send: 0, receive: 26, paint: 4, glass: 30 }])
  })
  it('that is hidden gets nothing; what waited for it is counted as hidden', () => {
    offer(1)
    hear({ type: 'visible', visible: false })
    offer(2)
    hear({ type: 'credit', count: 2 })
    expect([sent, outcomes, held.size]).toEqual([[], ['hidden', 'hidden'], 0])
    hear({ type: 'visible', visible: true })
    offer(3)
    expect(sent).toEqual(['3'])
  })
  it('that goes leaves nothing behind', () => {
    hear({ type: 'credit', count: 1 })
    offer(1)
    offer(2)
    closeChannel()
    closeChannel()
    offer(3)
    expect([outcomes, held.size, gone]).toEqual([['gone', 'gone', 'gone'], 0, 1])
  })
  it.each([null, 'credit', { type: 'credit', count: 0 }, { type: 'credit', count: 1e9 }, { type: 'painted', epoch: 1, sequence: 9, outcome: 'lost', waitMs: 0, paintMs: 0 }, { type: 'nonsense' }])('ignores %j', (message) => {
    offer(1)
    hear(message)
    expect([sent, outcomes]).toEqual([[], []])
  })
  it('believes no frame it did not send', () => {
    hear({ type: 'credit', count: 1 })
    offer(1)
    painted(7)
    painted(1)
    painted(1)
    expect(outcomes).toEqual(['painted'])
  })
  it('gives every frame exactly one outcome, and every lease back, whatever happens', () => {
    const step = fc.oneof(fc.constant('offer'), fc.constant('credit'), fc.constant('hide'), fc.constant('show'), fc.constant('paint'), fc.constant('skip'))
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      sent.length = outcomes.length = 0
      held.clear()
      let hearNow: (message: unknown) => void = () => undefined
      let end = (): void => undefined
      const one = new Viewer(
        { send: (message) => sent.push(new TextDecoder().decode(message)), onMessage: (listener) => { hearNow = listener }, onClose: (listener) => { end = listener }, close: () => undefined },
        { outcome: (outcome: DisplayOutcome) => outcomes.push(outcome), times: () => undefined, gone: () => undefined },
        () => 0,
      )
      let offered = 0
      let answered = 0
      for (const what of steps) {
        if (what === 'offer') {
          const sequence = offered++
          held.add(sequence)
          one.offer({ epoch: 1, sequence, capturedAt: 0, encode: () => new TextEncoder().encode(String(sequence)), drop: () => { held.delete(sequence) } })
        } else if (what === 'credit') hearNow({ type: 'credit', count: 1 })
        else if (what === 'hide' || what === 'show') hearNow({ type: 'visible', visible: what === 'show' })
        else if (sent[answered] !== undefined) hearNow({ type: 'painted', epoch: 1, sequence: Number(sent[answered++]), outcome: what === 'paint' ? 'painted' : 'superseded', waitMs: 0, paintMs: 0 })
        expect(held.size).toBeLessThanOrEqual(1)
      }
      end()
      expect([outcomes.length, held.size]).toEqual([offered, 0])
    }))
  })
})
