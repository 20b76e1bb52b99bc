import { Download, Pause, Play } from 'lucide-react'
import { useEffect } from 'react'
import './performance-screen.css'
import { useLink } from '../../stores/link.ts'
import { go, useRoute } from '../../stores/route.ts'
import { useSystem } from '../../stores/system.ts'
import { useKeys } from '../../ui/keys/use-keys.ts'
import { clockTime } from '../../ui/format.ts'
import { Banner } from '../../ui/kit/banner.tsx'
import { Button } from '../../ui/kit/button.tsx'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { saveBlob } from '../../ui/save-file.ts'
import { advise } from './advice.ts'
import { BigNumbers } from './big-numbers.tsx'
import { CameraRows } from './camera-rows.tsx'
import { DropsChart } from './drops-chart.tsx'
import { LatencyChart } from './latency-chart.tsx'
import { LedgerFlow } from './ledger-flow.tsx'
import { loadHistory, togglePause, useFigures, usePerformance } from './performance-store.ts'
import { ProcessTable } from './process-table.tsx'
import { StageChart } from './stage-chart.tsx'
import { ThroughputChart } from './throughput-chart.tsx'
import { WorstFrames } from './worst-frames.tsx'

const ALL = '*'

export function PerformanceScreen() {
  const { latest, history } = useFigures()
  const { frozen, minutes } = usePerformance()
  const asked = useRoute((state) => state.route.rest[0] ?? null)
  const detector = useSystem((state) => state.status?.detector)
  const open = useLink((link) => link.state.at === 'open')
  useKeys('performance', { pause: togglePause })
  useEffect(() => {
    // Without the past the charts begin now; that is no reason for an alarm.
    if (open) loadHistory().catch(() => {})
  }, [open])
  if (!latest) return <div className="performance" aria-busy="true" />

  const chosen = latest.cameras.find((camera) => camera.id === asked) ?? null
  const figures = chosen ?? latest.all
  const camera = chosen?.id ?? null
  const samples = history.slice(-60 * Number(minutes))
  const advice = advise(latest)
  return (
    <div className="performance" data-testid="performance">
      {advice && <Banner tone={advice.level} testId="advice">{advice.text}</Banner>}
      {detector?.note && <Banner tone="info" testId="provider-note">Detector: {detector.note}</Banner>}
      <div className="performance-bar">
        <Select label="Camera" chip value={camera ?? ALL} onChange={(id) => (id === ALL ? go('performance') : go('performance', id))} testId="performance-camera"
          options={[{ value: ALL, text: 'All cameras' }, ...latest.cameras.map(({ id, name }) => ({ value: id, text: name }))]} />
        <Segmented label="Time shown" value={minutes} onChange={(next) => usePerformance.setState({ minutes: next })}
          options={[{ value: '1', text: '1 min' }, { value: '5', text: '5 min' }, { value: '10', text: '10 min' }]} />
        <span className="grow" />
        <span className="muted">{frozen ? `Paused at ${clockTime(latest.atMs)}` : clockTime(latest.atMs)}</span>
        <Button icon={<Download aria-hidden />} onClick={() => saveBlob(new Blob([JSON.stringify({ latest, samples }, null, 1)], { type: 'application/json' }), `vigil-stats-${new Date(latest.atMs).toISOString().slice(0, 19).replaceAll(':', '-')}.json`)} data-testid="export-stats">Export</Button>
        <Button icon={frozen ? <Play aria-hidden /> : <Pause aria-hidden />} aria-pressed={frozen !== null} onClick={togglePause} data-testid="pause">{frozen ? 'Go on' : 'Pause'}</Button>
      </div>
      <div className="performance-grid">
        <BigNumbers stats={latest} figures={figures} samples={samples} camera={camera} deadlineMs={chosen?.deadlineMs ?? null} />
        <StageChart figures={figures} />
        <LatencyChart samples={samples} camera={camera} />
        <LedgerFlow ledger={figures.ledger} display={figures.display} />
        <DropsChart ledger={figures.ledger} />
        <ThroughputChart samples={samples} camera={camera} />
        {chosen === null && <CameraRows cameras={latest.cameras} samples={samples} />}
        <WorstFrames worst={latest.worst.filter((frame) => camera === null || frame.frameId.startsWith(`${camera}/`))} />
        <ProcessTable stats={latest} />
      </div>
    </div>
  )
}
