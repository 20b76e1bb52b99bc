import { useMemo } from 'react'
import type { Sample } from '../../stores/stats-sample.ts'
import { duration } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { pointOf } from './performance-store.ts'
import { TimeChart } from './time-chart.tsx'

const SERIES = [
  { key: 'glass', name: 'glass P99, capture to paint', colour: 'var(--series-4)' },
  { key: 'p99', name: 'analysis P99', colour: 'var(--series-1)' },
  { key: 'p50', name: 'analysis P50', colour: 'var(--series-2)' },
]

export function LatencyChart({ samples, camera }: { readonly samples: readonly Sample[]; readonly camera: string | null }) {
  const rows = useMemo(() => samples.map((sample) => {
    const point = pointOf(sample, camera)
    return { atMs: sample.atMs, glass: point?.glass?.p99 ?? null, p99: point?.total?.p99 ?? null, p50: point?.total?.p50 ?? null }
  }), [samples, camera])
  return (
    <Card title="Latency over time" testId="latency-chart">
      <TimeChart rows={rows} series={SERIES} write={duration} label="Latency over time" />
    </Card>
  )
}
