/** Candidates as columns, so that thousands of them cost no objects. Boxes: left, top, right, bottom in any one unit. */
export interface Candidates {
  readonly boxes: Float32Array
  readonly scores: Float32Array
  readonly classes: Uint16Array
  count: number
}

export const createCandidates = (capacity: number): Candidates => ({
  boxes: new Float32Array(capacity * 4), scores: new Float32Array(capacity), classes: new Uint16Array(capacity), count: 0,
})

/**
 * Greedy suppression within each class: from the highest score down (ties: the lower index first), a box is kept unless it overlaps a kept
 * one of its class by more than `overlap` (intersection over union). Returns the kept indices, at most `limit`.
 */
export function suppress(candidates: Candidates, { overlap, limit }: { overlap: number; limit: number }): number[] {
  const { scores, classes, count } = candidates
  const order = Array.from({ length: count }, (_, i) => i)
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
  const kept: number[] = []
  for (const index of order) {
    if (kept.length === limit) break
    if (!kept.some((other) => classes[other] === classes[index] && overlapOf(candidates.boxes, other, index) > overlap)) kept.push(index)
  }
  return kept
}

function overlapOf(boxes: Float32Array, i: number, j: number): number {
  const at = (index: number, side: number): number => boxes[index * 4 + side] as number
  const w = Math.min(at(i, 2), at(j, 2)) - Math.max(at(i, 0), at(j, 0))
  const h = Math.min(at(i, 3), at(j, 3)) - Math.max(at(i, 1), at(j, 1))
  if (w <= 0 || h <= 0) return 0
  const area = (index: number): number => (at(index, 2) - at(index, 0)) * (at(index, 3) - at(index, 1))
  return (w * h) / (area(i) + area(j) - w * h)
}
