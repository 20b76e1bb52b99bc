import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import './charts.css'
import { clockTime } from '../../ui/format.ts'
import { ticksOf } from '../../ui/timeline/ticks.ts'

interface Series {
  readonly key: string
  readonly name: string
  readonly colour: string
}

interface TimeChartProps {
  readonly rows: readonly ({ readonly atMs: number } & Readonly<Record<string, number | null>>)[]
  readonly series: readonly Series[]
  readonly write: (value: number) => string
  readonly label: string
}

/** Half a window of 1024; in a wider one the marks stand further apart. */
const TYPICAL_PX = 400

/** Lines over time; the key above carries the colours, so no legend takes room. */
export function TimeChart({ rows, series, write, label }: TimeChartProps) {
  const marks = ticksOf({ fromMs: rows[0]?.atMs ?? 0, toMs: rows.at(-1)?.atMs ?? 0 }, TYPICAL_PX)
  const tick = { fill: 'var(--muted)', fontSize: 11 }
  return (
    <>
      <p className="chart-key">{series.map(({ key, name, colour }) => <span key={key}><i style={{ background: colour }} />{name}</span>)}</p>
      <div className="chart" role="img" aria-label={label}>
        <ResponsiveContainer>
          <LineChart data={[...rows]} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="atMs" type="number" domain={['dataMin', 'dataMax']} ticks={marks.map(({ ms }) => ms)} tickFormatter={(at: number) => marks.find(({ ms }) => ms === at)?.text ?? ''} tick={tick} axisLine={false} tickLine={false} minTickGap={16} />
            <YAxis width={58} tickFormatter={(value: number) => write(value)} tick={tick} axisLine={false} tickLine={false} domain={[0, 'auto']} tickCount={4} />
            <Tooltip content={<TimeTip series={series} write={write} />} cursor={{ stroke: 'var(--line-strong)' }} isAnimationActive={false} />
            {series.map(({ key, colour }) => (
              <Line key={key} dataKey={key} stroke={colour} strokeWidth={1.75} dot={false} isAnimationActive={false} connectNulls={false} activeDot={{ r: 3 }} />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </>
  )
}

interface TimeTipProps {
  readonly active?: boolean
  readonly label?: number | string
  readonly payload?: readonly { readonly dataKey?: unknown; readonly value?: unknown }[]
  readonly series: readonly Series[]
  readonly write: (value: number) => string
}

function TimeTip({ active, label, payload, series, write }: TimeTipProps) {
  if (!active || !payload?.length) return null
  return (
    <div className="chart-tip">
      <strong>{clockTime(Number(label))}</strong>
      {series.map(({ key, name, colour }) => {
        const value = payload.find((one) => one.dataKey === key)?.value
        return typeof value === 'number' ? <span key={key}><i style={{ background: colour }} />{name} {write(value)}</span> : null
      })}
    </div>
  )
}
