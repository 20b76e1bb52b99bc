import { RotateCcw, Save } from 'lucide-react'
import { Button } from '../../ui/kit/button.tsx'

interface SaveBarProps {
  /** What is different from what the engine has. */
  readonly changes: readonly string[]
  readonly blocked: boolean
  readonly busy: boolean
  readonly problem: string | null
  readonly onRevert: () => void
}

/** Always in view: save, go back, and what has changed. */
export function SaveBar({ changes, blocked, busy, problem, onRevert }: SaveBarProps) {
  return (
    <div className="form-bar">
      <Button tone="accent" type="submit" icon={<Save aria-hidden />} disabled={changes.length === 0 || blocked || busy} data-testid="save">{busy ? 'Saving' : 'Save'}</Button>
      <Button icon={<RotateCcw aria-hidden />} disabled={changes.length === 0 || busy} onClick={onRevert} data-testid="revert">Revert</Button>
      <span className={problem === null ? 'muted' : 'tone-alert'} role="status">{problem ?? (changes.length === 0 ? 'Nothing changed' : `Changed: ${changes.join(', ')}`)}</span>
    </div>
  )
}
