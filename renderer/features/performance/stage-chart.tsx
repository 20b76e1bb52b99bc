import { Bar, BarChart, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import './charts.css'
import { STATS_WINDOWS, type CameraStats } from '../../../common/contracts/stats.ts'
import { duration } from '../../ui/format.ts'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { Card } from './card.tsx'
import { usePerformance } from './performance-store.ts'
import { stageBars, type StageBar } from './stage-bars.ts'

const WINDOW_NAMES = { '10s': '10 s', '1m': '1 min', '1h': '1 h' }

/** Where a frame's time goes: per stage, half of the frames, 95 and 99 of 100. */
export function StageChart({ figures }: { readonly figures: Pick<CameraStats, 'stages'> }) {
  const window = usePerformance((state) => state.window)
  const bars = stageBars(figures.stages[window])
  return (
    <Card
      title="Latency by stage" testId="stage-chart"
      aside={<Segmented label="Window" value={window} onChange={(next) => usePerformance.setState({ window: next })} options={STATS_WINDOWS.map((value) => ({ value, text: WINDOW_NAMES[value] }))} />}
    >
      <p className="chart-key"><span className="key-p50">P50</span><span className="key-p95">P95</span><span className="key-p99">P99</span></p>
      {bars.length === 0 && <p className="chart-none">No frame passed in this window.</p>}
      {bars.length > 0 && (
        <div className="chart chart-tall">
          <ResponsiveContainer>
            <BarChart data={[...bars]} layout="vertical" margin={{ top: 0, right: 64, bottom: 0, left: 0 }} barCategoryGap={5} accessibilityLayer={false}>
              <XAxis type="number" hide domain={[0, 'dataMax']} />
              <YAxis type="category" dataKey="stage" width={92} axisLine={false} tickLine={false} tick={{ fill: 'var(--muted)', fontSize: 12 }} interval={0} />
              <Tooltip content={<StageTip />} cursor={{ fill: 'var(--raised-2)', opacity: 0.5 }} isAnimationActive={false} />
              <Bar dataKey="toP50" stackId="stage" fill="var(--series-1)" isAnimationActive={false} />
              <Bar dataKey="toP95" stackId="stage" fill="color-mix(in srgb, var(--series-1) 55%, var(--surface))" isAnimationActive={false} />
              <Bar dataKey="toP99" stackId="stage" fill="color-mix(in srgb, var(--series-1) 25%, var(--surface))" isAnimationActive={false}>
                <LabelList dataKey="p99" position="right" formatter={(value) => duration(Number(value))} style={{ fill: 'var(--text)', fontSize: 12 }} />
              </Bar>
            </BarChart>
          </ResponsiveContainer>
        </div>
      )}
    </Card>
  )
}

interface StageTipProps {
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: StageBar }[]
}

function StageTip({ active, payload }: StageTipProps) {
  const bar = payload?.[0]?.payload
  if (!active || !bar) return null
  return (
    <div className="chart-tip">
      <strong>{bar.stage}</strong>
      <span>P50 {duration(bar.p50)}</span>
      <span>P95 {duration(bar.p95)}</span>
      <span>P99 {duration(bar.p99)}</span>
    </div>
  )
}
