import { afterAll, expect, it } from 'vitest'
import { ticksOf } from './ticks.ts'

const before = process.env['TZ']
process.env['TZ'] = 'Europe/Berlin'
afterAll(() => { process.env['TZ'] = before })

const HOUR = 3_600_000
const clock = (ms: number): string => {
  const at = new Date(ms)
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}
const ticks = (from: Date, hours: number, width = 1000): string[] => ticksOf({ fromMs: from.getTime(), toMs: from.getTime() + hours * HOUR }, width).map(({ ms, major }) => `${clock(ms).slice(0, 5)}${major ? '*' : ''}`)

it.each([
  { name: 'two minutes, every 15 seconds', hours: 1 / 30, first: '12:00:00', second: '12:00:15' },
  { name: 'ten minutes, every minute', hours: 1 / 6, first: '12:00:00', second: '12:01:00' },
  { name: 'an hour, every ten minutes', hours: 1, first: '12:00:00', second: '12:10:00' },
  { name: 'half a day, every two hours', hours: 12, first: '12:00:00', second: '14:00:00' },
])('$name', ({ hours, first, second }) => {
  const from = new Date(2026, 10, 25, 12).getTime()
  const found = ticksOf({ fromMs: from, toMs: from + hours * HOUR }, 1000)
  expect(found.slice(0, 2).map(({ ms }) => clock(ms))).toEqual([first, second])
})

it.each([
  { name: 'the hour that is left out has no mark', from: new Date(2026, 2, 29), hours: 6, marks: ['00:00*', '01:00', '03:00', '04:00', '05:00', '06:00', '07:00'] },
  { name: 'the hour that comes twice has two', from: new Date(2026, 9, 25), hours: 5, marks: ['00:00*', '00:30', '01:00', '01:30', '02:00', '02:30', '02:00', '02:30', '03:00', '03:30', '04:00'] },
  { name: 'marks by the clock after the hour that is left out', from: new Date(2026, 2, 29), hours: 23, marks: ['00:00*', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00', '00:00*'] },
  { name: 'marks by the clock after the hour that comes twice', from: new Date(2026, 9, 25), hours: 25, marks: ['00:00*', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00', '00:00*'] },
])('$name', ({ from, hours, marks }) => {
  const width = hours === 5 ? 1000 : 700
  expect(ticks(from, hours, width).filter((mark, index, all) => mark !== all[index - 1])).toEqual(marks)
})

it.each([
  { name: 'a week', days: 7, width: 1000, between: 24 }, { name: 'a month', days: 30, width: 500, between: 7 * 24 },
])('$name has days that begin at midnight, also over a change of clocks', ({ days, width, between }) => {
  const from = new Date(2026, 9, 22, 5).getTime()
  const found = ticksOf({ fromMs: from, toMs: from + days * 24 * HOUR }, width)
  expect(found.length).toBeGreaterThan(2)
  for (const { ms } of found) expect(clock(ms)).toBe('00:00:00')
  for (const [index, { ms }] of found.entries()) {
    const next = found[index + 1]
    if (next && new Date(next.ms).getMonth() === new Date(ms).getMonth()) expect(Math.abs(next.ms - ms - between * HOUR)).toBeLessThanOrEqual(HOUR)
  }
})

it('keeps marks apart', () => {
  for (let minutes = 1; minutes < 60_000; minutes *= 1.7) {
    const span = { fromMs: new Date(2026, 10, 1).getTime(), toMs: new Date(2026, 10, 1).getTime() + minutes * 60_000 }
    const found = ticksOf(span, 900)
    for (const [index, { ms }] of found.entries()) {
      const next = found[index + 1]
      if (next) expect(((next.ms - ms) / (span.toMs - span.fromMs)) * 900).toBeGreaterThan(60)
    }
  }
})
