import { FileVideo, Route, ScanSearch, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import './add-panel.css'
import type { Camera, ProbeResult } from '../../../common/contracts/camera-status.ts'
import { go } from '../../stores/route.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { Button, IconButton } from '../../ui/kit/button.tsx'
import { TextField } from '../../ui/kit/field.tsx'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { AddDetails } from './add-details.tsx'
import { ProbeOutcome } from './probe-outcome.tsx'

type Probing = { readonly at: 'idle' } | { readonly at: 'asking' } | { readonly at: 'answered'; readonly result: ProbeResult } | { readonly at: 'broke'; readonly why: string }

interface AddPanelProps {
  /** `test` and `file` come with something filled in. */
  readonly preset: string | null
  readonly cameras: readonly Camera[]
}

const PRESETS: Readonly<Record<string, string>> = { test: 'test:pattern', file: 'file:/' }

/** Address, picture, name, done: at the side, so that the list stays in view. */
export function AddPanel({ preset, cameras }: AddPanelProps) {
  const [url, setUrl] = useState(PRESETS[preset ?? ''] ?? '')
  const [transport, setTransport] = useState<'tcp' | 'udp'>('tcp')
  const [probing, setProbing] = useState<Probing>({ at: 'idle' })
  const asking = useRef<AbortController | null>(null)
  const field = useRef<HTMLDivElement>(null)

  const change = (next: string): void => {
    asking.current?.abort()
    setUrl(next)
    setProbing({ at: 'idle' })
  }
  const probe = async (address: string): Promise<void> => {
    if (!address.trim()) return
    asking.current?.abort()
    const own = new AbortController()
    asking.current = own
    setProbing({ at: 'asking' })
    try {
      const result = await engine().cameras.probe({ url: address.trim(), transport }, { signal: own.signal })
      if (!own.signal.aborted) setProbing({ at: 'answered', result })
    } catch (error) {
      if (!own.signal.aborted) setProbing({ at: 'broke', why: errorText(error) })
    }
  }
  useEffect(() => {
    field.current?.querySelector('input')?.focus()
    if (preset === 'test') void probe('test:pattern')
    return () => asking.current?.abort()
    // Only when the panel opens: what is typed later is probed on demand.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  const rtsp = /^rtsps?:/i.test(url)
  const found = probing.at === 'answered' && probing.result.ok ? probing.result : null
  return (
    <aside className="add" aria-label="Add a camera" data-testid="add-panel">
      <header className="add-head">
        <h2>Add a camera</h2>
        <IconButton label="Close" keys="Esc" onClick={() => go('cameras')}><X aria-hidden /></IconButton>
      </header>
      <form className="add-form" onSubmit={(event) => { event.preventDefault(); void probe(url) }}>
        <div ref={field}>
          <TextField
            label="Address" value={url} onChange={change} placeholder="rtsp://user:password@192.0.2.10:554/stream1" spellCheck={false} autoComplete="off" testId="add-url"
            hint="rtsp, rtsps, http, https, file or test. A password is kept in the secret store, not in the config file."
          />
        </div>
        {rtsp && (
          <Segmented label="Transport" value={transport} onChange={(next) => { setTransport(next); setProbing({ at: 'idle' }) }}
            options={[{ value: 'tcp', text: 'TCP' }, { value: 'udp', text: 'UDP' }]} />
        )}
        <div className="add-row">
          <Button tone={found ? 'plain' : 'accent'} type="submit" icon={<ScanSearch aria-hidden />} disabled={!url.trim() || probing.at === 'asking'} data-testid="add-probe">
            {probing.at === 'asking' ? 'Looking' : 'Look at it'}
          </Button>
          {probing.at === 'asking' && <Button tone="quiet" onClick={() => change(url)}>Cancel</Button>}
          <span className="grow" />
          <Button tone="quiet" icon={<Route aria-hidden />} onClick={() => { change('test:pattern'); void probe('test:pattern') }} data-testid="preset-test">Test picture</Button>
          <Button tone="quiet" icon={<FileVideo aria-hidden />} onClick={() => { change('file:/'); field.current?.querySelector('input')?.focus() }} data-testid="preset-file">File</Button>
        </div>
      </form>
      <ProbeOutcome probing={probing} />
      {found && <AddDetails key={url} url={url.trim()} transport={transport} found={found} cameras={cameras} />}
    </aside>
  )
}
