import { ShieldCheck } from 'lucide-react'
import './charts.css'
import './drops-chart.css'
import { DROP_OUTCOMES, sumDrops, type LedgerCounts } from '../../../common/ledger.ts'
import { count } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { OUTCOME_COLOURS, OUTCOME_MEANINGS } from './outcome-colour.ts'

/** Every lost frame under its reason. */
export function DropsChart({ ledger }: { readonly ledger: LedgerCounts }) {
  const drops = DROP_OUTCOMES.map((name) => ({ name, frames: ledger.outcomes[name] })).filter(({ frames }) => frames > 0).toSorted((a, b) => b.frames - a.frames)
  const most = drops[0]?.frames ?? 1
  return (
    <Card title="Drops by reason" testId="drops-chart" aside={<span className="muted">{count(sumDrops(ledger.outcomes))} since start</span>}>
      {drops.length === 0 && <p className="chart-none"><ShieldCheck aria-hidden />No frame was dropped since the engine started.</p>}
      <ul className="drops">
        {drops.map(({ name, frames }) => (
          <li key={name}>
            <span className="drops-name">{name}</span>
            <span className="drops-bar"><i style={{ width: `${(frames / most) * 100}%`, background: OUTCOME_COLOURS[name] }} /></span>
            <strong>{count(frames)}</strong>
            <span className="drops-why muted">{OUTCOME_MEANINGS[name]}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
