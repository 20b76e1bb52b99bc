import { useMemo, useState } from 'react'
import type { Camera } from '../../../common/contracts/camera-status.ts'
import { placeCamera } from '../../stores/cameras.ts'
import { say } from '../../stores/toasts.ts'
import { engine } from '../../transport/engine.ts'
import { errorText } from '../../transport/error-text.ts'
import { numberProblem, readNumber } from './number-bounds.ts'
import { SaveBar } from './save-bar.tsx'
import { mayBeEmpty, putValue, valueOf, type FieldGroup, type FieldSpec } from './settings-fields.ts'
import { SettingField } from './setting-field.tsx'

interface SettingsTabProps {
  readonly camera: Camera
  readonly groups: readonly FieldGroup[]
}

const nameOf = (field: FieldSpec): string => `${field.section}.${field.key}`

/** A form of a camera's config; only what was touched is sent. */
export function SettingsTab({ camera, groups }: SettingsTabProps) {
  // Numbers are kept as they are typed, so that "0." is not torn away.
  const [draft, setDraft] = useState<Readonly<Record<string, unknown>>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const fields = useMemo(() => groups.flatMap((group) => group.fields), [groups])

  const finished = (field: FieldSpec, value: unknown): unknown => (field.kind === 'number' ? (readNumber(String(value)) ?? undefined) : value)
  const touched = fields.filter((field) => nameOf(field) in draft && JSON.stringify(finished(field, draft[nameOf(field)])) !== JSON.stringify(valueOf(camera, field)))
  const problems = Object.fromEntries(touched.flatMap((field) => {
    const text = String(draft[nameOf(field)])
    const wrong = field.kind === 'number' && !(mayBeEmpty(field) && text.trim() === '') ? numberProblem(text, field.schema) : null
    return wrong ? [[nameOf(field), wrong]] : []
  }))

  const save = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    const patch: Record<string, Record<string, unknown>> = {}
    for (const field of touched) putValue(patch, field, finished(field, draft[nameOf(field)]))
    try {
      placeCamera(await engine().cameras.update({ id: camera.id, patch }))
      setDraft({})
      say({ text: 'Saved; it applies at once.', tone: 'good' })
    } catch (error) {
      setProblem(errorText(error))
    }
    setBusy(false)
  }

  return (
    <form className="settings-tab" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="settings-columns">
        {groups.map((group) => (
          <section key={group.title} className="form-group" aria-label={group.title}>
            <h3>{group.title}</h3>
            <p className="muted">{group.text}</p>
            {group.fields.map((field) => (
              <SettingField
                key={nameOf(field)} field={field} camera={camera} problem={problems[nameOf(field)] ?? null}
                value={nameOf(field) in draft ? draft[nameOf(field)] : valueOf(camera, field)} onChange={(value) => setDraft((all) => ({ ...all, [nameOf(field)]: value }))}
              />
            ))}
          </section>
        ))}
      </div>
      <SaveBar
        changes={touched.map((field) => field.title)} blocked={Object.keys(problems).length > 0} busy={busy} problem={problem}
        onRevert={() => { setDraft({}); setProblem(null) }}
      />
    </form>
  )
}
