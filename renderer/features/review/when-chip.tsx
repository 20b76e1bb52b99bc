import { CalendarDays, ChevronDown } from 'lucide-react'
import { useCallback, useState } from 'react'
import { engine } from '../../transport/engine.ts'
import { operatorName } from '../../stores/operator.ts'
import { Calendar } from '../../ui/calendar/calendar.tsx'
import { dateOfDay } from '../../ui/calendar/days.ts'
import { dayOf } from '../../ui/format.ts'
import { Popover } from '../../ui/kit/popover.tsx'
import { queryOf, type Filters } from './filters.ts'
import { setFilters } from './review-address.ts'
import { daysOf, SPANS, whenOfDays } from './span-of-time.ts'

const NAMES: Readonly<Record<(typeof SPANS)[number], string>> = { any: 'Any time', hour: 'Last hour', today: 'Today', yesterday: 'Yesterday', week: 'Last 7 days' }

function wordsOf(when: string): string {
  const days = daysOf(when)
  if (!days) return NAMES[SPANS.find((span) => span === when) ?? 'any']
  const [from, to] = [days.from, days.to].map((day) => dayOf(dateOfDay(day).getTime()))
  return days.from === days.to ? (from ?? '') : `${from} – ${to}`
}

/** When: the last hour, a day, some days; the calendar says how much happened on each. */
export function WhenChip({ filters }: { readonly filters: Filters }) {
  const [open, setOpen] = useState(false)
  // The numbers follow every filter but the time itself.
  const asked = JSON.stringify({ ...filters, when: 'any' })
  const countBetween = useCallback(async (bounds: readonly number[]): Promise<readonly number[]> => {
    const { after: _after, before: _before, ...query } = queryOf(JSON.parse(asked) as Filters, { nowMs: Date.now(), operator: operatorName() })
    return engine().events.counts({ query, bounds: [...bounds] })
  }, [asked])
  const choose = (when: string): void => {
    setFilters({ when })
    setOpen(false)
  }
  return (
    <Popover
      label="Time" open={open} onOpenChange={setOpen} testId="when-panel"
      trigger={(
        <button type="button" className={`select select-chip ${filters.when === 'any' ? '' : 'select-changed'}`} aria-label={`Time: ${wordsOf(filters.when)}`} data-testid="filter-when">
          <CalendarDays aria-hidden /><span className="clip-text">{wordsOf(filters.when)}</span><ChevronDown aria-hidden />
        </button>
      )}
    >
      <div className="when">
        <div className="when-spans" role="group" aria-label="Spans of time">
          {SPANS.map((span) => <button key={span} type="button" className="when-span" aria-pressed={filters.when === span} onClick={() => choose(span)}>{NAMES[span]}</button>)}
        </div>
        <div>
          <Calendar chosen={daysOf(filters.when)} onChoose={(from, to) => choose(whenOfDays(from, to))} countBetween={countBetween} />
          <p className="muted when-hint">Shift and a press: up to that day</p>
        </div>
      </div>
    </Popover>
  )
}
