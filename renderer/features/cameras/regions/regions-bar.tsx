import { History, RotateCcw, Save } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../../ui/kit/button.tsx'
import { revert, type EditorStore } from './editor-store.ts'
import { changesBetween } from './shapes.ts'
import type { TrialStore } from './trial-store.ts'

interface RegionsBarProps {
  readonly editor: EditorStore
  readonly trial: TrialStore
  readonly problem: string | null
  readonly busy: boolean
  readonly onSave: () => void
}

/** Save and Revert, always in view, with what changed. */
export function RegionsBar({ editor, trial, problem, busy, onSave }: RegionsBarProps) {
  const saved = useStore(editor, (state) => state.saved)
  const present = useStore(editor, (state) => state.history.present)
  const trying = useStore(trial, (state) => state.open)
  const changes = useMemo(() => changesBetween(saved, present), [saved, present])
  return (
    <footer className="regions-bar">
      <Button tone="accent" icon={<Save aria-hidden />} disabled={changes.length === 0 || problem !== null || busy} onClick={onSave} data-testid="save-regions">{busy ? 'Saving' : 'Save'}</Button>
      <Button icon={<RotateCcw aria-hidden />} disabled={changes.length === 0 || busy} onClick={() => revert(editor)} data-testid="revert-regions">Revert</Button>
      <Button icon={<History aria-hidden />} aria-pressed={trying} onClick={() => trial.show(!trying)} data-testid="try-regions">Try on the last hours</Button>
      <span className={`clip-text ${problem ? 'tone-alert' : 'muted'}`} role="status" data-testid="regions-changes">
        {problem ?? (changes.length === 0 ? 'Nothing changed' : changes.join(' · '))}
      </span>
    </footer>
  )
}
