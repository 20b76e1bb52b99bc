import { describe, expect, it } from 'vitest'
import { DetectConfig, MotionConfig } from '../../../common/contracts/camera-config.ts'
import type { Box, Detection, TrackState } from '../../../common/frame-result.ts'
import { clampBox } from '../../../common/geometry/box.ts'
import { createTracker, type Tracker, type TrackerConfig } from './tracker.ts'

type Config = Omit<Partial<TrackerConfig>, 'detect'> & { detect?: Partial<DetectConfig> }

const tracker = ({ detect, ...rest }: Config = {}): Tracker => createTracker({
  detect: DetectConfig.parse({ ...detect }), motion: MotionConfig.parse({}), picture: { width: 640, height: 360 }, ...rest,
})
const person = (box: Box, score = 0.9): Detection => ({ label: 'person', score, box })
const PLACE: Box = [0.4, 0.3, 0.1, 0.5]
const moved = ([x, y, w, h]: Box, dx: number, dy = 0): Box => [x + dx, y + dy, w, h]

/** Frames of 100 ms, every second one inferred; `seen` says what is there at a time. */
function play(subject: Tracker, { fromMs = 0, toMs, seen, regions = () => [] }: {
  fromMs?: number; toMs: number; seen: (ms: number) => readonly Detection[] | null; regions?: (ms: number) => readonly Box[]
}) {
  const frames: { ms: number; tracks: readonly TrackState[]; ended: readonly number[] }[] = []
  for (let ms = fromMs; ms < toMs; ms += 100) {
    frames.push({ ms, ...subject.step({ ptsMs: ms, detections: ms % 200 === 0 ? seen(ms) : null, motionRegions: regions(ms) }) })
  }
  return {
    frames,
    ids: [...new Set(frames.flatMap(({ tracks }) => tracks.map(({ trackId }) => trackId)))],
    ended: frames.flatMap(({ ms, ended }) => ended.map((id) => ({ id, ms }))),
    last: frames.at(-1)!.tracks,
    first: (test: (track: TrackState) => boolean) => frames.find(({ tracks }) => tracks.some(test))?.ms,
  }
}

describe('coming into being', () => {
  it.each([
    { inferFps: 5, hits: 2 },
    { inferFps: 1, hits: 2 },
    { inferFps: 10, hits: 5 },
  ])('takes $hits hits at $inferFps inferences a second', ({ inferFps, hits }) => {
    const { first } = play(tracker({ detect: { inferFps } }), { toMs: 4000, seen: () => [person(PLACE)] })
    expect(first(() => true)).toBe((hits - 1) * 200)
  })
  it('starts at the first hit of at least minScore and is true at the threshold', () => {
    const { last, first } = play(tracker(), { toMs: 2100, seen: (ms) => [person(PLACE, ms < 400 ? 0.3 : ms < 1000 ? 0.6 : 0.9)] })
    expect(last).toHaveLength(1)
    // The weak detections before belong to nothing yet: a track begins with a strong one.
    expect(last[0]).toMatchObject({ trackId: 1, label: 'person', startPtsMs: 400, confirmed: true, score: 0.9 })
    // Hits 0.6 0.6 0.6 0.9 0.9 …: the median is 0.75 with three of six above.
    expect(first(({ confirmed }) => confirmed)).toBe(1400)
  })
  it('never makes a track of a single flicker, nor of weak detections', () => {
    expect(play(tracker(), { toMs: 3000, seen: (ms) => (ms === 400 ? [person(PLACE)] : []) }).ids).toEqual([])
    expect(play(tracker(), { toMs: 3000, seen: () => [person(PLACE, 0.45)] }).ids).toEqual([])
  })
  it.each<{ name: string; config: Config; tracked: boolean }>([
    { name: 'label not wanted', config: { detect: { labels: ['car'] } }, tracked: false },
    { name: 'too small', config: { detect: { filters: { person: { minArea: 0.06 } } } }, tracked: false },
    { name: 'large enough', config: { detect: { filters: { person: { minArea: 0.04 } } } }, tracked: true },
    { name: 'too small in pixels', config: { detect: { filters: { person: { minArea: 12_000 } } } }, tracked: false },
    { name: 'large enough in pixels', config: { detect: { filters: { person: { minArea: 11_000 } } } }, tracked: true },
    { name: 'too large', config: { detect: { filters: { person: { maxArea: 0.04 } } } }, tracked: false },
    { name: 'ratio is of pixels: 64 by 180', config: { detect: { filters: { person: { minRatio: 0.35, maxRatio: 0.36 } } } }, tracked: true },
    { name: 'too wide', config: { detect: { filters: { person: { maxRatio: 0.3 } } } }, tracked: false },
    { name: 'a filter of another label', config: { detect: { filters: { car: { minArea: 0.5 } } } }, tracked: true },
    { name: "the label's own minScore", config: { detect: { filters: { person: { minScore: 0.95 } } } }, tracked: false },
    { name: 'stands in an object mask', config: { objectMasks: [{ id: 'm', points: [[0.4, 0.7], [0.6, 0.7], [0.6, 1], [0.4, 1]] }] }, tracked: false },
    { name: 'only its head in an object mask', config: { objectMasks: [{ id: 'm', points: [[0.4, 0.2], [0.6, 0.2], [0.6, 0.5], [0.4, 0.5]] }] }, tracked: true },
  ])('filters: $name', ({ config, tracked }) => {
    expect(play(tracker(config), { toMs: 1000, seen: () => [person(PLACE)] }).ids).toEqual(tracked ? [1] : [])
  })
  it("uses the label's own threshold", () => {
    const { last } = play(tracker({ detect: { filters: { person: { threshold: 0.95 } } } }), { toMs: 3000, seen: () => [person(PLACE)] })
    expect(last[0]).toMatchObject({ confirmed: false, medianScore: 0.9 })
  })
})

describe('being followed', () => {
  it('predicts the frames between, and reports hits as they were found', () => {
    const at = (ms: number): Box => moved(PLACE, (ms / 1000) * 0.2)
    const { frames } = play(tracker(), { toMs: 2400, seen: (ms) => [person(at(ms))], regions: (ms) => [at(ms)] })
    for (const { ms, tracks } of frames.filter(({ ms }) => ms >= 1000)) {
      expect(tracks[0]?.predicted).toBe(ms % 200 !== 0)
      expect(Math.abs(tracks[0]!.box[0] - at(ms)[0])).toBeLessThan(ms % 200 === 0 ? 1e-12 : 0.006)
    }
  })
  it('keeps one id through 2 s behind a pillar, and through weak scores', () => {
    const at = (ms: number): Box => moved([0.1, 0.3, 0.1, 0.5], (ms / 1000) * 0.08)
    const seen = (ms: number) => (ms >= 3000 && ms < 5000 ? [] : [person(at(ms), ms > 6000 && ms < 8000 ? 0.2 : 0.9)])
    const { ids, ended } = play(tracker(), { toMs: 9000, seen, regions: (ms) => [at(ms)] })
    expect(ids).toEqual([1])
    expect(ended).toEqual([])
  })
  it('keeps two that pass each other apart by where they are going', () => {
    const right = (ms: number): Box => moved([0.1, 0.3, 0.08, 0.4], (ms / 1000) * 0.1)
    const left = (ms: number): Box => moved([0.8, 0.36, 0.08, 0.4], (ms / 1000) * -0.1)
    const { frames, ids } = play(tracker(), {
      toMs: 7000, regions: (ms) => [right(ms), left(ms)],
      seen: (ms) => (Math.abs(right(ms)[0] - left(ms)[0]) < 0.04 ? [person(right(ms))] : [person(left(ms)), person(right(ms))]),
    })
    expect(ids).toHaveLength(2)
    const where = (ms: number, id: number) => frames.find((frame) => frame.ms === ms)!.tracks.find(({ trackId }) => trackId === id)!.box[0]
    const walker = frames.find(({ ms }) => ms === 1000)!.tracks.find(({ box }) => box[0] < 0.4)!.trackId
    expect(where(6800, walker)).toBeCloseTo(right(6800)[0], 2)
  })
  it('does not miss what the detector was not shown, however long that lasts', () => {
    const subject = tracker()
    const standing = (ms: number) => (ms < 2000 ? [person(PLACE)] : [])
    const steps = Array.from({ length: 200 }, (_, index) => index * 100)
    const play = (wouldHaveSeen: () => boolean) => steps.flatMap((ms) => subject.step({ ptsMs: ms, detections: ms % 200 === 0 ? standing(ms) : null, wouldHaveSeen, motionRegions: [] }).ended)
    expect(play(() => false)).toEqual([])
    expect(subject.live).toBe(1)
    subject.endAll()
    expect(play(() => true)).toHaveLength(1)
  })
  /** Colours of the upper half; nothing below. */
  const dressed = (shade: number): Float32Array => Float32Array.from({ length: 48 }, (_, i) => (i === shade || i === 24 + shade ? 1 : 0))
  it('keeps two who cross apart by what they look like, even when one turns back behind the other', () => {
    // Both walk to the middle, the red one hides the blue one for a second, and both go back where they came from.
    const way = (ms: number): number => (ms < 3000 ? ms / 3000 : ms < 4000 ? 1 : Math.max(0, (7000 - ms) / 3000))
    const left = (ms: number): Box => [0.2 + way(ms) * 0.26, 0.3, 0.08, 0.4]
    const right = (ms: number): Box => [0.74 - way(ms) * 0.26, 0.32, 0.08, 0.4]
    const red = (ms: number): Detection => ({ ...person(left(ms)), appearance: dressed(1) })
    const blue = (ms: number): Detection => ({ ...person(right(ms)), appearance: dressed(6) })
    const { frames, ids } = play(tracker(), {
      toMs: 7000, regions: (ms) => [left(ms), right(ms)], seen: (ms) => (ms >= 3000 && ms < 4000 ? [red(ms)] : [blue(ms), red(ms)]),
    })
    expect(ids).toHaveLength(2)
    const idAt = (ms: number, box: Box): number | undefined => frames.find((frame) => frame.ms === ms)?.tracks.find((track) => Math.abs(track.box[0] - box[0]) < 0.02)?.trackId
    expect(idAt(6600, left(6600))).toBe(idAt(1000, left(1000)))
    expect(idAt(6600, right(6600))).toBe(idAt(1000, right(1000)))
  })
  it('does not take somebody who looks different for the one who left at the same place', () => {
    const leaving = (ms: number): Box => moved([0.8, 0.2, 0.12, 0.5], (ms / 1000) * 0.1)
    const coming: Box = [0.84, 0.2, 0.12, 0.5]
    const idsOfWhoComes = (look: Float32Array): number[] => play(tracker(), {
      toMs: 6000, regions: () => [coming],
      seen: (ms) => (ms < 1400 ? [{ ...person(leaving(ms)), appearance: dressed(1) }] : ms < 3000 ? [] : [{ ...person(coming), appearance: look }]),
    }).frames.find(({ ms }) => ms === 5800)!.tracks.filter(({ label }) => label === 'person').map(({ trackId }) => trackId)
    expect(idsOfWhoComes(dressed(1))).toEqual([1])
    expect(idsOfWhoComes(dressed(6))).not.toContain(1)
  })
  it('does not mix labels', () => {
    const { last } = play(tracker(), { toMs: 2000, seen: (ms) => [ms < 1000 ? person(PLACE) : { label: 'car', score: 0.9, box: PLACE }] })
    expect(last.map(({ trackId, label, predicted }) => [trackId, label, predicted])).toEqual([[1, 'person', true], [2, 'car', true]])
  })
  it('does not take somebody who comes in elsewhere for the one who has just left', () => {
    const leaving = (ms: number): Box => moved([0.7, 0.2, 0.15, 0.7], (ms / 1000) * 0.15)
    const { ids, frames } = play(tracker(), {
      toMs: 6000, regions: (ms) => [ms < 2000 ? leaving(ms) : [0.3, 0.4, 0.2, 0.6]],
      seen: (ms) => (ms < 2000 ? [person(leaving(ms))] : ms < 4000 ? [] : [person([0.3, 0.4, 0.2, 0.6])]),
    })
    expect(ids.length).toBe(3)
    expect(frames.find(({ ms }) => ms === 5800)!.tracks.filter(({ label }) => label === 'person').map(({ trackId }) => trackId)).toEqual([3])
  })
})

describe('garbage', () => {
  it('ten thousand detections in a frame cost no more than a hundred, frame after frame', () => {
    const subject = tracker()
    const many = Array.from({ length: 10_000 }, (_, i) => person([(i % 100) / 100, Math.floor(i / 100) / 100, 0.02, 0.05], 0.5 + (i % 500) / 1000))
    const { last, ids } = play(subject, { toMs: 2000, seen: () => many })
    expect(subject.live).toBeLessThanOrEqual(100)
    expect(last.length).toBeLessThanOrEqual(100)
    expect(ids.length).toBeLessThanOrEqual(100)
  })
  it.each<{ name: string; detection: Detection }>([
    { name: 'a score that is no number', detection: person(PLACE, NaN) },
    { name: 'a score above one', detection: person(PLACE, 7) },
    { name: 'a box that is no number', detection: person([NaN, 0.3, 0.1, 0.5]) },
    { name: 'a box without end', detection: person([0.4, 0.3, Infinity, 0.5]) },
    { name: 'a box beside the picture', detection: person([1.4, 0.3, 0.1, 0.5]) },
    { name: 'a box without an area', detection: person([0.4, 0.3, 0, 0.5]) },
  ])('is no track: $name', ({ detection }) => {
    expect(play(tracker(), { toMs: 1000, seen: () => [detection] }).ids).toEqual([])
  })
  it('a box that reaches out of the picture is reported as far as it is in it', () => {
    const { last } = play(tracker(), { toMs: 1000, seen: () => [person([0.9, 0.8, 0.2, 0.3])] })
    expect(last[0]?.box.map((value) => Math.round(value * 1000) / 1000)).toEqual([0.9, 0.8, 0.1, 0.2])
  })
})

describe('standing still', () => {
  it('is stationary after ten seconds, and not after a step', () => {
    const subject = tracker()
    const jitter = (ms: number): Box => moved(PLACE, 0.005 * Math.sin(ms))
    const { first } = play(subject, { toMs: 15_000, seen: (ms) => [person(jitter(ms))] })
    expect(first(({ stationary }) => stationary)).toBe(10_000)
    const step = (ms: number): Box => moved(PLACE, Math.min(0.2, (ms - 15_000) / 5000))
    const after = play(subject, { fromMs: 15_000, toMs: 17_000, seen: (ms) => [person(step(ms))], regions: (ms) => [step(ms)] })
    expect(after.ids).toEqual([1])
    expect(after.last[0]?.stationary).toBe(false)
  })
  it('stays while nothing is inferred because the picture is still, and while a look each second finds it', () => {
    const subject = tracker()
    play(subject, { toMs: 3000, seen: () => [person(PLACE)] })
    expect(play(subject, { fromMs: 3000, toMs: 63_000, seen: () => null }).ended).toEqual([])
    const { last, ended } = play(subject, { fromMs: 63_000, toMs: 90_000, seen: (ms) => (ms % 1000 === 0 ? [person(PLACE)] : null) })
    expect(ended).toEqual([])
    expect(last[0]).toMatchObject({ trackId: 1, stationary: true })
    expect(Math.abs(last[0]!.box[0] - PLACE[0])).toBeLessThan(0.01)
  })
  it('does not drift on the speed it had', () => {
    const subject = tracker()
    const at = (ms: number): Box => moved(PLACE, Math.min(ms, 3000) / 1000 * 0.1)
    play(subject, { toMs: 3100, seen: (ms) => [person(at(ms))], regions: (ms) => [at(ms)] })
    const { last } = play(subject, { fromMs: 3100, toMs: 33_000, seen: () => null })
    expect(Math.abs(last[0]!.box[0] - at(3000)[0])).toBeLessThan(0.03)
  })
})

describe('going', () => {
  it('is gone after five seconds of inferred frames without a hit', () => {
    const { ended } = play(tracker(), { toMs: 12_000, seen: (ms) => (ms <= 2000 ? [person(PLACE)] : []) })
    expect(ended).toEqual([{ id: 1, ms: 7000 }])
  })
  it('counts a look after a long pause as one second, not as the pause', () => {
    const seen = (ms: number) => (ms <= 2000 ? [person(PLACE)] : ms < 60_000 || ms % 1000 !== 0 ? null : [])
    const { ended } = play(tracker(), { toMs: 70_000, seen })
    expect(ended).toEqual([{ id: 1, ms: 64_000 }])
  })
  it('goes without a look when it was leaving the picture', () => {
    const at = (ms: number): Box => moved([0.6, 0.2, 0.15, 0.7], (ms / 1000) * 0.25)
    const { ended, frames } = play(tracker(), { toMs: 9000, seen: (ms) => (ms <= 1400 ? [person(at(ms))] : null), regions: (ms) => (ms < 2600 ? [at(ms)] : []) })
    expect(ended).toEqual([{ id: 1, ms: 6400 }])
    // Out of sight it is not reported any more.
    expect(frames.find(({ ms }) => ms === 5000)!.tracks).toEqual([])
  })
  it('never uses an id again', () => {
    const subject = tracker()
    expect(play(subject, { toMs: 1000, seen: () => [person(PLACE)] }).ids).toEqual([1])
    expect(subject.endAll()).toEqual([1])
    expect(subject.live).toBe(0)
    // A new epoch begins at 0 again.
    expect(play(subject, { toMs: 1000, seen: () => [person(PLACE)] }).ids).toEqual([2])
  })
  it('keeps its boxes in the picture', () => {
    const at = (ms: number): Box => moved([0.8, 0.6, 0.15, 0.35], (ms / 1000) * 0.1, (ms / 1000) * 0.05)
    const { frames } = play(tracker(), { toMs: 4000, seen: (ms) => (ms < 1200 ? [person(at(ms))] : []), regions: (ms) => [clampBox(at(ms))] })
    for (const { box: [x, y, w, h] } of frames.flatMap(({ tracks }) => tracks)) {
      expect(Math.min(x, y, w, h)).toBeGreaterThanOrEqual(0)
      expect(Math.max(x + w, y + h)).toBeLessThanOrEqual(1 + 1e-9)
    }
  })
})

describe('motion that no model names', () => {
  const REGION: Box = [0.2, 0.5, 0.1, 0.1]
  it('is a track after half a second, from its beginning, and over after two without', () => {
    const { first, frames, ended } = play(tracker(), { toMs: 6000, seen: () => [], regions: (ms) => (ms >= 1000 && ms < 3000 ? [moved(REGION, ms / 20_000)] : []) })
    expect(first(() => true)).toBe(1500)
    expect(frames.find(({ ms }) => ms === 1500)!.tracks[0]).toMatchObject({ trackId: 1, label: 'motion', confirmed: true, startPtsMs: 1000, predicted: false })
    expect(ended).toEqual([{ id: 1, ms: 4900 }])
  })
  it('needs no inference at all', () => {
    expect(play(tracker(), { toMs: 2000, seen: () => null, regions: () => [REGION] }).last).toHaveLength(1)
  })
  it('is no track when it only flickers', () => {
    expect(play(tracker(), { toMs: 9000, seen: () => [], regions: (ms) => (ms % 1000 < 300 ? [REGION] : []) }).ids).toEqual([])
  })
  it('becomes the object found there, which started when the motion did', () => {
    const { ended, last } = play(tracker(), { toMs: 4000, seen: (ms) => (ms >= 2000 ? [person(PLACE)] : []), regions: () => [[0.41, 0.35, 0.08, 0.4]] })
    expect(ended).toEqual([{ id: 1, ms: 2200 }])
    expect(last).toMatchObject([{ trackId: 2, label: 'person', startPtsMs: 0 }])
  })
  it('is not reported for what an object already explains', () => {
    expect(play(tracker(), { toMs: 4000, seen: () => [person(PLACE)], regions: () => [[0.38, 0.6, 0.14, 0.2]] }).last.map(({ label }) => label)).toEqual(['person'])
  })
})

it('gives the same answer to the same frames', () => {
  const run = () => play(tracker(), {
    toMs: 8000, regions: (ms) => [moved(PLACE, ms / 40_000)],
    seen: (ms) => [0, 1, 2].map((i) => person(moved([0.1 + 0.25 * i, 0.2, 0.1, 0.5], 0.02 * Math.sin(ms / 300 + i)), 0.4 + 0.5 * Math.abs(Math.sin(ms + i)))),
  }).frames
  expect(run()).toEqual(run())
})
