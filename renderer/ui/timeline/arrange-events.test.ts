import { expect, it } from 'vitest'
import type { TimelineEvent } from '../../../common/contracts/footage.ts'
import { arrangeEvents } from './arrange-events.ts'

const view = { span: { fromMs: 0, toMs: 1_000 }, width: 1_000, nowMs: 900 }
const event = (startedMs: number, endedMs: number | null, parts: Partial<TimelineEvent> = {}): TimelineEvent =>
  ({ id: `${startedMs}`, type: 'object', label: 'person', severity: 'alert', startedMs, endedMs, reviewed: false, ...parts })
const motion = (startedMs: number, endedMs: number | null, reviewed = false): TimelineEvent => event(startedMs, endedMs, { type: 'motion', label: 'motion', severity: 'detection', reviewed })
const dog = (startedMs: number, endedMs: number): TimelineEvent => event(startedMs, endedMs, { label: 'dog', severity: 'detection' })

it('draws alerts over detections over motion, whenever they began', () => {
  expect(arrangeEvents([event(100, 200), motion(110, 300), dog(120, 150)], view).map(({ label }) => label)).toEqual(['motion', 'dog', 'person'])
})

it.each([
  { name: 'one after the other', events: [motion(100, 110), motion(111, 130), motion(130.5, 140)], bars: [[100, 140]] },
  { name: 'one within the other', events: [motion(100, 300), motion(120, 130), motion(200, 210)], bars: [[100, 300]] },
  { name: 'apart', events: [motion(100, 110), motion(150, 160)], bars: [[100, 110], [150, 160]] },
  { name: 'very short ones are wide enough to be seen', events: [motion(100, 100), motion(104, 104)], bars: [[100, 107]] },
  { name: 'one that goes on', events: [motion(850, null)], bars: [[850, 900]] },
  { name: 'out of view', events: [motion(-90, -50), motion(1_200, 1_300)], bars: [] },
])('joins movements: $name', ({ events, bars }) => {
  expect(arrangeEvents(events, view).map(({ left, right }) => [left, right])).toEqual(bars)
})

it('keeps objects apart, and a run of movements unseen to while one of them is', () => {
  expect(arrangeEvents([event(100, 110), event(111, 120)], view)).toHaveLength(2)
  expect(arrangeEvents([motion(100, 110, true), motion(110, 120, false)], view)[0]?.reviewed).toBe(false)
})
