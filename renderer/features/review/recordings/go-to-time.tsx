import { useCallback, useState } from 'react'
import { engine } from '../../../transport/engine.ts'
import { Calendar } from '../../../ui/calendar/calendar.tsx'
import { dateOfDay, dayOfDate } from '../../../ui/calendar/days.ts'
import { Button } from '../../../ui/kit/button.tsx'
import { TextField } from '../../../ui/kit/field.tsx'
import { useSession } from './session.ts'

const two = (value: number): string => String(value).padStart(2, '0')

interface GoToTimeProps {
  readonly cameras: readonly string[]
  readonly onGo: (ms: number) => void
}

/** A day and a time of day. */
export function GoToTime({ cameras, onGo }: GoToTimeProps) {
  const [now] = useState(() => new Date(useSession.getState().atMs ?? Date.now()))
  const [day, setDay] = useState(dayOfDate(now))
  const [time, setTime] = useState(`${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`)
  const camera = cameras.length === 1 ? cameras[0] : undefined
  const countBetween = useCallback((bounds: readonly number[]) => engine().events.counts({ query: camera === undefined ? {} : { camera }, bounds: [...bounds] }), [camera])
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  const date = dateOfDay(day)
  const ms = new Date(date.getFullYear(), date.getMonth(), date.getDate(), hours, minutes, seconds).getTime()
  return (
    <form className="go-to" onSubmit={(event) => { event.preventDefault(); onGo(Math.min(ms, Date.now())) }}>
      <Calendar chosen={{ from: day, to: day }} onChoose={(_from, to) => setDay(to)} countBetween={countBetween} />
      <TextField label="Time" type="time" step={1} value={time} onChange={setTime} testId="go-to-time" />
      <Button type="submit" tone="accent" disabled={Number.isNaN(ms)} data-testid="go-to-go">Go</Button>
    </form>
  )
}
