import { describe, expect, it } from 'vitest'
import { CameraConfig } from '../../../common/contracts/camera-config.ts'
import type { Event } from '../../../common/contracts/event.ts'
import type { EvidenceFrame, EvidenceTrack } from '../../../common/evidence.ts'
import type { Box, Point } from '../../../common/frame-result.ts'
import { anEvent } from '../../../test-support/events.ts'
import { explain, type Circumstances } from './explain.ts'

const AT = Date.parse('2026-11-21T10:15:00.000Z')
const HERE: Point = [0.5, 0.5]
const BOX: Box = [0.45, 0.4, 0.1, 0.2]
const ELSEWHERE: Box = [0.05, 0.05, 0.1, 0.2]
const ZONE = { id: 'path', points: [[0.3, 0.3], [0.7, 0.3], [0.7, 0.9], [0.3, 0.9]] as [number, number][], inertia: 3, loiteringSeconds: 4 }
const camera = (change: object = {}): CameraConfig => CameraConfig.parse({ id: 'gate', inputs: [{ url: 'test:x' }], ...change })
const frame = (change: Partial<EvidenceFrame> = {}): EvidenceFrame => ({
  atMs: AT, ptsMs: 0, epoch: 1, sequence: 0, outcome: 'still', motion: { ratio: 0, calibrating: false, regions: [], tooSmall: [] }, looks: [], detections: [], tracks: [], ...change,
})
const moving = { ratio: 0.1, calibrating: false, regions: [BOX], tooSmall: [] }
const looked = { outcome: 'inferred', motion: moving, looks: [[0, 0, 1, 1]] } as const
const track = (change: Partial<EvidenceTrack> = {}): EvidenceTrack => ({
  id: 41, label: 'person', score: 0.8, medianScore: 0.8, confirmed: true, box: BOX, predicted: false, stationary: false, hits: 9, hitsNeeded: 2, zones: [], waiting: [], ...change,
})
const person = (score: number, refused: string | null = null) => ({ label: 'person', score, box: BOX, refused })
const other = (change: Partial<Event>): Event => anEvent({ camera: 'gate', trackId: 7, label: 'person', ...change })
const ask = (frames: readonly EvidenceFrame[], change: Partial<Circumstances> & { config?: object } = {}) => {
  const { config, ...rest } = change
  return explain({
    point: HERE, atMs: AT, evidence: { keptSinceMs: 0, frames, quiet: frames.length > 0 ? [] : [{ fromMs: AT - 500, toMs: AT + 500, frames: 11 }], rules: null },
    rules: camera(config), notReady: null, effectiveOn: ['object'], events: [], ...rest,
  })
}

describe('why there was no event', () => {
  it.each<{ name: string; frames: EvidenceFrame[]; given?: Parameters<typeof ask>[1]; verdict: RegExp | string }>([
    { name: 'a quiet picture', frames: [], verdict: 'nothing moved here (threshold 30 grey levels)' },
    { name: 'too little moved', frames: [frame({ motion: { ...moving, regions: [], tooSmall: [{ box: BOX, pixels: 7, least: 10 }] } })], verdict: 'motion 7 px < 10' },
    { name: 'it moved elsewhere', frames: [frame({ motion: { ...moving, regions: [ELSEWHERE] } })], verdict: 'nothing moved here (threshold 30 grey levels)' },
    { name: 'masked', frames: [frame()], given: { config: { motion: { masks: [{ id: 'tree', points: [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]] }] } } }, verdict: 'masked by tree' },
    { name: 'behind a privacy mask', frames: [frame({ ...looked, detections: [person(0.9)] })], given: { config: { privacy: [{ id: 'window', points: [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]] }] } }, verdict: 'behind privacy mask window: neither shown nor analysed' },
    { name: 'the lights went on', frames: [frame({ motion: { ...moving, regions: [], calibrating: true } })], verdict: /light changed suddenly.* 1 of 1 frame$/ },
    { name: 'the detector was busy', frames: [frame({ outcome: 'superseded', motion: moving }), frame({ outcome: 'sampled', motion: moving })], verdict: 'inference skipped: detector busy (1 of 2 frames)' },
    { name: 'between two looks', frames: [frame({ outcome: 'sampled', motion: moving })], verdict: 'inference skipped: not due at 5 inferences a second' },
    { name: 'looked at another part', frames: [frame({ outcome: 'inferred', motion: moving, looks: [ELSEWHERE] })], verdict: /looked at other parts/ },
    { name: 'no model', frames: [frame({ motion: moving })], given: { notReady: 'there is no such file' }, verdict: 'no objects can be detected: there is no such file' },
    { name: 'detection switched off', frames: [frame({ motion: moving })], given: { config: { detect: { enabled: false } } }, verdict: 'object detection is off for this camera' },
    { name: 'nothing found', frames: [frame(looked)], verdict: 'the detector found nothing here' },
    { name: 'a weak score', frames: [frame({ ...looked, detections: [person(0.48), person(0.31)] })], verdict: 'person: score 0.48 < 0.50' },
    { name: 'a refused detection', frames: [frame({ ...looked, detections: [person(0.9, 'stands in object mask bush')] })], verdict: 'person 0.90: stands in object mask bush' },
    { name: 'noise of a label nobody asked for', frames: [frame({ ...looked, detections: [{ ...person(0.21, 'label toilet is not asked for'), label: 'toilet' }] })], verdict: 'the detector found nothing here' },
    { name: 'too few hits', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ id: null, hits: 1, confirmed: false })] })], verdict: 'person: 1 of 2 hits' },
    { name: 'too few hits, though each of them was good', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ id: null, hits: 9, hitsNeeded: 15, confirmed: true })] })], verdict: 'person: 9 of 15 hits' },
    { name: 'the median', frames: [frame({ ...looked, detections: [person(0.66)], tracks: [track({ medianScore: 0.66, confirmed: false })] })], verdict: 'person #41: median 0.66 < 0.70' },
    { name: 'inertia', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ waiting: [{ zone: 'path', insideMs: 100, inertiaMs: 150, loiteringMs: 0 }] })] })], given: { config: { zones: [{ ...ZONE, loiteringSeconds: 0 }], events: { requireZones: ['path'] } } }, verdict: '2 of 3 inertia frames in path' },
    { name: 'loitering', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ waiting: [{ zone: 'path', insideMs: 3100, inertiaMs: 150, loiteringMs: 4000 }] })] })], given: { config: { zones: [ZONE], events: { requireZones: ['path'] } } }, verdict: 'loitering 3.1 of 4 s in path' },
    { name: 'the filter of a zone', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ waiting: [{ zone: 'path', insideMs: 0, inertiaMs: 150, loiteringMs: 0, refused: 'area 0.001 < 0.01' }] })] })], given: { config: { zones: [ZONE], events: { requireZones: ['path'] } } }, verdict: 'person does not fit into path: area 0.001 < 0.01' },
    { name: 'in none of the required zones', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ box: [0.47, 0.01, 0.1, 0.2] }), track({ id: null, confirmed: false, hits: 1 })] })], given: { point: [0.5, 0.1], config: { zones: [ZONE], events: { requireZones: ['path'] } } }, verdict: 'stands in none of the required zones (path)' },
    { name: 'only objects make events', frames: [frame({ ...looked, tracks: [track({ label: 'motion' })] })], verdict: 'events are made of object here, not of mere motion' },
    { name: 'cooldown', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track()] })], given: { config: { events: { cooldownSeconds: 60 } }, events: [other({ startedAt: '2026-11-21T10:14:00.000Z', endedAt: '2026-11-21T10:14:40.000Z', state: 'ended' })] }, verdict: 'cooldown: 20 of 60 s since the last person event' },
    { name: 'another one under way', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track()] })], given: { config: { events: { cooldownSeconds: 60 } }, events: [other({ startedAt: '2026-11-21T10:14:00.000Z', endedAt: null })] }, verdict: 'cooldown: another person event was under way' },
    { name: 'stationary', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track({ stationary: true })] })], verdict: /^stationary: / },
    { name: 'there was one', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track()] })], given: { events: [other({ id: 'E1', trackId: 41, startedAt: '2026-11-21T10:14:59.000Z', endedAt: null })] }, verdict: 'it is part of the person event of 2026-11-21T10:14:59.000Z' },
    { name: 'nothing against it', frames: [frame({ ...looked, detections: [person(0.8)], tracks: [track()] })], verdict: /nothing was against it at this moment/ },
  ])('$name', ({ frames, given = {}, verdict }) => {
    const answer = ask(frames, given)
    if (typeof verdict === 'string') expect(answer.verdict).toBe(verdict)
    else expect(answer.verdict).toMatch(verdict)
  })
  it('gives every step with its figures', () => {
    const { steps, event } = ask([frame({ ...looked, detections: [person(0.8)], tracks: [track({ waiting: [{ zone: 'path', insideMs: 3100, inertiaMs: 150, loiteringMs: 4000 }] })] })], { config: { zones: [ZONE] } })
    expect(steps).toEqual([
      { stage: 'frames', ok: true, text: '1 frame: 1 inferred' },
      { stage: 'motion', ok: true, text: 'motion here in 1 of 1 frame' },
      { stage: 'inference', ok: true, text: 'the detector looked here in 1 of 1 frame' },
      { stage: 'detection', ok: true, text: 'person, score 0.80', value: 0.8, limit: 0.5 },
      { stage: 'track', ok: true, text: 'person #41, median 0.80', value: 0.8, limit: 0.7 },
      { stage: 'zone', ok: null, text: 'loitering 3.1 of 4 s in path', value: 3.1, limit: 4 },
      { stage: 'event', ok: null, text: 'confirmed, and nothing was against an event at this moment' },
    ])
    expect(event).toBeNull()
  })
  it('does not take what is elsewhere for what is here', () => {
    const frames = [frame({ ...looked, detections: [{ ...person(0.9), box: ELSEWHERE }], tracks: [track({ box: ELSEWHERE })] })]
    expect(ask(frames).verdict).toBe('the detector found nothing here')
    expect(ask(frames, { point: [0.1, 0.1] }).verdict).toMatch(/nothing was against/)
  })
})
