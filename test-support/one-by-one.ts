import { readFileSync } from 'node:fs'
import type { Event } from '../common/contracts/event.ts'
import { footagePath } from './footage.ts'

/** What is in the one-by-one recording; the footage's README says how it was read. */
export interface Truth {
  readonly presence: readonly { readonly in: number; readonly out: number }[]
  readonly tripwire: { readonly from: [number, number]; readonly to: [number, number]; readonly direction: 'a-to-b' | 'b-to-a'; readonly atSeconds: readonly number[] }
}

export const readTruth = (): Truth => JSON.parse(readFileSync(footagePath('truth/one-by-one.json'), 'utf8')) as Truth

/** The same truth of a recording that begins with so many more seconds of the empty room. */
export const delayed = ({ presence, tripwire }: Truth, seconds: number): Truth => ({
  presence: presence.map((person) => ({ in: person.in + seconds, out: person.out + seconds })),
  tripwire: { ...tripwire, atSeconds: tripwire.atSeconds.map((at) => at + seconds) },
})

/** The same truth in a mirror: the line is drawn from top to bottom again, so its sides change places. */
export const mirrored = ({ presence, tripwire }: Truth): Truth => ({
  presence,
  tripwire: {
    ...tripwire, direction: tripwire.direction === 'a-to-b' ? 'b-to-a' : 'a-to-b',
    from: [1 - tripwire.from[0], tripwire.from[1]], to: [1 - tripwire.to[0], tripwire.to[1]],
  },
})

/** A track is gone after 5 s of inferred frames without a hit. */
export const DISAPPEARANCE_SECONDS = 5

/** The last foot of somebody who leaves moves on its own for a moment, when the object has been found for the last time. */
const NEAR_SECONDS = 1

export interface Verdict {
  readonly people: number
  readonly motionEvents: number
  /** Motion while nobody is near: nobody came or went within a second. */
  readonly strayMotionEvents: number
  readonly otherEvents: number
  readonly directions: readonly string[]
  /** Seconds from `in` to the event's start: the earliest (negative = before) and the latest. */
  readonly earliestStart: number
  readonly latestStart: number
  /** Worst distance from `out` to the event's end, the disappearance counted in. */
  readonly worstEnd: number
  readonly worstCrossing: number
}

/** How the events of `analyze` compare with the truth. What is missing counts as infinitely far off. */
export function judge(events: readonly Event[], { presence, tripwire }: Truth): Verdict {
  const people = events.filter(({ type, label }) => type === 'object' && label === 'person')
  const crossings = people.flatMap(({ lines }) => lines)
  const starts = presence.map((person, i) => (people[i]?.startSeconds ?? Infinity) - person.in)
  const ends = presence.map((person, i) => Math.abs((people[i]?.endSeconds ?? Infinity) - person.out))
  const motions = events.filter(({ type }) => type === 'motion')
  const stray = motions.filter(({ startSeconds = NaN, endSeconds = NaN }) => !presence.some((person) => startSeconds < person.out + NEAR_SECONDS && endSeconds > person.in - NEAR_SECONDS))
  return {
    people: people.length, motionEvents: motions.length, strayMotionEvents: stray.length, otherEvents: events.length - people.length - motions.length,
    directions: crossings.map(({ direction }) => direction),
    earliestStart: Math.min(...starts), latestStart: Math.max(...starts), worstEnd: Math.max(...ends),
    worstCrossing: Math.max(...tripwire.atSeconds.map((at, i) => Math.abs((crossings[i]?.atSeconds ?? Infinity) - at))),
  }
}
