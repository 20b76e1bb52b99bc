import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Box } from '../../common/frame-result.ts'
import { iou } from '../../common/geometry/box.ts'
import { createCandidates, suppress } from './nms.ts'

interface Candidate { readonly box: Box; readonly score: number; readonly label: number }

function fill(list: readonly Candidate[]) {
  const candidates = createCandidates(list.length)
  list.forEach(({ box: [x, y, w, h], score, label }, i) => {
    candidates.boxes.set([x, y, x + w, y + h], i * 4)
    candidates.scores[i] = score
    candidates.classes[i] = label
  })
  candidates.count = list.length
  return candidates
}

/** The definition: take the best, throw away what overlaps it, again. */
function slow(list: readonly Candidate[], overlap: number, limit: number): number[] {
  let left = list.map((candidate, index) => ({ ...candidate, index })).toSorted((a, b) => b.score - a.score || a.index - b.index)
  const kept: number[] = []
  while (left.length > 0 && kept.length < limit) {
    const best = left[0]!
    kept.push(best.index)
    left = left.slice(1).filter((other) => other.label !== best.label || iou(best.box, other.box) <= overlap)
  }
  return kept
}

it('keeps what the definition keeps, in the same order', () => {
  const side = fc.integer({ min: 1, max: 12 })
  const candidate = fc.record({
    box: fc.tuple(side, side, side, side),
    score: fc.integer({ min: 1, max: 8 }).map((value) => value / 8),
    label: fc.integer({ min: 0, max: 2 }),
  })
  fc.assert(fc.property(fc.array(candidate, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (list, limit) => {
    // Never exactly a ratio of small numbers: single and double precision then agree.
    expect(suppress(fill(list), { overlap: 0.4501, limit })).toEqual(slow(list, 0.4501, limit))
  }), { numRuns: 10_000 })
})

it('lets classes be, however much they overlap', () => {
  const box: Box = [0, 0, 10, 10]
  expect(suppress(fill([{ box, score: 0.5, label: 0 }, { box, score: 0.9, label: 1 }, { box, score: 0.4, label: 0 }]), { overlap: 0.45, limit: 100 })).toEqual([1, 0])
})
