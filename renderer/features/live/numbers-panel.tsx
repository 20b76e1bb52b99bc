import { X } from 'lucide-react'
import './numbers-panel.css'
import { DROP_OUTCOMES } from '../../../common/ledger.ts'
import { nameOfCamera, useCameras } from '../../stores/cameras.ts'
import { hrefOf } from '../../stores/route.ts'
import { useStats } from '../../stores/stats.ts'
import { useTiles } from '../../stores/tiles.ts'
import { count, duration, fps, percent } from '../../ui/format.ts'
import { IconButton } from '../../ui/kit/button.tsx'
import { toggle } from './live-store.ts'

/** The selected camera in figures: where its frames went and how long they took. */
export function NumbersPanel({ cameraId }: { readonly cameraId: string }) {
  const stats = useStats((state) => state.latest?.cameras.find((camera) => camera.id === cameraId))
  const status = useCameras((state) => state.status[cameraId])
  const frameId = useTiles((state) => state.facts[cameraId]?.frameId)
  const drops = DROP_OUTCOMES.filter((name) => (stats?.ledger.outcomes[name] ?? 0) > 0)
  return (
    <section className="numbers" aria-label={`Figures of ${nameOfCamera(cameraId)}`} data-testid="numbers">
      <div className="numbers-name">
        <strong className="clip-text">{nameOfCamera(cameraId)}</strong>
        <span className="muted clip-text mono">{frameId ?? 'no frame yet'}</span>
      </div>
      {stats && (
        <dl className="numbers-list">
          <Figure name="Source" value={fps(status?.fps ?? stats.fps)} />
          <Figure name="Captured" value={count(stats.ledger.captured)} />
          <Figure name="Inferred" value={count(stats.ledger.outcomes.inferred)} />
          <Figure name="Still" value={count(stats.ledger.outcomes.still)} />
          <Figure name="Sampled" value={count(stats.ledger.outcomes.sampled)} />
          {drops.length === 0 && <Figure name="Dropped" value="0" />}
          {drops.map((name) => <Figure key={name} name={`Dropped, ${name}`} value={count(stats.ledger.outcomes[name])} warn />)}
          <Figure name="On time" value={percent(stats.recentOnTimeRatio)} />
          <Figure name="Analysis P50" value={duration(stats.stages['10s'].total?.p50)} />
          <Figure name="P95" value={duration(stats.stages['10s'].total?.p95)} />
          <Figure name="P99" value={duration(stats.stages['10s'].total?.p99)} />
          <Figure name="Glass P99" value={duration(stats.stages['10s'].glass?.p99)} />
        </dl>
      )}
      {!stats && <span className="muted grow">The first figures come within a second.</span>}
      <a className="numbers-more" href={hrefOf('performance', cameraId)}>Performance</a>
      <IconButton label="Close" keys="N" side="top" onClick={() => toggle('numbers')}><X aria-hidden /></IconButton>
    </section>
  )
}

function Figure({ name, value, warn = false }: { readonly name: string; readonly value: string; readonly warn?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={warn ? 'tone-warn' : ''}>{value}</dd>
    </div>
  )
}
