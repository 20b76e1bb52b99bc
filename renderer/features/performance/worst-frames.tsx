import { useState } from 'react'
import '../../ui/table.css'
import './worst-frames.css'
import type { WorstFrame } from '../../../common/contracts/stats.ts'
import { clockTime, duration, exactTime } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { waterfall } from './stage-bars.ts'

/** The slowest frames lately; choose one and see where its time went. */
export function WorstFrames({ worst }: { readonly worst: readonly WorstFrame[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const frame = worst.find((one) => one.frameId === chosen) ?? worst[0]
  return (
    <Card title="Worst frames" wide testId="worst-frames">
      {!frame && <p className="chart-none">No frame was timed yet.</p>}
      {frame && (
        <div className="worst">
          <div className="table-scroll worst-list">
            <table className="table">
              <thead><tr><th>Frame</th><th>Time</th><th>Outcome</th><th className="right">Total</th></tr></thead>
              <tbody>
                {worst.slice(0, 10).map((one) => (
                  <tr key={one.frameId} className={one === frame ? 'table-chosen' : ''}>
                    <th scope="row"><button type="button" className="table-link mono" aria-pressed={one === frame} onClick={() => setChosen(one.frameId)}>{one.frameId}</button></th>
                    <td><time title={exactTime(one.capturedAtMs)}>{clockTime(one.capturedAtMs)}</time></td>
                    <td>{one.outcome}</td>
                    <td className="right">{duration(waterfall(one.stages).totalMs)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Waterfall frame={frame} />
        </div>
      )}
    </Card>
  )
}

function Waterfall({ frame }: { readonly frame: WorstFrame }) {
  const { steps, totalMs } = waterfall(frame.stages)
  const share = (ms: number): string => `${(ms / Math.max(totalMs, 0.001)) * 100}%`
  return (
    <figure className="waterfall">
      <figcaption><span className="mono">{frame.frameId}</span> <span className="muted">{duration(totalMs)} in all</span></figcaption>
      <ol>
        {steps.map(({ stage, fromMs, lastsMs }) => (
          <li key={stage}>
            <span className="waterfall-name">{stage}</span>
            <span className="waterfall-track"><i style={{ marginLeft: share(fromMs), width: share(lastsMs) }} /></span>
            <span className="waterfall-ms">{duration(lastsMs)}</span>
          </li>
        ))}
      </ol>
    </figure>
  )
}
