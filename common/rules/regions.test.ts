import { describe, expect, it } from 'vitest'
import { Line, Zone } from '../contracts/regions.ts'
import type { Box, LineCrossing, Point, TrackState } from '../frame-result.ts'
import { createRegions } from './regions.ts'

const W = 0.1
const H = 0.2
/** A box that stands at a point. */
const standing = ([x, y]: Point): Box => [x - W / 2, y - H, W, H]

const track = (point: Point, more: Partial<TrackState> = {}): TrackState => ({
  trackId: 1, label: 'person', score: 0.9, medianScore: 0.9, confirmed: true, box: standing(point), predicted: false, stationary: false,
  startPtsMs: 0, zones: [], crossings: [], ...more,
})
const ZONE = { id: 'z', points: [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]] }
const IN: Point = [0.5, 0.5]
const OUT: Point = [0.9, 0.9]

/** Ten frames a second; `o` outside, `x` inside, `-` not tracked. Answers with the same letters for what counts. */
function visit(path: string, zone: object, more: Partial<TrackState> = {}): string {
  const regions = createRegions({ zones: [Zone.parse({ ...ZONE, ...zone })], lines: [], fps: 10 })
  return Array.from(path, (step, i) => {
    const tracks = step === '-' ? [] : [track(step === 'x' ? IN : OUT, more)]
    return regions.step(tracks, i * 100).some(({ zones }) => zones.includes('z')) ? 'X' : '.'
  }).join('')
}

describe('zones', () => {
  it.each([
    { name: 'counts from the third frame inside', path: 'ooxxxxx', counted: '....XXX' },
    { name: 'two frames are not enough', path: 'oxxooxxo', counted: '........' },
    { name: 'at once with an inertia of one', zone: { inertia: 1 }, path: 'oxxo', counted: '.XX.' },
    { name: 'a slip of the foot outside does not end it', path: 'xxxxxoxxx', counted: '..XXXXXXX' },
    { name: 'leaving counts from the third frame too', path: 'xxxxxooooo', counted: '..XXXXX...' },
    { name: 'loitering begins when it came in', zone: { loiteringSeconds: 0.5 }, path: 'xxxxxxxx', counted: '.....XXX' },
    { name: 'loitering begins anew after leaving', zone: { loiteringSeconds: 0.5 }, path: 'xxxxxxoooxxxxxxx', counted: '.....XXX......XX' },
    { name: 'loitering goes on through a slip', zone: { loiteringSeconds: 0.5 }, path: 'xxxoxxxx', counted: '.....XXX' },
    { name: 'an object that is not there is in no zone', path: 'xxxx-xxxx', counted: '..XX...XX' },
    { name: 'other labels', zone: { labels: ['car'] }, path: 'xxxxx', counted: '.....' },
    { name: 'own label', zone: { labels: ['car', 'person'] }, path: 'xxxx', counted: '..XX' },
    { name: 'too small for the zone', zone: { filters: { person: { minArea: 0.03 } } }, path: 'xxxx', counted: '....' },
    { name: 'large enough', zone: { filters: { person: { minArea: 0.01, maxArea: 0.03 } } }, path: 'xxxx', counted: '..XX' },
    { name: 'too large, in pixels of the picture', zone: { filters: { person: { maxArea: 4000 } } }, path: 'xxxx', counted: '....' },
    { name: 'too narrow', zone: { filters: { person: { minRatio: 1 } } }, path: 'xxxx', counted: '....' },
    { name: 'its median is too low here', zone: { filters: { person: { minScore: 0.95 } } }, path: 'xxxx', counted: '....' },
    { name: 'a filter for others', zone: { filters: { car: { minArea: 0.5 } } }, path: 'xxxx', counted: '..XX' },
    { name: 'an empty list of labels means all', zone: { labels: [] }, path: 'xxxx', counted: '..XX' },
  ])('$name', ({ path, counted, zone = {} }) => { expect(visit(path, zone)).toBe(counted) })

  it('takes motion where labels are not restricted', () => {
    expect(visit('xxxx', {}, { label: 'motion' })).toBe('..XX')
    expect(visit('xxxx', { labels: ['person'] }, { label: 'motion' })).toBe('....')
  })
  it('lets in who fits, and does not send away who shrinks inside', () => {
    const regions = createRegions({ zones: [Zone.parse({ ...ZONE, inertia: 1, filters: { person: { minScore: 0.8 } } })], lines: [], fps: 10 })
    const medians = [0.7, 0.85, 0.6, 0.6]
    expect(medians.map((medianScore, i) => regions.step([track(IN, { medianScore })], i * 100)[0]?.zones.length)).toEqual([0, 1, 1, 1])
  })
  it('says what a zone has against an object', () => {
    const regions = createRegions({ zones: [Zone.parse({ ...ZONE, filters: { person: { minArea: 0.03 } } })], lines: [], fps: 10 })
    regions.step([track(IN)], 0)
    expect(regions.waiting(1, 0)).toMatchObject([{ zone: 'z', insideMs: 0, refused: 'area 0.02 < 0.03' }])
    regions.step([track(OUT)], 100)
    expect(regions.waiting(1, 100)).toEqual([])
  })
  it('counts predicted frames', () => { expect(visit('xxxx', {}, { predicted: true })).toBe('..XX') })
  it('runs inertia on pts: a slow source needs fewer frames, and dropped frames do not delay', () => {
    const regions = createRegions({ zones: [Zone.parse(ZONE)], lines: [], fps: 10 })
    expect([0, 200, 400].map((ms) => regions.step([track(IN)], ms)[0]?.zones.length)).toEqual([0, 1, 1])
  })
  it('tells which zones are occupied, by confirmed objects', () => {
    const regions = createRegions({ zones: [Zone.parse({ ...ZONE, inertia: 1 }), Zone.parse({ ...ZONE, id: 'other', inertia: 1, labels: ['car'] })], lines: [], fps: 10 })
    regions.step([track(IN, { confirmed: false })], 0)
    expect(regions.occupied()).toEqual([])
    regions.step([track(IN), track(IN, { trackId: 2, label: 'car' })], 100)
    expect(regions.occupied()).toEqual(['z', 'other'])
    regions.step([], 200)
    expect(regions.occupied()).toEqual([])
  })
  it('keeps who is inside when other things are configured', () => {
    const config = { zones: [Zone.parse({ ...ZONE, loiteringSeconds: 1 })], lines: [], fps: 10 }
    const regions = createRegions(config)
    for (let ms = 0; ms < 900; ms += 100) regions.step([track(IN)], ms)
    regions.setConfig({ ...config, lines: [Line.parse({ id: 'l', from: [0, 0], to: [1, 1] })] })
    expect(regions.step([track(IN)], 1000)[0]?.zones).toEqual(['z'])
    regions.reset()
    expect(regions.step([track(IN)], 1100)[0]?.zones).toEqual([])
  })
})

const DOOR = { id: 'door', from: [0.75, 0], to: [0.75, 1] }

function walk(points: readonly (Point | null | { point: Point; predicted: true })[], line: object = {}, more: Partial<TrackState> = {}): LineCrossing[] {
  const regions = createRegions({ zones: [], lines: [Line.parse({ ...DOOR, ...line })], fps: 10 })
  return points.flatMap((step, i) => {
    const tracks = step === null ? [] : 'point' in step ? [track(step.point, { ...more, predicted: true })] : [track(step, more)]
    return regions.step(tracks, i * 100).flatMap(({ crossings }) => crossings)
  })
}
/** Steps of 0.02 along x at a height. */
const along = (from: number, to: number, y = 0.6): Point[] =>
  Array.from({ length: Math.round(Math.abs(to - from) / 0.02) + 1 }, (_, i) => [from + Math.sign(to - from) * 0.02 * i, y])
const AB = { lineId: 'door', direction: 'a-to-b' }
const BA = { lineId: 'door', direction: 'b-to-a' }

describe('lines', () => {
  it.each<{ name: string; points: Parameters<typeof walk>[0]; line?: object; expected: object[] }>([
    { name: 'left to right over a line drawn downwards is a to b', points: along(0.6, 0.9), expected: [AB] },
    { name: 'right to left is b to a', points: along(0.9, 0.6), expected: [BA] },
    { name: 'upwards over a line drawn to the right is a to b', line: { from: [0, 0.5], to: [1, 0.5] }, points: [[0.5, 0.7], [0.5, 0.55], [0.5, 0.45], [0.5, 0.4]], expected: [AB] },
    { name: 'there and back are two', points: [...along(0.6, 0.9), ...along(0.9, 0.6)], expected: [AB, BA] },
    { name: 'wobbling on the line is none', points: [...along(0.6, 0.74), [0.753, 0.6], [0.748, 0.6], [0.754, 0.6], [0.747, 0.6]], expected: [] },
    { name: 'wobbling on the way over is one', points: [...along(0.6, 0.74), [0.753, 0.6], [0.748, 0.6], [0.754, 0.6], ...along(0.77, 0.9)], expected: [AB] },
    { name: 'turning back on the line is none', points: [...along(0.6, 0.74), [0.755, 0.6], ...along(0.74, 0.6)], expected: [] },
    { name: 'beginning on the line is none', points: [[0.752, 0.6], [0.75, 0.6], ...along(0.77, 0.9)], expected: [] },
    { name: 'past the end of the line is none', line: { to: [0.75, 0.5] }, points: along(0.6, 0.9), expected: [] },
    { name: 'past the end and then back over it is one', line: { to: [0.75, 0.5] }, points: [...along(0.6, 0.9), ...along(0.9, 0.6, 0.4)], expected: [BA] },
    { name: 'in one jump', points: [[0.5, 0.6], [0.95, 0.6]], expected: [AB] },
    { name: 'only the wanted direction', line: { direction: 'b-to-a' }, points: [...along(0.6, 0.9), ...along(0.9, 0.6)], expected: [BA] },
    { name: 'other labels', line: { labels: ['car'] }, points: along(0.6, 0.9), expected: [] },
    { name: 'nothing crosses by prediction alone', points: [...along(0.6, 0.72), ...along(0.74, 0.9).map((point) => ({ point, predicted: true as const }))], expected: [] },
    { name: 'found again beyond', points: [...along(0.6, 0.72), ...along(0.74, 0.8).map((point) => ({ point, predicted: true as const })), [0.82, 0.6]], expected: [AB] },
    { name: 'a line without length', line: { to: [0.75, 0] }, points: along(0.6, 0.9), expected: [] },
  ])('$name', ({ points, line, expected }) => {
    expect(walk(points, line).map(({ lineId, direction }) => ({ lineId, direction }))).toEqual(expected)
  })
  it('is dated to the moment the foot was on the line, not to the moment it was certain', () => {
    // 0.74 at 300 ms, 0.7525 at 400 ms: on the line four fifths of the way; clear of it only later.
    const [crossing] = walk([[0.6, 0.6], [0.65, 0.6], [0.7, 0.6], [0.74, 0.6], [0.7525, 0.6], [0.755, 0.6], [0.8, 0.6]])
    expect(crossing?.ptsMs).toBeCloseTo(380, 6)
  })
  it('knows every object by itself', () => {
    const regions = createRegions({ zones: [], lines: [Line.parse(DOOR)], fps: 10 })
    regions.step([track([0.6, 0.5]), track([0.9, 0.5], { trackId: 2 })], 0)
    const found = regions.step([track([0.9, 0.5]), track([0.6, 0.5], { trackId: 2 })], 100)
    expect(found.map(({ trackId, crossings }) => [trackId, crossings[0]?.direction])).toEqual([[1, 'a-to-b'], [2, 'b-to-a']])
  })
})
