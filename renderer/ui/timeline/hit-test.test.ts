import { expect, it } from 'vitest'
import type { TimelineEvent } from '../../../common/contracts/footage.ts'
import { eventAt } from './hit-test.ts'

const event = (id: string, startedMs: number, endedMs: number | null, type: TimelineEvent['type'] = 'object'): TimelineEvent => ({ id, type, label: type === 'motion' ? 'motion' : 'person', severity: type === 'motion' ? 'detection' : 'alert', startedMs, endedMs, reviewed: false })
const events = [event('a', 100, 200), event('b', 150, 160), event('short', 500, 501), event('going', 900, null), event('leaves', 600, 700, 'motion'), event('somebody', 650, 652), event('more leaves', 651, 800, 'motion')]

it.each([
  { name: 'on it', x: 110, id: 'a' }, { name: 'on two: the later', x: 155, id: 'b' }, { name: 'beside a very short one', x: 497, id: 'short' }, { name: 'on one that goes on', x: 940, id: 'going' },
  { name: 'on what moved', x: 620, id: 'leaves' }, { name: 'on somebody whom movement hides', x: 651, id: 'somebody' }, { name: 'beside somebody, on movement', x: 647, id: 'somebody' },
  { name: 'nowhere near', x: 300, id: undefined }, { name: 'after now', x: 990, id: undefined },
])('$name', ({ x, id }) => {
  expect(eventAt(events, { span: { fromMs: 0, toMs: 1000 }, width: 1000, x, nowMs: 960 })?.id).toBe(id)
})
