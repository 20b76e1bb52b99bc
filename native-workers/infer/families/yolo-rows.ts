import type { DetectorAdapter } from '../adapter.ts'
import { SCORE_FLOOR } from '../candidates.ts'

/** Where one candidate's fields lie: `row` values from the next candidate's, `field` values from its own next field. */
interface Steps { readonly row: number; readonly field: number }

/**
 * Candidates of centre x, centre y, width, height in pixels of the input, then (with objectness: how sure there is anything,) one score
 * per class. All scores are already sigmoid.
 */
export function collectRows({ fields, objectness, transposed }: { fields: number; objectness: boolean; transposed: boolean }): DetectorAdapter['collect'] {
  const firstClass = objectness ? 5 : 4
  return ([values], into) => {
    const output = values as Float32Array
    const count = Math.floor(output.length / fields)
    const step: Steps = transposed ? { row: 1, field: count } : { row: fields, field: 1 }
    for (let row = 0; row < count && !into.full; row++) {
      const at = row * step.row
      const sure = objectness ? (output[at + 4 * step.field] as number) : 1
      if (!(sure >= SCORE_FLOOR)) continue
      let best = -1
      let bestScore = SCORE_FLOOR / sure
      for (let field = firstClass; field < fields; field++) {
        const score = output[at + field * step.field] as number
        if (score >= bestScore) { bestScore = score; best = field - firstClass }
      }
      if (best < 0) continue
      const x = output[at] as number
      const y = output[at + step.field] as number
      const halfWidth = (output[at + 2 * step.field] as number) / 2
      const halfHeight = (output[at + 3 * step.field] as number) / 2
      into.add(sure * bestScore, best, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)
    }
  }
}
