import './ledger-flow.css'
import type { CameraStats, LedgerStats } from '../../../common/contracts/stats.ts'
import { DISPLAY_OUTCOMES } from '../../../common/ledger.ts'
import { count, percent } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { ledgerEquation, ledgerTerms } from './ledger-text.ts'
import { OUTCOME_COLOURS, OUTCOME_MEANINGS } from './outcome-colour.ts'

interface LedgerFlowProps {
  readonly ledger: LedgerStats
  /** What became of the frames that were meant for somebody's screen. */
  readonly display: CameraStats['display']
}

/** Every captured frame and what became of it; the sum is written out and checked. */
export function LedgerFlow({ ledger, display }: LedgerFlowProps) {
  const { mismatch } = ledger
  const terms = ledgerTerms(ledger)
  const whole = Math.max(1, ledger.captured)
  return (
    <Card
      title="Frame ledger" wide testId="ledger"
      aside={<span className={mismatch === 0 ? 'tone-live' : 'tone-alert'}>{mismatch === 0 ? 'adds up' : 'does not add up'}</span>}
    >
      <div className="flow">
        <div className="flow-source">
          <span className="big-value">{count(ledger.captured)}</span>
          <span className="muted">captured</span>
        </div>
        <div className="flow-body">
          <div className="flow-bar" aria-hidden>
            {terms.filter((term) => term.frames > 0).map(({ name, frames }) => (
              <span key={name} style={{ flexGrow: frames / whole, background: OUTCOME_COLOURS[name] }} />
            ))}
          </div>
          <ul className="flow-terms">
            {terms.map(({ name, frames }) => (
              <li key={name} title={OUTCOME_MEANINGS[name]}>
                <i style={{ background: OUTCOME_COLOURS[name] }} />
                <span>{name}</span>
                <strong>{count(frames)}</strong>
                <span className="muted">{percent(frames / whole, frames / whole < 0.01 && frames > 0 ? 3 : 1)}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <p className="flow-equation mono" data-testid="ledger-equation">{ledgerEquation(ledger)}</p>
      <p className="flow-gap muted" data-testid="display-outcomes">On screens: {DISPLAY_OUTCOMES.map((name) => `${count(display[name])} ${name}`).join(', ')}.</p>
      {ledger.sourceGap > 0 && <p className="flow-gap muted">{count(ledger.sourceGap)} more frames were never delivered by the source; they are outside the sum.</p>}
    </Card>
  )
}
