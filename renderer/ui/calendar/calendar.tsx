import { createContext, useContext, useEffect, useState } from 'react'
import { DayButton as PlainDay, DayPicker, type DayButtonProps } from 'react-day-picker'
import './calendar.css'
import { count as countWords } from '../format.ts'
import { dateOfDay, dayOfDate, daysOfMonth, type Day } from './days.ts'

interface CalendarProps {
  readonly chosen: { readonly from: Day; readonly to: Day } | null
  readonly onChoose: (from: Day, to: Day) => void
  /** How many lie between each two bounds, for the numbers under the days. */
  readonly countBetween: (bounds: readonly number[]) => Promise<readonly number[]>
}

const Counts = createContext<ReadonlyMap<Day, number>>(new Map())

const LONG = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' })
const MONTH = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' })
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' })

/** Monday where the language does not say otherwise. */
function firstWeekday(): 0 | 1 | 6 {
  const locale = new Intl.Locale(navigator.language) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  const first = (locale.getWeekInfo?.().firstDay ?? 1) % 7
  return first === 0 || first === 6 ? first : 1
}

/** A month of the operator's own days, each with how much happened; one day or a range can be chosen. */
export function Calendar({ chosen, onChoose, countBetween }: CalendarProps) {
  const [month, setMonth] = useState(() => (chosen ? dateOfDay(chosen.to) : new Date()))
  const [counts, setCounts] = useState<ReadonlyMap<Day, number>>(new Map())
  const [today] = useState(() => new Date())

  useEffect(() => {
    let stale = false
    const { days, bounds } = daysOfMonth(month)
    const ask = async (): Promise<void> => {
      const found = await countBetween(bounds)
      if (!stale) setCounts(new Map(days.map((day, index) => [day, found[index] ?? 0])))
    }
    // Days without numbers are days all the same.
    ask().catch(() => !stale && setCounts(new Map()))
    return () => { stale = true }
  }, [month, countBetween])

  return (
    <Counts value={counts}>
      <DayPicker
        mode="range" month={month} onMonthChange={setMonth} endMonth={today} disabled={{ after: today }} weekStartsOn={firstWeekday()} resetOnSelect
        selected={chosen ? { from: dateOfDay(chosen.from), to: dateOfDay(chosen.to) } : undefined}
        onSelect={(_range, day, _modifiers, event) => {
          const picked = dayOfDate(day)
          // With Shift the range grows to here; a plain press takes the one day.
          const grows = 'shiftKey' in event && event.shiftKey && chosen !== null
          if (!grows) onChoose(picked, picked)
          else onChoose(picked < chosen.from ? picked : chosen.from, picked > chosen.to ? picked : chosen.to)
        }}
        components={{ DayButton }}
        formatters={{ formatCaption: (date) => MONTH.format(date), formatWeekdayName: (date) => WEEKDAY.format(date) }}
        labels={{ labelPrevious: () => 'The month before', labelNext: () => 'The month after' }}
      />
    </Counts>
  )
}

function DayButton({ day, modifiers, ...rest }: DayButtonProps) {
  const counts = useContext(Counts)
  const found = counts.get(dayOfDate(day.date)) ?? 0
  const most = Math.max(...counts.values(), 1)
  return (
    <PlainDay day={day} modifiers={modifiers} {...rest} aria-label={`${LONG.format(day.date)}, ${found} ${found === 1 ? 'event' : 'events'}`} data-testid={`day-${dayOfDate(day.date)}`}>
      <span>{day.date.getDate()}</span>
      <span className="day-count" style={{ opacity: found === 0 ? 0 : 1 }}>{countWords(found)}</span>
      {/* The fuller the day, the longer its line. */}
      <span className="day-load" style={{ width: `${Math.ceil((found / most) * 70)}%` }} aria-hidden />
    </PlainDay>
  )
}
