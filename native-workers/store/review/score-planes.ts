import { type Bits, clearBit, newBits, setBit, wordAt } from './bits.ts'

/** Scores as whole per cent, one plane of bits per binary digit: "at least" is a handful of ANDs for 32 events at a time (O'Neil and Quass 1997). */
export type ScorePlanes = readonly Bits[]

const DIGITS = 7

export const newPlanes = (): ScorePlanes => Array.from({ length: DIGITS }, newBits)

/** The most n with n / 100 ≤ score, compared as the doubles they are: 0.29 * 100 is less than 29. */
export function percentOf(score: number): number {
  let percent = Math.round(score * 100)
  if (percent / 100 > score) percent -= 1
  return percent
}

export function setScore(planes: ScorePlanes, place: number, score: number): void {
  const percent = percentOf(score)
  for (const [digit, plane] of planes.entries()) {
    if ((percent >> digit & 1) === 1) setBit(plane, place)
    else clearBit(plane, place)
  }
}

/** Takes out of `bits` what scored less. `scores`: by place, asked where whole per cents cannot tell. */
export function keepAtLeast(planes: ScorePlanes, bits: Bits, minScore: number, scores: Float64Array): void {
  const least = percentOf(minScore)
  const whole = least / 100 === minScore
  for (let word = 0; word < bits.length; word++) {
    const here = wordAt(bits, word)
    if (here === 0) continue
    let above = 0
    let equal = -1
    for (let digit = DIGITS - 1; digit >= 0; digit--) {
      const plane = wordAt(planes[digit] as Bits, word)
      if ((least >> digit & 1) === 1) equal &= plane
      else {
        above |= equal & plane
        equal &= ~plane
      }
    }
    if (!whole) for (let place = word * 32, left = equal & here; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left)
      if ((scores[place + bit] as number) < minScore) equal &= ~(1 << bit)
    }
    bits[word] = here & (above | equal)
  }
}
