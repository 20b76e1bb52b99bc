import { Play, X } from 'lucide-react'
import { useStore } from 'zustand'
import './trial.css'
import { Button, IconButton } from '../../../ui/kit/button.tsx'
import { Segmented } from '../../../ui/kit/segmented.tsx'
import type { EditorStore } from './editor-store.ts'
import { TrialOutcome } from './trial-outcome.tsx'
import { TRIAL_HOURS, textOf, type TrialHours, type TrialStore } from './trial-store.ts'

interface TrialPanelProps {
  readonly editor: EditorStore
  readonly trial: TrialStore
  readonly problem: string | null
}

/** What the last hours would have been with what is drawn now. */
export function TrialPanel({ editor, trial, problem }: TrialPanelProps) {
  const hours = useStore(trial, (state) => state.hours)
  const state = useStore(trial, (all) => all.trial)
  const shapes = useStore(editor, (all) => all.history.present)
  const share = state.at === 'running' && state.total > 0 ? state.done / state.total : 0
  return (
    <aside className="shapes trial" aria-label="Try on the last hours" data-testid="trial">
      <header className="trial-head">
        <h3 className="grow">Try on the last hours</h3>
        <IconButton label="Back to the regions" keys="T" side="left" onClick={() => trial.show(false)} data-testid="trial-close"><X aria-hidden /></IconButton>
      </header>
      <div className="trial-controls">
        <Segmented label="How far back" value={String(hours)} onChange={(value) => trial.takeHours(Number(value) as TrialHours)} testId="trial-hours"
          options={TRIAL_HOURS.map((value) => ({ value: String(value), text: `${value} h`, label: value === 1 ? '1 hour' : `${value} hours` }))} />
        {state.at === 'running'
          ? <Button onClick={() => trial.cancel()} data-testid="trial-cancel">Cancel</Button>
          : <Button tone="accent" icon={<Play aria-hidden />} disabled={problem !== null} onClick={() => void trial.run(shapes)} data-testid="trial-run">Try</Button>}
      </div>
      <div className="trial-body" aria-live="polite">
        {state.at === 'idle' && <p className="muted">Zones and tripwires as they are drawn now, saved or not, judge the tracks that were stored: which events would come, which would not. Nothing is changed.</p>}
        {state.at === 'running' && (
          <>
            <progress className="trial-progress" aria-label="Progress" value={share} max={1} />
            <p className="muted" data-testid="trial-progress">{Math.round(share * 100)} % of the track log read</p>
          </>
        )}
        {state.at === 'failed' && <p className="field-problem" role="alert" data-testid="trial-failed">{state.problem}</p>}
        {state.at === 'done' && <TrialOutcome trial={trial} replay={state.replay} hours={state.hours} stale={state.tried !== textOf(shapes)} />}
      </div>
    </aside>
  )
}
