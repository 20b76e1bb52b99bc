import { afterAll, expect, it } from 'vitest'
import { dayAfter, dayOfDate, daysOfMonth, isDay, startOfDay } from './days.ts'

const before = process.env['TZ']
process.env['TZ'] = 'Europe/Berlin'
afterAll(() => { process.env['TZ'] = before })

const HOUR = 3_600_000

it.each([
  { name: 'a plain day', day: '2026-11-25', hours: 24 },
  { name: 'the day the clocks go forward', day: '2026-03-29', hours: 23 },
  { name: 'the day the clocks go back', day: '2026-10-25', hours: 25 },
  { name: 'the last of a year', day: '2026-12-31', hours: 24 },
])('$name lasts $hours hours', ({ day, hours }) => {
  expect(startOfDay(dayAfter(day)) - startOfDay(day)).toBe(hours * HOUR)
  expect(dayAfter(dayAfter(day), -1)).toBe(day)
  expect(dayOfDate(new Date(startOfDay(day)))).toBe(day)
  expect(dayOfDate(new Date(startOfDay(dayAfter(day)) - 1))).toBe(day)
})

it.each([
  { month: new Date(2026, 9, 12), days: 31, hours: 31 * 24 + 1 },
  { month: new Date(2026, 2, 31), days: 31, hours: 31 * 24 - 1 },
  { month: new Date(2028, 1, 1), days: 29, hours: 29 * 24 },
])('a month of $days days', ({ month, days, hours }) => {
  const found = daysOfMonth(month)
  expect(found.days).toHaveLength(days)
  expect(found.bounds).toHaveLength(days + 1)
  expect((found.bounds.at(-1) ?? 0) - (found.bounds[0] ?? 0)).toBe(hours * HOUR)
})

it.each([
  { text: '2026-11-25', is: true }, { text: '2026-13-01', is: false }, { text: '26-1-1', is: false }, { text: 'today', is: false },
])('$text is a day: $is', ({ text, is }) => {
  expect(isDay(text)).toBe(is)
})
