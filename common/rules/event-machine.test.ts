import { describe, expect, it } from 'vitest'
import type { EventKind } from '../contracts/camera-config.ts'
import { EventsConfig } from '../contracts/camera-config.ts'
import { Event } from '../contracts/event.ts'
import type { FrameResult, TrackState } from '../frame-result.ts'
import { aResult, aTrack, T0 } from '../../test-support/events.ts'
import { fileEventId, liveEventId } from '../../electron/services/events/event-ids.ts'
import { noEvents, stepEvents, type EventEffect, type EventInput } from './event-machine.ts'
import type { EventRules } from './event-rules.ts'

const rules = (parts: Partial<EventsConfig> = {}, more: Partial<EventRules> = {}): EventRules => {
  const events = EventsConfig.parse(parts)
  let next = 0
  return { events, effectiveOn: events.on, ruleVersion: 7, model: { id: 'yolox-nano', sha256: 'e8af' }, newId: () => `E${(next += 1)}`, ...more }
}

/** A frame every 100 ms. */
const frame = (n: number, tracks: readonly TrackState[], more: Partial<FrameResult> = {}): FrameResult => aResult({ sequence: n, ptsMs: n * 100, tracks, ...more })

function run(inputs: readonly (FrameResult | Exclude<EventInput, { type: 'frame' }>)[], given: EventRules): EventEffect[] {
  let state = noEvents
  const all: EventEffect[] = []
  for (const input of inputs) {
    const [next, effects] = stepEvents(state, 'type' in input ? input : { type: 'frame', result: input, rules: given })
    state = next
    all.push(...effects)
  }
  return all
}
const iso = (ms: number): string => new Date(T0 + ms).toISOString()
const brief = (effects: readonly EventEffect[]): string[] => effects.map(({ type, event }) => `${type} ${event.id} ${event.type}/${event.label}`)

it('an object: from its first hit to its last, with the trigger frame and everything it did', () => {
  const unconfirmed = aTrack({ confirmed: false, medianScore: 0.4, startPtsMs: 100 })
  const confirmed = aTrack({ startPtsMs: 100, medianScore: 0.8 })
  const effects = run([
    frame(1, [unconfirmed]),
    frame(2, [{ ...unconfirmed, crossings: [{ lineId: 'gate', direction: 'b-to-a', ptsMs: 150 }] }]),
    frame(3, [{ ...confirmed, zones: ['path'] }]),
    frame(4, [{ ...confirmed, zones: ['door', 'path'], medianScore: 0.91 }]),
    frame(5, [{ ...confirmed, zones: ['path'], medianScore: 0.85, crossings: [{ lineId: 'door', direction: 'a-to-b', ptsMs: 460 }] }]),
    frame(6, [{ ...confirmed, predicted: true }]),
    frame(7, [], { endedTracks: [1] }),
  ], rules())
  expect(effects.map((effect) => effect.type)).toEqual(['start', 'update', 'update', 'end'])
  expect(effects[0]?.event).toEqual({
    id: 'E1', camera: 'gate', type: 'object', label: 'person', severity: 'alert', score: 0.8, startedAt: iso(100), endedAt: null, state: 'active',
    zones: ['path'], lines: [{ id: 'gate', direction: 'b-to-a', at: iso(150) }], trackId: 1, frameId: 'gate/1/3',
    clip: { state: 'none', seconds: 0, bytes: 0, verified: false }, snapshot: false, reviewed: false, pinned: false, model: { id: 'yolox-nano', sha256: 'e8af' }, ruleVersion: 7,
  })
  expect(effects.at(-1)?.event).toMatchObject({
    state: 'ended', endedAt: iso(500), score: 0.91, zones: ['path', 'door'],
    lines: [{ id: 'gate', direction: 'b-to-a', at: iso(150) }, { id: 'door', direction: 'a-to-b', at: iso(460) }],
  })
  for (const { event } of effects) expect(Event.parse(event)).toEqual(event)
})

const person = (parts: Partial<TrackState> = {}): TrackState => aTrack(parts)
const thing = (parts: Partial<TrackState> = {}): TrackState => aTrack({ trackId: 9, label: 'motion', medianScore: 1, ...parts })
const crossing: TrackState['crossings'] = [{ lineId: 'door', direction: 'a-to-b', ptsMs: 150 }]

describe('what begins an event', () => {
  it.each<{ name: string; given: EventRules; inputs: (FrameResult | EventInput & { type: 'tick' | 'camera-gone' })[]; expected: string[] }>([
    { name: 'nothing, while the object is not confirmed', given: rules(), inputs: [frame(1, [person({ confirmed: false })])], expected: [] },
    { name: 'one event per object', given: rules(), inputs: [frame(1, [person(), person({ trackId: 2, label: 'dog' })])], expected: ['start E1 object/person', 'start E2 object/dog'] },
    { name: 'one event per track, however long it stands', given: rules(), inputs: Array.from({ length: 50 }, (_, n) => frame(n, [person({ stationary: n > 5, predicted: n % 7 > 0 })])), expected: ['start E1 object/person'] },
    { name: 'one event per track, also when it was out of the picture for a moment', given: rules(), inputs: [frame(1, [person()]), frame(2, []), frame(3, [person()]), frame(4, [], { endedTracks: [1] })], expected: ['start E1 object/person', 'end E1 object/person'] },
    { name: 'no object event outside the zones that are required', given: rules({ requireZones: ['path', 'yard'] }), inputs: [frame(1, [person({ zones: ['street'] })])], expected: [] },
    { name: 'any one of the required zones is enough, and once is enough', given: rules({ requireZones: ['path', 'yard'] }), inputs: [frame(1, [person({ confirmed: false, zones: ['yard'] })]), frame(2, [person()])], expected: ['start E1 object/person'] },
    { name: 'a zone that asks for loitering counts also when the object stands by then', given: rules({ requireZones: ['path'] }), inputs: [frame(1, [person()]), frame(2, [person({ stationary: true, zones: ['path'] })])], expected: ['start E1 object/person'] },
    { name: 'no motion event unless asked for', given: rules(), inputs: [frame(1, [thing()])], expected: [] },
    { name: 'a motion event where asked for', given: rules({ on: ['object', 'motion'] }), inputs: [frame(1, [thing()])], expected: ['start E1 motion/motion'] },
    { name: 'a motion event where no model can name objects', given: rules({}, { effectiveOn: ['motion'] }), inputs: [frame(1, [thing()])], expected: ['start E1 motion/motion'] },
    { name: 'nothing is asked for', given: rules({ on: [] }), inputs: [frame(1, [person({ crossings: crossing }), thing()])], expected: [] },
    { name: 'a crossing belongs to the event of its object', given: rules({ on: ['object', 'line'] }), inputs: [frame(1, [person()]), frame(2, [person({ crossings: crossing })])], expected: ['start E1 object/person', 'update E1 object/person'] },
    { name: 'a crossing without another event makes its own', given: rules({ on: ['line'] }), inputs: [frame(1, [person()]), frame(2, [person({ crossings: crossing })]), frame(3, [person({ crossings: crossing })])], expected: ['start E1 line/person', 'update E1 line/person'] },
    { name: 'a line event of a moving thing without a name', given: rules({ on: ['object', 'line'] }), inputs: [frame(1, [thing({ crossings: crossing })])], expected: ['start E1 line/motion'] },
    { name: 'a crossing before the confirmation is not lost', given: rules({ on: ['line'] }), inputs: [frame(1, [person({ confirmed: false, crossings: crossing })]), frame(2, [person()])], expected: ['start E1 line/person'] },
    { name: 'a line event becomes the object event once that is due: never two of one track', given: rules({ on: ['object', 'line'], requireZones: ['path'] }), inputs: [frame(1, [person({ crossings: crossing })]), frame(2, [person({ zones: ['path'] })])], expected: ['start E1 line/person', 'update E1 object/person'] },
    { name: 'a motion event becomes the object event when the thing gets its name', given: rules({ on: ['object', 'motion'] }), inputs: [frame(1, [thing()]), frame(2, [thing({ label: 'person', confirmed: false })]), frame(3, [thing({ label: 'person' })])], expected: ['start E1 motion/motion', 'update E1 object/person'] },
  ])('$name', ({ given, inputs, expected }) => {
    expect(brief(run(inputs, given))).toEqual(expected)
  })

  it('says how grave it is by the label', () => {
    const severities = ['person', 'car', 'dog', 'motion'].map((label) => run([frame(1, [person({ label })])], rules({ on: ['object', 'motion'] }))[0]?.event.severity)
    expect(severities).toEqual(['alert', 'alert', 'detection', 'detection'])
  })
})

describe('what ends an event', () => {
  const start = frame(1, [person()])
  it.each<{ name: string; inputs: (FrameResult | { type: 'tick'; nowMs: number } | { type: 'camera-gone' })[]; endedAt: string | null }>([
    { name: 'the track is named as ended', inputs: [frame(2, [person()]), frame(3, [], { endedTracks: [1] })], endedAt: iso(200) },
    { name: 'the track is out of the picture, but not given up', inputs: [frame(2, [person()]), frame(3, [person({ predicted: true })]), frame(4, [])], endedAt: null },
    { name: 'the track left the picture and was given up', inputs: [frame(2, [person()]), frame(3, [person({ predicted: true })]), frame(4, []), frame(5, [], { endedTracks: [1] })], endedAt: iso(200) },
    { name: 'a frame the analysis lost says nothing', inputs: [frame(2, [], { outcome: 'superseded' }), frame(3, [], { outcome: 'pool-exhausted' })], endedAt: null },
    { name: 'even a lost frame may name what ended', inputs: [frame(2, [], { outcome: 'stale', endedTracks: [1] })], endedAt: iso(100) },
    { name: 'the camera went away', inputs: [frame(2, [person()]), { type: 'camera-gone' }], endedAt: iso(200) },
    { name: 'time alone ends nothing', inputs: [{ type: 'tick', nowMs: T0 + 60_000 }], endedAt: null },
  ])('$name', ({ inputs, endedAt }) => {
    const ends = run([start, ...inputs], rules()).filter((effect) => effect.type === 'end')
    expect(ends.map((effect) => effect.event.endedAt)).toEqual(endedAt === null ? [] : [endedAt])
  })

  it('after the camera went away the same track number is somebody new', () => {
    const effects = run([start, { type: 'camera-gone' }, frame(1, [person()], { epoch: 2 })], rules())
    expect(brief(effects)).toEqual(['start E1 object/person', 'end E1 object/person', 'start E2 object/person'])
  })
})

describe('cooldown, by label', () => {
  const given = (): EventRules => rules({ cooldownSeconds: 5 })
  const gone = (n: number, id: number): FrameResult => frame(n, [], { endedTracks: [id] })
  it.each([
    { name: 'another one while the first is there', inputs: [frame(1, [person()]), frame(2, [person(), person({ trackId: 2 })])], starts: 1 },
    { name: 'another label', inputs: [frame(1, [person()]), frame(2, [person(), person({ trackId: 2, label: 'car' })])], starts: 2 },
    { name: 'too soon after', inputs: [frame(1, [person()]), gone(2, 1), frame(30, [person({ trackId: 2 })])], starts: 1 },
    { name: 'late enough', inputs: [frame(1, [person()]), gone(2, 1), frame(52, [person({ trackId: 2 })])], starts: 2 },
    { name: 'one that stayed and still moves', inputs: [frame(1, [person()]), gone(2, 1), frame(30, [person({ trackId: 2 })]), frame(60, [person({ trackId: 2 })])], starts: 2 },
    { name: 'one that only stands there by then', inputs: [frame(1, [person()]), gone(2, 1), frame(30, [person({ trackId: 2 })]), frame(60, [person({ trackId: 2, stationary: true })])], starts: 1 },
  ])('$name', ({ inputs, starts }) => {
    expect(run(inputs, given()).filter((effect) => effect.type === 'start')).toHaveLength(starts)
  })
})

describe('updates', () => {
  it('a better score alone is told twice a second at most, and none is kept back for good', () => {
    const better = Array.from({ length: 12 }, (_, n) => frame(n, [person({ medianScore: 0.7 + n / 100 })]))
    const effects = run([...better, { type: 'tick', nowMs: T0 + 1_200 }, { type: 'tick', nowMs: T0 + 1_700 }, { type: 'tick', nowMs: T0 + 9_000 }], rules())
    expect(effects.map(({ type, event }) => [type, event.score])).toEqual([['start', 0.7], ['update', 0.75], ['update', 0.8], ['update', 0.81]])
  })
  it('a worse score, or nothing new, is not told', () => {
    expect(run([frame(0, [person({ zones: ['a'] })]), frame(20, [person({ medianScore: 0.5, zones: ['a'] })]), frame(40, [person()])], rules())).toHaveLength(1)
  })
})

it('analyze: times of the file beside the clock, and an id that is always the same', () => {
  const given = rules({}, { file: 'a.mp4', newId: (key) => fileEventId({ fileSha256: 'ab12', key }) })
  const inputs = [
    frame(40, [person({ startPtsMs: 3_033.4 })], { capturedAtMs: 4_000 }),
    frame(41, [person({ startPtsMs: 3_033.4, crossings: [{ lineId: 'door', direction: 'a-to-b', ptsMs: 4_050.6 }] })], { capturedAtMs: 4_100 }),
    frame(42, [], { capturedAtMs: 4_200, endedTracks: [1] }),
  ]
  const [start, , end] = run(inputs, given)
  expect(end?.event).toMatchObject({ file: 'a.mp4', startSeconds: 3.033, endSeconds: 4.1, startedAt: '1970-01-01T00:00:03.033Z', endedAt: '1970-01-01T00:00:04.100Z', lines: [{ atSeconds: 4.051 }] })
  expect(start?.event.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  expect(run(inputs, given)[0]?.event.id).toBe(start?.event.id)
})

it('live ids sort by time, and differ within a millisecond', () => {
  let byte = 0
  const random = (count: number): Uint8Array => new Uint8Array(count).fill((byte += 1))
  const ids = [0, 1, 1, 999, T0, T0 + 1, 2 ** 47].map((nowMs) => liveEventId({ nowMs, random }))
  expect(ids).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  const kinds: EventKind[] = ['object', 'line']
  const keys = kinds.map((type) => ({ camera: 'gate', type, trackId: 1, startPtsMs: 5, startedAtMs: 5 }))
  expect(new Set(keys.map((key) => fileEventId({ fileSha256: 'ab', key }))).size).toBe(2)
})

describe('a parked car never alerts twice', () => {
  const BAY: TrackState['box'] = [0.3, 0.5, 0.2, 0.2]
  const car = (trackId: number, parts: Partial<TrackState> = {}): TrackState => aTrack({ trackId, label: 'car', box: BAY, ...parts })
  const parkedAndLost = [frame(1, [car(1)]), frame(120, [car(1, { stationary: true })]), frame(130, [], { endedTracks: [1] })]
  it.each<{ name: string; later: readonly (FrameResult | { type: 'camera-gone' })[]; starts: number }>([
    { name: 'found again where it stood', later: [frame(200, [car(2)])], starts: 1 },
    { name: 'and lost and found once more', later: [frame(200, [car(2)]), frame(210, [], { endedTracks: [2] }), frame(300, [car(3)])], starts: 1 },
    { name: 'found again a hand\'s breadth beside', later: [frame(200, [car(2, { box: [0.31, 0.51, 0.2, 0.19] })])], starts: 1 },
    { name: 'another thing in its place', later: [frame(200, [aTrack({ trackId: 2, box: BAY })])], starts: 2 },
    { name: 'a car in another place', later: [frame(200, [car(2, { box: [0.6, 0.5, 0.2, 0.2] })])], starts: 2 },
    { name: 'a car that drives into the same place', later: [frame(200, [car(2, { box: [0.6, 0.5, 0.2, 0.2] })]), frame(210, [car(2)])], starts: 2 },
    { name: 'it drives off: news again', later: [frame(200, [car(2)]), frame(250, [car(2, { box: [0.5, 0.5, 0.2, 0.2] })])], starts: 2 },
    { name: 'a day and more later', later: [frame(1_000_000, [car(2)])], starts: 2 },
  ])('$name', ({ later, starts }) => {
    const effects = run([...parkedAndLost, ...later], rules())
    expect(effects.filter(({ type }) => type === 'start')).toHaveLength(starts)
  })
  it('nor after the camera was away', () => {
    const effects = run([frame(1, [car(1)]), frame(120, [car(1, { stationary: true })]), { type: 'camera-gone' }, frame(300, [car(2)], { epoch: 2 })], rules())
    expect(brief(effects)).toEqual(['start E1 object/car', 'end E1 object/car'])
  })
  it('what walked away left no place behind', () => {
    const effects = run([frame(1, [car(1)]), frame(120, [car(1, { stationary: true })]), frame(140, [car(1, { box: [0.8, 0.5, 0.2, 0.2] })]), frame(150, [], { endedTracks: [1] }), frame(300, [car(2)])], rules())
    expect(effects.filter(({ type }) => type === 'start')).toHaveLength(2)
  })
})
