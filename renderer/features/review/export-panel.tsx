import { FileArchive, FileVideo } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import './export-panel.css'
import type { ExportRequest, ExportSource } from '../../../common/contracts/exports.ts'
import { startExports } from '../../stores/exports.ts'
import { Button } from '../../ui/kit/button.tsx'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { Switch } from '../../ui/kit/switch.tsx'

type Kind = ExportRequest['kind']
type BurnIn = ExportRequest['burnIn']

interface ExportPanelProps {
  /** One file for each. */
  readonly sources: readonly ExportSource[]
  /** Of an event's clip. */
  readonly parts?: number
  /** The masks are not in the footage: without burning them in, the file shows what they hide. */
  readonly masked: boolean
  /** What is exported, where that is not plain. */
  readonly children?: ReactNode
  readonly onDone: () => void
}

const KINDS: readonly { value: Kind; text: ReactNode }[] = [
  { value: 'mp4', text: <><FileVideo aria-hidden />MP4</> },
  { value: 'evidence', text: <><FileArchive aria-hidden />Evidence</> },
]
const KIND_WORDS: Readonly<Record<Kind, string>> = {
  mp4: 'One file that plays everywhere.',
  evidence: 'A zip with the clip, its boxes, the event, the ledger, hashes, and a page that plays it.',
}
const BURNS: readonly { key: keyof BurnIn; text: string }[] = [{ key: 'boxes', text: 'Boxes' }, { key: 'time', text: 'Time and camera' }, { key: 'privacy', text: 'Privacy masks' }]

/** What the file is to be and to show; it is made beside the work and comes when it is ready. */
export function ExportPanel({ sources, parts = 1, masked, children, onDone }: ExportPanelProps) {
  const [kind, setKind] = useState<Kind>('mp4')
  const [burnIn, setBurnIn] = useState<BurnIn>({ boxes: false, time: false, privacy: masked })
  const [busy, setBusy] = useState(false)
  const encoded = Object.values(burnIn).some(Boolean)
  const start = async (): Promise<void> => {
    setBusy(true)
    const taken = await startExports(sources.map((source) => ({ source, kind, burnIn })))
    setBusy(false)
    if (taken) onDone()
  }
  return (
    <form className="export" aria-label="Export" data-testid="export-panel" onSubmit={(submit) => { submit.preventDefault(); void start() }}>
      {children}
      <div className="export-row">
        <Segmented label="Kind of file" value={kind} options={KINDS} onChange={setKind} testId="export-kind" />
        <p className="muted grow">{KIND_WORDS[kind]}{parts > 1 && kind === 'mp4' ? ` All ${parts} parts in one.` : ''}</p>
      </div>
      <div className="export-row">
        <span className="field-label">Burn in</span>
        {BURNS.map(({ key, text }) => (
          <label key={key} className="export-burn">
            <Switch label={`Burn in: ${text}`} checked={burnIn[key]} onChange={(on) => setBurnIn({ ...burnIn, [key]: on })} testId={`burn-${key}`} />
            {text}
          </label>
        ))}
      </div>
      <div className="export-row">
        <p className={`grow ${masked && !burnIn.privacy ? 'tone-warn' : 'muted'}`}>
          {masked && !burnIn.privacy ? 'The file will show what the privacy masks hide. ' : ''}{encoded ? 'The picture is encoded anew, which takes a while.' : 'The picture is copied as it is.'}
        </p>
        <span className="export-go">
          <Button tone="quiet" onClick={onDone}>Cancel</Button>
          <Button type="submit" tone="accent" disabled={busy} data-testid="export-start">Export</Button>
        </span>
      </div>
    </form>
  )
}
