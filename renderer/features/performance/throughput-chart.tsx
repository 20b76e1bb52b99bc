import { useMemo } from 'react'
import type { Sample } from '../../stores/stats-sample.ts'
import { fps } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { pointOf } from './performance-store.ts'
import { TimeChart } from './time-chart.tsx'

const SERIES = [
  { key: 'captured', name: 'captured', colour: 'var(--series-1)' },
  { key: 'inferred', name: 'inferred', colour: 'var(--series-3)' },
]

export function ThroughputChart({ samples, camera }: { readonly samples: readonly Sample[]; readonly camera: string | null }) {
  const rows = useMemo(() => samples.map((sample) => {
    const point = pointOf(sample, camera)
    return { atMs: sample.atMs, captured: point?.fps ?? null, inferred: point?.inferFps ?? null }
  }), [samples, camera])
  return (
    <Card title="Throughput" testId="throughput-chart">
      <TimeChart rows={rows} series={SERIES} write={fps} label="Frames per second over time" />
    </Card>
  )
}
