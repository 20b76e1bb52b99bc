import type { Span } from './span.ts'
import { lengthOf } from './span.ts'

export interface Tick {
  readonly ms: number
  readonly text: string
  /** A new day, or what else stands out. */
  readonly major: boolean
}

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000
const SHORT = [1, 5, 10, 15, 30].map((seconds) => seconds * SECOND)
const STEPS = [...SHORT, ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE), ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR)]
const DAYS = [1, 2, 7, 14]

const WITH_SECONDS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const WITHOUT = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' })

/**
 * The marks of an axis in the operator's own time. Days begin when the clock on the wall says so, and hours that the clock leaves out have no mark;
 * an hour it has twice is marked twice.
 */
export function ticksOf(span: Span, width: number, minPx = 84): readonly Tick[] {
  const wanted = (lengthOf(span) / Math.max(1, width)) * minPx
  const step = STEPS.find((one) => one >= wanted)
  if (step === undefined) return dayTicks(span, DAYS.find((days) => days * 24 * HOUR >= wanted) ?? 28)
  const ticks: Tick[] = []
  for (let day = startOfDay(span.fromMs); day <= span.toMs; day = nextDay(day)) {
    const end = nextDay(day)
    for (const ms of step <= HOUR ? evenly(day, end, step) : byTheClock(day, end, step / HOUR)) {
      if (ms < span.fromMs || ms > span.toMs) continue
      const major = ms === day
      ticks.push({ ms, major, text: major ? DAY.format(ms) : (step < MINUTE ? WITH_SECONDS : WITHOUT).format(ms) })
    }
  }
  return ticks
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0)
}

function nextDay(startMs: number, by = 1): number {
  const date = new Date(startMs)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + by).getTime()
}

function* evenly(from: number, to: number, step: number): Generator<number> {
  for (let ms = from; ms < to; ms += step) yield ms
}

/** Every so many hours of the wall clock; an hour that does not exist that day is left out. */
function* byTheClock(from: number, to: number, hours: number): Generator<number> {
  const date = new Date(from)
  for (let hour = 0; hour < 24; hour += hours) {
    const at = new Date(date.getFullYear(), date.getMonth(), date.getDate(), hour)
    if (at.getHours() === hour && at.getTime() < to) yield at.getTime()
    else if (hour === 0) yield from
  }
}

/** Every so many days, counted from the beginning of the month so that the marks stand still while one pans. */
function dayTicks(span: Span, days: number): readonly Tick[] {
  const ticks: Tick[] = []
  for (let day = startOfDay(span.fromMs); day <= span.toMs; day = nextDay(day)) {
    const date = new Date(day).getDate()
    if (day >= span.fromMs && (date - 1) % days === 0 && (date <= 28 || days === 1)) ticks.push({ ms: day, text: DAY.format(day), major: days === 1 ? date === 1 : true })
  }
  return ticks
}
