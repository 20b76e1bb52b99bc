import { ScanSearch, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CameraInput, InputRole } from '../../../common/contracts/camera-config.ts'
import type { ProbeResult } from '../../../common/contracts/camera-status.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { Button, IconButton } from '../../ui/kit/button.tsx'
import { TextField } from '../../ui/kit/field.tsx'
import { Segmented } from '../../ui/kit/segmented.tsx'
import { Switch } from '../../ui/kit/switch.tsx'
import { ProbeOutcome } from './probe-outcome.tsx'
import { TickList } from './tick-list.tsx'

interface InputFormProps {
  readonly input: CameraInput
  readonly title: string
  readonly removable: boolean
  readonly onChange: (input: CameraInput) => void
  readonly onRemove: () => void
}

type Probing = { readonly at: 'idle' } | { readonly at: 'asking' } | { readonly at: 'answered'; readonly result: ProbeResult } | { readonly at: 'broke'; readonly why: string }

const ROLES = [{ value: 'detect', text: 'Detection and live' }, { value: 'record', text: 'Clips' }]

/** One stream of a camera: its address and how it is read. */
export function InputForm({ input, title, removable, onChange, onRemove }: InputFormProps) {
  const [probing, setProbing] = useState<Probing>({ at: 'idle' })
  const masked = /:\/\/[^@/]*\*{2,}[^@/]*@/.test(input.url)
  const isFile = /^file:/i.test(input.url)

  const probe = async (): Promise<void> => {
    setProbing({ at: 'asking' })
    try {
      setProbing({ at: 'answered', result: await engine().cameras.probe({ url: input.url.trim(), transport: input.transport }) })
    } catch (error) {
      setProbing({ at: 'broke', why: errorText(error) })
    }
  }

  return (
    <section className="form-group" aria-label={title}>
      <div className="form-switch">
        <h3 className="grow">{title}</h3>
        {removable && <IconButton label={`Remove ${title.toLowerCase()}`} onClick={onRemove}><Trash2 aria-hidden /></IconButton>}
      </div>
      <TextField
        label="Address" value={input.url} spellCheck={false} autoComplete="off" testId="input-url"
        onChange={(url) => { onChange({ ...input, url }); setProbing({ at: 'idle' }) }}
        {...(masked && { hint: 'The password is masked. Leave the stars to keep it, or type a new address.' })}
      />
      {/^rtsps?:/i.test(input.url) && (
        <div className="form-switch">
          <span className="grow">Transport</span>
          <Segmented label="Transport" value={input.transport} onChange={(transport) => onChange({ ...input, transport })} options={[{ value: 'tcp', text: 'TCP' }, { value: 'udp', text: 'UDP' }]} />
        </div>
      )}
      {isFile && (
        <div className="form-switch">
          <span className="grow">Start again at the end of the file</span>
          <Switch label="Start again at the end of the file" checked={input.loop} onChange={(loop) => onChange({ ...input, loop })} />
        </div>
      )}
      {removable && (
        <TickList title="Used for" chosen={input.roles} options={ROLES} onChange={(roles) => roles.length > 0 && onChange({ ...input, roles: roles as InputRole[] })} />
      )}
      {!masked && (
        <div><Button icon={<ScanSearch aria-hidden />} disabled={probing.at === 'asking' || !input.url.trim()} onClick={() => void probe()}>{probing.at === 'asking' ? 'Looking' : 'Look at it'}</Button></div>
      )}
      <ProbeOutcome probing={probing} />
    </section>
  )
}
