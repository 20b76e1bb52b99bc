import '../../ui/table.css'
import type { Stats } from '../../../common/contracts/stats.ts'
import { bytes, count, duration } from '../../ui/format.ts'
import { Card } from './card.tsx'

export function ProcessTable({ stats }: { readonly stats: Stats }) {
  const rss = stats.processes.reduce((sum, process) => sum + process.rssBytes, 0)
  return (
    <Card title="Processes" wide testId="processes" aside={<span className="muted">{bytes(rss)} in all</span>}>
      <div className="table-scroll">
        <table className="table">
          <thead><tr><th>Process</th><th className="right">Pid</th><th className="right">Memory</th><th className="right">Event loop P50</th><th className="right">P99</th><th className="right">Max</th><th className="right">Minor GC</th><th className="right">Major GC</th><th className="right">GC time</th></tr></thead>
          <tbody>
            {stats.processes.map((process) => (
              <tr key={process.pid}>
                <th scope="row">{process.name}</th>
                <td className="right mono">{process.pid}</td>
                <td className="right">{bytes(process.rssBytes)}</td>
                <td className="right">{duration(process.eventLoopDelayMs.p50)}</td>
                <td className={`right ${process.eventLoopDelayMs.p99 > 20 ? 'tone-warn' : ''}`}>{duration(process.eventLoopDelayMs.p99)}</td>
                <td className="right">{duration(process.eventLoopDelayMs.max)}</td>
                <td className="right">{count(process.gc.minor)}</td>
                <td className="right">{count(process.gc.major)}</td>
                <td className="right">{duration(process.gc.totalMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
