import type { Event } from '../../../common/contracts/event.ts'

type Clip = Event['clip']
export type Gap = readonly [from: number, to: number]

/** A part of a clip and where it begins on the way through all of them, seconds. */
export interface Part {
  readonly number: number
  readonly offset: number
  readonly seconds: number
}

export function partsOf(clip: Pick<Clip, 'seconds' | 'parts'>): readonly Part[] {
  const lengths = clip.parts && clip.parts.length > 0 ? clip.parts.map(({ seconds }) => seconds) : [clip.seconds]
  let offset = 0
  return lengths.map((seconds, index) => {
    const part = { number: index + 1, offset, seconds }
    offset += seconds
    return part
  })
}

export const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, { seconds }) => sum + seconds, 0)

/** The part that plays at a moment of the whole, and the moment in it. */
export function partAt(parts: readonly Part[], seconds: number): { part: Part; seconds: number } {
  const part = parts.findLast(({ offset }) => offset <= seconds) ?? parts[0] ?? { number: 1, offset: 0, seconds: 0 }
  return { part, seconds: Math.max(0, seconds - part.offset) }
}

/** The gaps that lie in a part, on the part's own timeline. */
export function gapsOfPart(gaps: readonly Gap[], { offset, seconds }: Part): readonly Gap[] {
  return gaps.flatMap(([from, to]): Gap[] => {
    const own: Gap = [Math.max(0, from - offset), Math.min(seconds, to - offset)]
    return own[1] > own[0] ? [own] : []
  })
}

/** So much of a gap is shown: one sees that the picture stands. */
const SHOWN_SECONDS = 0.3

/** Where to go on from inside a gap while playing; null where there is a picture, and at a gap that leads to nothing. */
export function afterGap(gaps: readonly Gap[], seconds: number, end: number): number | null {
  const gap = gaps.find(([from, to]) => seconds > from + SHOWN_SECONDS && seconds < to - 0.05)
  return gap && gap[1] < end ? gap[1] : null
}
