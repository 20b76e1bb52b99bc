import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTracker } from '../../native-workers/media/tracking/tracker.ts'
import { aResult, T0 } from '../../test-support/events.ts'
import { CameraConfig } from '../contracts/camera-config.ts'
import type { ReplayRules } from '../contracts/replay.ts'
import type { Event } from '../contracts/event.ts'
import type { Box, Detection, FrameResult } from '../frame-result.ts'
import { grained, grainedBox } from '../grain.ts'
import { noEvents, stepEvents, type EventInput } from '../rules/event-machine.ts'
import { createRegions } from '../rules/regions.ts'
import { readChunk } from '../track-log/chunk-reader.ts'
import { ChunkWriter } from '../track-log/chunk-writer.ts'
import { createJudge } from './judge.ts'

const zone = { id: 'z', points: [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]] }
const line = { id: 'l', from: [0.5, 0], to: [0.5, 1] }

const rulesFor = ({ detect, zones, lines, events }: CameraConfig): ReplayRules => {
  const { fps, minScore, threshold, filters } = detect
  return { zones, lines, events, detect: { fps, minScore, threshold, filters }, effectiveOn: [...events.on] }
}

/** As the media process does it: the real tracker, the real regions, the real event machine. */
function live(config: CameraConfig, looks: readonly (readonly Detection[] | null)[]): { frames: FrameResult[]; events: Event[] } {
  const tracker = createTracker({ detect: config.detect, motion: config.motion, picture: { width: 640, height: 360 } })
  const regions = createRegions({ zones: config.zones, lines: config.lines, fps: config.detect.fps })
  const events = new Map<string, Event>()
  let state = noEvents
  const rules = { events: config.events, effectiveOn: config.events.on, ruleVersion: 0, model: null, newId: ({ trackId }: { trackId: number }) => String(trackId) }
  const take = (input: EventInput): void => {
    const [next, effects] = stepEvents(state, input)
    state = next
    for (const { event } of effects) events.set(event.id, event)
  }
  const frames = looks.map((detections, sequence) => {
    const ptsMs = sequence * 100
    // Now and then only a part of the picture is looked at.
    const wouldHaveSeen = (box: Box): boolean => sequence % 4 !== 0 || box[0] < 0.5
    const step = tracker.step({ ptsMs, detections: detections?.filter(({ box }) => wouldHaveSeen(box)) ?? null, wouldHaveSeen, motionRegions: detections?.map(({ box }) => box) ?? [] })
    const tracks = regions.step(step.tracks.map((track) => ({ ...track, box: grainedBox(track.box) })), ptsMs)
    const result = aResult({ sequence, ptsMs, capturedAtMs: T0 + ptsMs, outcome: detections ? 'inferred' : 'sampled', tracks, begunTracks: step.begun, endedTracks: step.ended, notLookedFor: step.notLookedFor })
    take({ type: 'frame', result, rules })
    return result
  })
  take({ type: 'camera-gone' })
  return { frames, events: [...events.values()] }
}

/** Through the log's bytes, in chunks of `size` frames. */
function judged(frames: readonly FrameResult[], rules: ReplayRules, size: number): Event[] {
  const judge = createJudge(rules, 'gate')
  for (let at = 0; at < frames.length; at += size) {
    const writer = new ChunkWriter()
    for (const frame of frames.slice(at, at + size)) writer.add(frame)
    for (const frame of readChunk(writer.take(), 1)) judge.step(frame)
  }
  judge.gone()
  return judge.events().map(({ event }) => event)
}

const facts = (events: readonly Event[]): object[] => events
  .map(({ type, label, score, startedAt, endedAt, zones, lines, trackId, frameId }) => ({ type, label, score, startedAt, endedAt, zones, lines, trackId, frameId }))
  .toSorted((a, b) => a.trackId - b.trackId)

/** Up to three things that drift about, found more or less well, or not. */
const walks = fc.array(fc.record({
  label: fc.constantFrom('person', 'car'), x: fc.double({ min: 0, max: 0.8, noNaN: true }), y: fc.double({ min: 0, max: 0.6, noNaN: true }),
  dx: fc.double({ min: -0.02, max: 0.02, noNaN: true }), dy: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
  scores: fc.array(fc.constantFrom(0, 0, 0.3, 0.55, 0.62, 0.75, 0.9), { minLength: 60, maxLength: 60 }),
}), { minLength: 1, maxLength: 3 }).map((things) => Array.from({ length: 60 }, (_, n): Detection[] | null => (n % 3 === 2 ? null : things.flatMap(({ label, x, y, dx, dy, scores }) => {
  const score = grained(scores[n] ?? 0)
  return score === 0 ? [] : [{ label, score, box: [x + dx * n, y + dy * n, 0.1, 0.2] as const }]
}))))

const rulesOf = fc.record({
  threshold: fc.constantFrom(0.5, 0.6, 0.7, 0.85), loiteringSeconds: fc.constantFrom(0, 1), inertia: fc.constantFrom(1, 3), direction: fc.constantFrom('any' as const, 'a-to-b' as const),
  on: fc.constantFrom(['object'], ['line'], ['object', 'motion', 'line']), requireZones: fc.constantFrom([], ['z']), cooldownSeconds: fc.constantFrom(0, 2),
}).map(({ threshold, loiteringSeconds, inertia, direction, ...events }) => ({
  detect: { threshold, inferFps: 4 }, zones: [{ ...zone, loiteringSeconds, inertia }], lines: [{ ...line, direction }], events,
}))
const camera = (parts: object): CameraConfig => CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:x' }], ...parts })

describe('a judge over the log', () => {
  it('finds what the engine found live, to the last digit, whatever the chunks', () => {
    fc.assert(fc.property(walks, rulesOf, fc.integer({ min: 1, max: 60 }), (looks, parts, size) => {
      const run = live(camera(parts), looks)
      expect(facts(judged(run.frames, rulesFor(camera(parts)), size))).toEqual(facts(run.events))
    }), { numRuns: 1_000 })
  })

  it('finds what a live run with the other rules would have found', () => {
    fc.assert(fc.property(walks, rulesOf, rulesOf, fc.integer({ min: 1, max: 60 }), (looks, recorded, proposed, size) => {
      const { frames } = live(camera(recorded), looks)
      expect(facts(judged(frames, rulesFor(camera(proposed)), size))).toEqual(facts(live(camera(proposed), looks).events))
    }), { numRuns: 1_000 })
  })

  it.each<{ name: string; scores: number[]; minScore: number; startMs: number | null }>([
    { name: 'the same score: from the first hit', scores: [0.55, 0.75, 0.9, 0.9, 0.9], minScore: 0.5, startMs: 0 },
    { name: 'a higher one: from the first hit that reaches it', scores: [0.55, 0.75, 0.9, 0.9, 0.9], minScore: 0.7, startMs: 100 },
    { name: 'too few that reach it: no track, no event', scores: [0.55, 0.55, 0.9, 0.55, 0.55], minScore: 0.7, startMs: null },
    { name: 'weak hits between count 0, and the median says no', scores: [0.9, 0.55, 0.55, 0.9, 0.55, 0.55, 0.55, 0.55], minScore: 0.7, startMs: null },
  ])('judges by another lowest score what was tracked: $name', ({ scores, minScore, startMs }) => {
    const looks = scores.map((score): Detection[] => [{ label: 'person', score: grained(score), box: [0.4, 0.4, 0.1, 0.2] }])
    const config = camera({ detect: { inferFps: 4, minScore: 0.5, threshold: 0.7 }, motion: { enabled: false } })
    const run = live(config, looks)
    const found = judged(run.frames, rulesFor(camera({ detect: { inferFps: 4, minScore, threshold: 0.7 } })), 3)
    expect(found.map(({ startedAt }) => Date.parse(startedAt) - T0)).toEqual(startMs === null ? [] : [startMs])
  })
})
