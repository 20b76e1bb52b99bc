/** A day of the operator's own, `2026-11-25`. Days are not all 24 hours long; nothing here counts on it. */
export type Day = string

const two = (value: number): string => String(value).padStart(2, '0')

export const dayOfDate = (date: Date): Day => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** Its first moment as a date; where midnight was skipped, the first moment there was. */
export function dateOfDay(day: Day): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date)
}

export const startOfDay = (day: Day): number => dateOfDay(day).getTime()

export function dayAfter(day: Day, by = 1): Day {
  const date = dateOfDay(day)
  return dayOfDate(new Date(date.getFullYear(), date.getMonth(), date.getDate() + by))
}

/** Every day of the month a date lies in, and the bounds between them: one more than days. */
export function daysOfMonth(month: Date): { days: readonly Day[]; bounds: readonly number[] } {
  const days: Day[] = []
  for (let date = 1; date <= 31; date += 1) {
    const at = new Date(month.getFullYear(), month.getMonth(), date)
    if (at.getMonth() === month.getMonth()) days.push(dayOfDate(at))
  }
  const last = days.at(-1) ?? dayOfDate(month)
  return { days, bounds: [...days, dayAfter(last)].map(startOfDay) }
}
