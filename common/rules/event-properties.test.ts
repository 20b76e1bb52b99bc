import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { aResult, aTrack, T0 } from '../../test-support/events.ts'
import { EventsConfig, type EventKind } from '../contracts/camera-config.ts'
import type { Event } from '../contracts/event.ts'
import type { TrackState } from '../frame-result.ts'
import { noEvents, stepEvents, type EventInput } from './event-machine.ts'
import type { EventRules } from './event-rules.ts'

const KINDS: readonly EventKind[] = ['object', 'motion', 'line']
const ZONES = ['path', 'yard', 'street']

const track: fc.Arbitrary<TrackState> = fc.record({
  trackId: fc.integer({ min: 1, max: 5 }), confirmed: fc.boolean(), medianScore: fc.integer({ min: 0, max: 10 }).map((n) => n / 10), predicted: fc.boolean(), stationary: fc.boolean(),
  zones: fc.subarray(ZONES), crossings: fc.constantFrom<TrackState['crossings']>([], [], [{ lineId: 'door', direction: 'a-to-b', ptsMs: 0 }]),
  // Of a few numbers, some are of moving things, and one gets its name late.
  named: fc.boolean(),
}).map(({ named, ...rest }) => aTrack({ ...rest, label: rest.trackId === 5 ? (named ? 'dog' : 'motion') : rest.trackId === 4 ? 'motion' : rest.trackId === 3 ? 'car' : 'person' }))

const story = fc.array(fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('frame' as const), tracks: fc.uniqueArray(track, { selector: ({ trackId }) => trackId, maxLength: 4 }), ended: fc.subarray([1, 2, 3, 4, 5], { maxLength: 2 }), stepMs: fc.integer({ min: 20, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('tick' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('camera-gone' as const) }) },
), { minLength: 1, maxLength: 30 })

const config = fc.record({ on: fc.subarray([...KINDS]), cooldownSeconds: fc.constantFrom(0, 0, 1, 5), requireZones: fc.oneof(fc.constant([]), fc.subarray(ZONES, { minLength: 1 })) })

it('10,000 random stories: every start has one end, nothing begins in a cooldown or outside of what is asked for', () => {
  fc.assert(fc.property(story, config, (steps, parts) => {
    const events = EventsConfig.parse(parts)
    let next = 0
    const rules: EventRules = { events, effectiveOn: events.on, ruleVersion: 1, model: null, newId: () => `E${(next += 1)}` }
    const active = new Map<string, Event>()
    const over = new Set<string>()
    const lastEnded = new Map<string, number>()
    let state = noEvents
    let ptsMs = 0
    const take = (input: EventInput): void => {
      const [after, effects] = stepEvents(state, input)
      state = after
      for (const { type, event } of effects) {
        if (type === 'start') {
          expect(active.has(event.id) || over.has(event.id)).toBe(false)
          expect(events.on).toContain(event.type)
          expect([...active.values()].some(({ trackId }) => trackId === event.trackId)).toBe(false)
          if (event.type !== 'line' && events.requireZones.length > 0) expect(events.requireZones.some((zone) => event.zones.includes(zone))).toBe(true)
          if (event.type === 'line') expect(event.lines.length).toBeGreaterThan(0)
          if (events.cooldownSeconds > 0) {
            expect([...active.values()].some(({ label }) => label === event.label)).toBe(false)
            expect(T0 + ptsMs - (lastEnded.get(event.label) ?? -Infinity)).toBeGreaterThanOrEqual(events.cooldownSeconds * 1000)
          }
          active.set(event.id, event)
          continue
        }
        const before = active.get(event.id)
        expect(before, `${type} of ${event.id} outside its time`).toBeDefined()
        expect(event).toMatchObject({ startedAt: before?.startedAt, trackId: before?.trackId, frameId: before?.frameId })
        expect(event.zones.slice(0, before?.zones.length)).toEqual(before?.zones)
        expect(event.lines.length).toBeGreaterThanOrEqual(before?.lines.length ?? 0)
        expect(event.score).toBeGreaterThanOrEqual(before?.score ?? 0)
        expect(event.state).toBe(type === 'end' ? 'ended' : 'active')
        if (type === 'update') active.set(event.id, event)
        else {
          active.delete(event.id)
          over.add(event.id)
          expect(Date.parse(event.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(event.startedAt))
          lastEnded.set(event.label, Date.parse(event.endedAt ?? ''))
        }
      }
    }
    for (const [sequence, step] of steps.entries()) {
      if (step.type === 'frame') {
        ptsMs += step.stepMs
        const tracks = step.tracks.map((one) => ({ ...one, crossings: one.crossings.map((crossing) => ({ ...crossing, ptsMs })) }))
        take({ type: 'frame', rules, result: aResult({ sequence, ptsMs, tracks, endedTracks: step.ended }) })
      } else take(step.type === 'tick' ? { type: 'tick', nowMs: T0 + ptsMs } : { type: 'camera-gone' })
    }
    take({ type: 'camera-gone' })
    expect(active.size).toBe(0)
    expect(over.size).toBe(next)
  }), { numRuns: 10_000 })
})
