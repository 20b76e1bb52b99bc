import { useState } from 'react'
import { useStore } from 'zustand'
import type { Camera } from '../../../../common/contracts/camera-status.ts'
import { Zone } from '../../../../common/contracts/regions.ts'
import { useKnownLabels } from '../../../stores/models.ts'
import { Field, TextField } from '../../../ui/kit/field.tsx'
import { LabelsInput } from '../../../ui/kit/labels-input.tsx'
import { Select } from '../../../ui/kit/select.tsx'
import { crossingWords } from '../../../ui/picture/line-arrow.ts'
import { change, type EditorStore } from './editor-store.ts'
import { MASK_WORDS } from './kinds.ts'
import { PrivacyInClips } from './privacy-in-clips.tsx'
import { isMask, KIND_NAMES, keyOf, nameOfShape, renamed, shapeProblem, type Shape } from './shapes.ts'
import { ZoneFilters } from './zone-filters.tsx'
import { ZoneNumber } from './zone-number.tsx'

interface ShapeSettingsProps {
  readonly editor: EditorStore
  readonly camera: Camera
  readonly shape: Shape
}

/** The settings of one shape; every change is a step that can be undone. */
export function ShapeSettings({ editor, camera, shape }: ShapeSettingsProps) {
  const known = useKnownLabels()
  const shapes = useStore(editor, (state) => state.history.present)
  const saved = useStore(editor, (state) => state.saved.some((one) => keyOf(one) === keyOf(shape)))
  const [name, setName] = useState(nameOfShape(shape))
  const problem = shapeProblem(shape)
  const set = (next: Shape): void => change(editor, keyOf(shape), next)
  const rename = (): void => {
    if (name === nameOfShape(shape) || name.trim() === '') return
    set(renamed(shape, name.trim(), { saved, others: shapes.filter((one) => one !== shape) }))
  }
  return (
    <section className="shape-settings" aria-label={`Settings of ${nameOfShape(shape)}`} data-testid="shape-settings">
      <h3>{KIND_NAMES[shape.kind]} <code className="muted">{shape.id}</code></h3>
      {problem && <p className="field-problem" role="alert">{problem}</p>}
      <TextField label="Name" value={name} maxLength={isMask(shape) ? 48 : 80} onChange={setName} onBlur={rename} onKeyDown={(event) => event.key === 'Enter' && rename()} testId="shape-name" />
      {!isMask(shape) && (
          <LabelsInput
            label="Labels" labels={shape.labels ?? []} known={known} testId="shape-labels" hint="None given: everything counts, also motion without a name."
            onChange={(labels) => {
              const { labels: _labels, ...rest } = shape
              set(labels.length > 0 ? { ...rest, labels: [...labels] } : rest)
            }}
          />
      )}
      {shape.kind === 'line' && (
        <Field label="Direction that counts">
          {({ id }) => (
            <Select id={id} label="Direction that counts" value={shape.direction} onChange={(direction) => set({ ...shape, direction })} testId="shape-direction"
              options={[{ value: 'any', text: 'Both' }, { value: 'a-to-b', text: `A to B: ${crossingWords(shape, 'a-to-b')}` }, { value: 'b-to-a', text: `B to A: ${crossingWords(shape, 'b-to-a')}` }]} />
          )}
        </Field>
      )}
      {shape.kind === 'zone' && (
        <>
          <ZoneNumber title="Inertia" unit="frames" value={shape.inertia} schema={Zone.shape.inertia} hint="Frames inside before an object counts." testId="shape-inertia" onSet={(inertia) => set({ ...shape, inertia })} />
          <ZoneNumber title="Loitering" unit="s" value={shape.loiteringSeconds} schema={Zone.shape.loiteringSeconds} hint="Seconds inside before it counts; leaving starts anew." testId="shape-loitering" onSet={(loiteringSeconds) => set({ ...shape, loiteringSeconds })} />
          <ZoneFilters zone={shape} known={known} onChange={set} />
        </>
      )}
      {isMask(shape) && <p className="muted" data-testid="mask-words">{MASK_WORDS[shape.kind]}</p>}
      {shape.kind === 'privacy' && <PrivacyInClips camera={camera} />}
    </section>
  )
}
