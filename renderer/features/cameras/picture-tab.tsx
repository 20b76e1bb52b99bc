import { useMemo, useState } from 'react'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { cameraName, placeCamera, reloadCameras, useCameras } from '../../stores/cameras.ts'
import { say } from '../../stores/toasts.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { TextField } from '../../ui/kit/field.tsx'
import { Switch } from '../../ui/kit/switch.tsx'
import { CameraTrouble } from '../../ui/wall/camera-trouble.tsx'
import { LiveCanvas } from '../../ui/wall/live-canvas.tsx'
import { InputForm } from './input-form.tsx'
import { SaveBar } from './save-bar.tsx'
import { SourceFacts } from './source-facts.tsx'

const LOOK = { boxes: true, regions: true, fit: 'contain' } as const

interface Draft {
  readonly name: string
  readonly enabled: boolean
  readonly inputs: Camera['inputs']
}

const draftOf = (camera: Camera): Draft => ({ name: cameraName(camera), enabled: camera.enabled, inputs: camera.inputs })

/** The picture as it is now, where it comes from, and the address to change. */
export function PictureTab({ camera }: { readonly camera: Camera }) {
  const regions = useMemo(() => ({ zones: camera.zones, lines: camera.lines }), [camera.zones, camera.lines])
  const live = useCameras((state) => state.status[camera.id]?.state === 'live')
  const saved = draftOf(camera)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const now = draft ?? saved
  const inputsChanged = JSON.stringify(now.inputs) !== JSON.stringify(saved.inputs)
  const changes = [
    now.name !== saved.name && 'name', now.enabled !== saved.enabled && (now.enabled ? 'switched on' : 'switched off'), inputsChanged && 'streams',
  ].filter((change) => typeof change === 'string')
  const empty = now.inputs.some((input) => input.url.trim() === '')

  const save = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      // Untouched addresses are not sent: they came with their passwords masked.
      const patch = { ...(now.name !== saved.name && { name: now.name.trim() }), ...(now.enabled !== saved.enabled && { enabled: now.enabled }), ...(inputsChanged && { inputs: now.inputs }) }
      placeCamera(await engine().cameras.update({ id: camera.id, patch }))
      setDraft(null)
      say({ text: 'Saved; it applies at once.', tone: 'good' })
      await reloadCameras()
    } catch (error) {
      setProblem(errorText(error))
    }
    setBusy(false)
  }

  return (
    <div className="page-columns">
      <div>
        <div className={`page-picture ${live ? '' : 'page-dead'}`}>
          <LiveCanvas cameraId={camera.id} label={`Live picture of ${saved.name}`} look={LOOK} regions={regions} />
          <CameraTrouble cameraId={camera.id} />
        </div>
        <SourceFacts camera={camera} />
      </div>
      <form className="form" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <section className="form-group" aria-label="Camera">
          <TextField label="Name" value={now.name} maxLength={120} onChange={(name) => setDraft({ ...now, name })} testId="camera-name" />
          <div className="form-switch">
            <span className="grow">Switched on</span>
            <Switch label="Switched on" checked={now.enabled} onChange={(enabled) => setDraft({ ...now, enabled })} testId="camera-enabled" />
          </div>
        </section>
        {now.inputs.map((input, index) => (
          <InputForm
            // Inputs have no id; there are at most two and they keep their places.
            // oxlint-disable-next-line react/no-array-index-key
            key={index} input={input} title={now.inputs.length > 1 ? `Stream ${index + 1}` : 'Stream'} removable={now.inputs.length > 1}
            onChange={(next) => setDraft({ ...now, inputs: now.inputs.map((one, at) => (at === index ? next : one)) })}
            onRemove={() => setDraft({ ...now, inputs: now.inputs.filter((_, at) => at !== index).map((one) => ({ ...one, roles: ['detect', 'record'] })) })}
          />
        ))}
        {now.inputs.length === 1 && (
          <button
            type="button" className="button" data-testid="add-input"
            onClick={() => setDraft({ ...now, inputs: [...now.inputs.map((one) => ({ ...one, roles: ['record' as const] })), { url: '', roles: ['detect'], transport: 'tcp', loop: false, pace: 'realtime' }] })}
          >
            Use a second stream for detection
          </button>
        )}
        <SaveBar changes={changes} blocked={empty || now.name.trim() === ''} busy={busy} problem={problem} onRevert={() => { setDraft(null); setProblem(null) }} />
      </form>
    </div>
  )
}
