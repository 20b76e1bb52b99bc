import { dayAfter, dayOfDate, isDay, startOfDay } from '../../ui/calendar/days.ts'

export const SPANS = ['any', 'hour', 'today', 'yesterday', 'week'] as const

interface SpanMs {
  readonly afterMs: number | null
  readonly beforeMs: number | null
}

/** A chosen day or days; null for the spans that have a name. */
export function daysOf(when: string): { from: string; to: string } | null {
  const [from = '', to = from] = when.split('..')
  return isDay(from) && isDay(to) ? { from: from <= to ? from : to, to: from <= to ? to : from } : null
}

export const whenOfDays = (from: string, to: string): string => (from === to ? from : `${from}..${to}`)

export const isWhen = (text: string): boolean => SPANS.some((span) => span === text) || daysOf(text) !== null

/** From and to of a span of time, in the operator's own days; milliseconds since 1970. */
export function spanOf(when: string, nowMs: number): SpanMs {
  const days = daysOf(when)
  if (days) return { afterMs: startOfDay(days.from), beforeMs: startOfDay(dayAfter(days.to)) }
  const today = dayOfDate(new Date(nowMs))
  switch (when) {
    case 'hour': return { afterMs: nowMs - 3_600_000, beforeMs: null }
    case 'today': return { afterMs: startOfDay(today), beforeMs: null }
    case 'yesterday': return { afterMs: startOfDay(dayAfter(today, -1)), beforeMs: startOfDay(today) }
    case 'week': return { afterMs: startOfDay(dayAfter(today, -6)), beforeMs: null }
    default: return { afterMs: null, beforeMs: null }
  }
}
