import { useState } from 'react'
import type { Camera, ProbeResult } from '../../../common/contracts/camera-status.ts'
import { Slug } from '../../../common/contracts/fraction.ts'
import { placeCamera } from '../../stores/cameras.ts'
import { go } from '../../stores/route.ts'
import { say } from '../../stores/toasts.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { Button } from '../../ui/kit/button.tsx'
import { TextField } from '../../ui/kit/field.tsx'
import { Switch } from '../../ui/kit/switch.tsx'
import { freeId, nameFromAddress, slugOf } from './slug.ts'

interface AddDetailsProps {
  readonly url: string
  readonly transport: 'tcp' | 'udp'
  readonly found: Extract<ProbeResult, { ok: true }>
  readonly cameras: readonly Camera[]
}

/** Name and id, both proposed; Save. */
export function AddDetails({ url, transport, found, cameras }: AddDetailsProps) {
  const taken = new Set(cameras.map((camera) => camera.id))
  const [name, setName] = useState(() => nameFromAddress(url))
  const [ownId, setOwnId] = useState<string | null>(null)
  const isFile = /^file:/i.test(url)
  const [loop, setLoop] = useState(isFile)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const id = ownId ?? freeId(slugOf(name), taken)
  const idProblem = taken.has(id) ? 'Another camera has this id.' : (Slug.safeParse(id).error?.issues[0]?.message ?? null)

  const save = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      const camera = await engine().cameras.add({ id, ...(name.trim() && { name: name.trim() }), inputs: [{ url, transport, loop: isFile && loop }] })
      placeCamera(camera)
      say({ text: `${name.trim() || id} was added.`, tone: 'good' })
      go('cameras', camera.id)
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }

  return (
    <form className="add-form" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <TextField label="Name" value={name} onChange={setName} maxLength={120} testId="add-name" />
      <TextField label="Id" value={id} onChange={setOwnId} problem={idProblem} testId="add-id" spellCheck={false} hint="Used in files, topics and addresses; it cannot be changed later." />
      {isFile && (
        <div className="add-row">
          <span className="grow">Start again at the end of the file</span>
          <Switch label="Start again at the end of the file" checked={loop} onChange={setLoop} testId="add-loop" />
        </div>
      )}
      {problem !== null && <p className="field-problem" role="alert">{problem}</p>}
      <div className="add-row">
        <Button tone="accent" type="submit" disabled={busy || idProblem !== null} data-testid="add-save">{busy ? 'Saving' : 'Save'}</Button>
        <span className="muted">{found.height > 1080 ? 'A large picture: consider a sub stream for detection.' : ''}</span>
      </div>
    </form>
  )
}
