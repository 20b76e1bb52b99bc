import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Line } from '../contracts/regions.ts'
import type { Box, LineCrossing } from '../frame-result.ts'
import { bottomCentre } from '../geometry/box.ts'
import { crossingPoint, crossProduct, segmentLength } from '../geometry/segment.ts'
import { stepPassage, type LinePassage } from './line-crossing.ts'
import { addScore, medianOf, NO_SCORES } from './track-scores.ts'
import { counts, OUTSIDE, stepPresence, type ZonePresence } from './zone-presence.ts'

const RUNS = { numRuns: 10_000 }

const times = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 }).map((steps) => steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step], []))

/** The plain telling: a stay of either kind counts from its first frame, once a frame of it lies `holdMs` later. Since when it counts as inside, or null. */
function insideSince(frames: readonly { ptsMs: number; isIn: boolean }[], holdMs: number): number | null {
  let since: number | null = null
  let stayFrom = 0
  let inStay = false
  for (const { ptsMs, isIn } of frames) {
    if (isIn !== inStay) { inStay = isIn; stayFrom = ptsMs }
    if (isIn === (since !== null)) continue
    if (ptsMs - stayFrom >= holdMs) since = isIn ? stayFrom : null
  }
  return since
}

describe('zone presence', () => {
  it('is inside, and since when, as the plain telling has it; loitering follows from that', () => {
    fc.assert(fc.property(times, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 3 }), (pts, sides, holdMs, loiteringSeconds) => {
      let presence: ZonePresence = OUTSIDE
      const frames = pts.map((ptsMs, index) => ({ ptsMs, isIn: sides[index] ?? false }))
      for (const [index, { ptsMs, isIn }] of frames.entries()) {
        presence = stepPresence(presence, { isIn, ptsMs, holdMs })
        const since = insideSince(frames.slice(0, index + 1), holdMs)
        const inside = presence.at === 'inside' || presence.at === 'leaving'
        expect('sincePtsMs' in presence && inside ? presence.sincePtsMs : null).toBe(since)
        expect(counts(presence, ptsMs, loiteringSeconds)).toBe(since !== null && ptsMs - since >= loiteringSeconds * 1000)
      }
    }), RUNS)
  })
})

interface Sight { readonly box: Box; readonly predicted: boolean; readonly ptsMs: number }

const grid = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max }).map((n) => n / 16)
const sights = fc.array(fc.record({ box: fc.tuple(grid(0, 12), grid(0, 12), grid(0, 4), grid(0, 4)), predicted: fc.boolean() }), { minLength: 1, maxLength: 25 })
  .map((all) => all.map((sight, index): Sight => ({ ...sight, ptsMs: index * 100 })))

function sideOf(line: Line, box: Box): 'a' | 'b' | null {
  const length = segmentLength(line.from, line.to)
  const across = crossProduct(line.from, line.to, bottomCentre(box)) / length
  const extent = (Math.abs(line.to[1] - line.from[1]) * box[2] + Math.abs(line.to[0] - line.from[0]) * box[3]) / length
  return Math.abs(across) <= extent * 0.06 ? null : across > 0 ? 'a' : 'b'
}

/** The plain telling, from the whole story: changes of side in real sights, each with the last meeting of way and line since the change before. */
function passages(line: Line, story: readonly Sight[]): { at: number; direction: LineCrossing['direction']; ptsMs: number | null }[] {
  const changes: { at: number; direction: LineCrossing['direction']; ptsMs: number | null }[] = []
  let side: 'a' | 'b' | null = null
  let changedAt = 0
  for (const [index, sight] of story.entries()) {
    const seen = sight.predicted ? null : sideOf(line, sight.box)
    if (seen === null || seen === side) continue
    let onLine: { ptsMs: number; within: boolean } | null = null
    for (let step = changedAt + 1; step <= index; step += 1) {
      const [before, after] = [story[step - 1], story[step]] as [Sight, Sight]
      const met = crossingPoint({ start: bottomCentre(before.box), end: bottomCentre(after.box), from: line.from, to: line.to })
      if (met) onLine = { ptsMs: before.ptsMs + (after.ptsMs - before.ptsMs) * met.way, within: met.along >= 0 && met.along <= 1 }
    }
    if (side !== null) changes.push({ at: index, direction: seen === 'b' ? 'a-to-b' : 'b-to-a', ptsMs: onLine?.within === true ? onLine.ptsMs : null })
    side = seen
    changedAt = index
  }
  return changes
}

function walk(line: Line, story: readonly Sight[]): { at: number; crossing: LineCrossing }[] {
  let passage: LinePassage | null = null
  return story.flatMap((sight, at) => {
    const [next, crossing] = stepPassage(passage, { line, ...sight })
    passage = next
    return crossing ? [{ at, crossing }] : []
  })
}

describe('line passage', () => {
  const point = fc.tuple(grid(0, 16), grid(0, 16))
  const line = fc.record({ from: point, to: point, direction: fc.constantFrom('any' as const, 'a-to-b' as const, 'b-to-a' as const) })
    .filter(({ from, to }) => from[0] !== to[0] || from[1] !== to[1]).map((parts) => Line.parse({ id: 'wire', ...parts }))

  it('crosses where the plain telling does', () => {
    fc.assert(fc.property(line, sights, (wire, story) => {
      const wanted = passages(wire, story).filter(({ ptsMs, direction }) => ptsMs !== null && (wire.direction === 'any' || wire.direction === direction))
      expect(walk(wire, story).map(({ at, crossing: { direction, ptsMs } }) => ({ at, direction, ptsMs }))).toEqual(wanted)
    }), RUNS)
  })

  it('over a line with no way around it, the directions take turns, and none without a change of side in a real sight', () => {
    const endless = Line.parse({ id: 'wire', from: [0.5, 0], to: [0.5, 1] })
    fc.assert(fc.property(sights, (story) => {
      const crossings = walk(endless, story)
      for (const [index, { at, crossing }] of crossings.entries()) {
        const sight = story[at] as Sight
        expect(sight.predicted).toBe(false)
        expect(sideOf(endless, sight.box)).toBe(crossing.direction === 'a-to-b' ? 'b' : 'a')
        expect(crossing.ptsMs).toBeLessThanOrEqual(sight.ptsMs)
        if (index > 0) expect(crossing.direction).not.toBe(crossings[index - 1]?.crossing.direction)
      }
      expect(walk(endless, story.map((sight) => ({ ...sight, predicted: true })))).toEqual([])
    }), RUNS)
  })

  it('a line of no length is never crossed', () => {
    fc.assert(fc.property(point, sights, (dot, story) => { expect(walk(Line.parse({ id: 'dot', from: dot, to: dot }), story)).toEqual([]) }), RUNS)
  })
})

describe('scores', () => {
  const score = fc.integer({ min: 0, max: 20 }).map((n) => n / 20)

  it('a median is the middle of the sorted values, or between the two in the middle', () => {
    fc.assert(fc.property(fc.array(score, { minLength: 1, maxLength: 13 }), (values) => {
      const rank = (value: number): [number, number] => [values.filter((other) => other < value).length, values.filter((other) => other <= value).length]
      const at = (index: number): number => values.find((value) => rank(value)[0] <= index && index < rank(value)[1]) ?? Number.NaN
      const last = values.length - 1
      expect(medianOf(values)).toBe(last % 2 === 0 ? at(last / 2) : (at((last - 1) / 2) + at((last + 1) / 2)) / 2)
    }), RUNS)
  })

  it('the history is the last ten, weak ones as 0; once true is true for good', () => {
    fc.assert(fc.property(fc.array(score, { maxLength: 40 }), score, score, (all, minScore, threshold) => {
      let scores = NO_SCORES
      let reached = false
      for (const [index, value] of all.entries()) {
        scores = addScore(scores, value, { minScore, threshold })
        const last = all.slice(Math.max(0, index - 9), index + 1).map((one) => (one < minScore ? 0 : one))
        const padded = last.length >= 3 ? last : [...last, 0, 0].slice(0, 3)
        expect(scores.last).toEqual(last)
        expect(scores.median).toBe(medianOf(padded))
        reached ||= scores.median >= threshold
        expect(scores.confirmed).toBe(reached)
      }
    }), RUNS)
  })
})
