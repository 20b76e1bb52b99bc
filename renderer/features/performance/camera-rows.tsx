import './camera-rows.css'
import '../../ui/table.css'
import type { CameraStats } from '../../../common/contracts/stats.ts'
import { hrefOf } from '../../stores/route.ts'
import type { Sample } from '../../stores/stats-sample.ts'
import { duration, fps, percent } from '../../ui/format.ts'
import { Sparkline } from '../../ui/kit/sparkline.tsx'
import { Card } from './card.tsx'

interface CameraRowsProps {
  readonly cameras: readonly CameraStats[]
  readonly samples: readonly Sample[]
}

/** With the rate it is set to, while the detector cannot give that. */
const inferred = ({ inferFps, inferLimit }: CameraStats): string => (inferLimit ? `${inferFps.toFixed(1)} of ${fps(inferLimit.wantedFps)}` : fps(inferFps))

/** The same few figures for every camera, small, so that the odd one out is seen. */
export function CameraRows({ cameras, samples }: CameraRowsProps) {
  if (cameras.length === 0) return null
  return (
    <Card title="Cameras" wide testId="performance-cameras">
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr><th>Camera</th><th className="right">Captured</th><th className="right">Inferred</th><th className="right">On time</th><th className="right">Drops</th><th className="right">P50</th><th className="right">P99</th><th className="right">Glass P99</th><th className="right">Pool</th><th className="spark">P99, trend</th></tr>
          </thead>
          <tbody>
            {cameras.map((camera) => (
              <tr key={camera.id}>
                <th scope="row"><a className="table-link camera-rows-name clip-text" href={hrefOf('performance', camera.id)} title={camera.name}>{camera.name}</a></th>
                <td className="right">{fps(camera.fps)}</td>
                <td className={`right ${camera.inferLimit ? 'tone-warn' : ''}`} title={camera.inferLimit ? 'The detector is busy: this camera gets its share' : undefined}>{inferred(camera)}</td>
                <td className={`right ${(camera.recentOnTimeRatio ?? 1) < 0.95 ? 'tone-warn' : ''}`}>{percent(camera.recentOnTimeRatio)}</td>
                <td className={`right ${camera.recentDropRate > 0 ? 'tone-warn' : ''}`}>{percent(camera.recentDropRate, 2)}</td>
                <td className="right">{duration(camera.stages['10s'].total?.p50)}</td>
                <td className="right">{duration(camera.stages['10s'].total?.p99)}</td>
                <td className="right">{duration(camera.stages['10s'].glass?.p99)}</td>
                <td className="right">{camera.pool.leased}/{camera.pool.slots}</td>
                <td className="spark"><Sparkline min={0} values={samples.map((sample) => sample.cameras[camera.id]?.total?.p99 ?? null)} label={`Analysis P99 of ${camera.name}`} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
