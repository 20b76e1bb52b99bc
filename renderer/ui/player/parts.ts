import type { Event } from '../../../common/contracts/event.ts'

type Clip = Event['clip']
export type Gap = readonly [from: number, to: number]

/** A part of a clip and where it begins: on the way through all of them, seconds, and by the wall clock. */
export interface Part {
  readonly number: number
  readonly offset: number
  readonly seconds: number
  readonly beginMs: number
}

/** `fallbackMs`: where an older clip, which does not say it, begins. */
export function partsOf({ seconds: whole, startedAt, parts }: Pick<Clip, 'seconds' | 'startedAt' | 'parts'>, fallbackMs: number): readonly Part[] {
  const firstMs = startedAt === undefined ? fallbackMs : Date.parse(startedAt)
  let offset = 0
  return (parts && parts.length > 0 ? parts : [{ seconds: whole, startedAt }]).map(({ seconds, startedAt: own }, index) => {
    const part = { number: index + 1, offset, seconds, beginMs: own === undefined ? firstMs + offset * 1_000 : Date.parse(own) }
    offset += seconds
    return part
  })
}

export const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, { seconds }) => sum + seconds, 0)

/** The part that plays at a moment of the whole, and the moment in it. */
export function partAt(parts: readonly Part[], seconds: number): { part: Part; seconds: number } {
  const part = parts.findLast(({ offset }) => offset <= seconds) ?? parts[0] ?? NO_PART
  return { part, seconds: Math.max(0, seconds - part.offset) }
}

const NO_PART: Part = { number: 1, offset: 0, seconds: 0, beginMs: 0 }

/** From where to where a clip reaches by the wall clock; between its parts may be pauses. */
export function reachOf(parts: readonly Part[]): { readonly fromMs: number; readonly toMs: number } | null {
  const [first] = parts
  const last = parts.at(-1)
  return first && last && last.beginMs + last.seconds * 1_000 > first.beginMs ? { fromMs: first.beginMs, toMs: last.beginMs + last.seconds * 1_000 } : null
}

/** The part that shows a moment of the wall clock, and the moment in it; between and beside the parts the nearest end of one. */
export function partAtWall(parts: readonly Part[], ms: number): { part: Part; seconds: number } {
  let best = { part: parts[0] ?? NO_PART, seconds: 0, away: Infinity }
  for (const part of parts) {
    const seconds = Math.min(part.seconds, Math.max(0, (ms - part.beginMs) / 1_000))
    const away = Math.abs(part.beginMs + seconds * 1_000 - ms)
    // Where two parts overlap, the later one goes on.
    if (away <= best.away) best = { part, seconds, away }
  }
  return { part: best.part, seconds: best.seconds }
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
