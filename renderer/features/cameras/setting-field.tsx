import type { Camera } from '../../../common/contracts/camera-status.ts'
import { useKnownLabels } from '../../stores/models.ts'
import { Field, TextField } from '../../ui/kit/field.tsx'
import { LabelsInput } from '../../ui/kit/labels-input.tsx'
import { Select } from '../../ui/kit/select.tsx'
import { Switch } from '../../ui/kit/switch.tsx'
import { boundsOf } from './number-bounds.ts'
import type { FieldSpec } from './settings-fields.ts'
import { TickList } from './tick-list.tsx'

interface SettingFieldProps {
  readonly field: FieldSpec
  readonly camera: Camera
  readonly value: unknown
  readonly problem: string | null
  readonly onChange: (value: unknown) => void
}

export function SettingField({ field, camera, value, problem, onChange }: SettingFieldProps) {
  const known = useKnownLabels()
  const testId = `field-${field.section}-${field.key}`
  switch (field.kind) {
    case 'switch':
      return (
        <div className="field">
          <div className="form-switch">
            <span className="grow">{field.title}</span>
            <Switch label={field.title} checked={value === true} onChange={onChange} testId={testId} />
          </div>
          {field.hint && <p className="field-hint">{field.hint}</p>}
        </div>
      )
    case 'labels':
      return <LabelsInput label={field.title} labels={value as readonly string[]} onChange={onChange} known={known} testId={testId} {...(field.hint && { hint: field.hint })} />
    case 'choice':
      return (
        <Field label={field.title} hint={field.options.find((option) => option.value === value)?.detail ?? field.hint}>
          {({ id }) => <Select id={id} label={field.title} value={String(value)} options={field.options} onChange={onChange} testId={testId} />}
        </Field>
      )
    case 'kinds':
      return <TickList title={field.title} chosen={value as readonly string[]} options={field.options} onChange={onChange} testId={testId} />
    case 'zones':
      if (camera.zones.length === 0) return <p className="field-hint">{field.title}: this camera has no zones yet. Draw them under Regions.</p>
      return (
        <TickList title={field.title} chosen={value as readonly string[]} onChange={onChange} testId={testId}
          options={camera.zones.map((zone) => ({ value: zone.id, text: zone.name ?? zone.id }))} {...(field.hint && { hint: field.hint })} />
      )
    case 'number': {
      const { min, max } = boundsOf(field.schema)
      const range = min !== null && max !== null ? `${min} to ${max}. ` : ''
      return (
        <TextField label={field.title} value={value === undefined ? '' : String(value)} placeholder={field.empty} onChange={onChange} inputMode="decimal" problem={problem} testId={testId}
          hint={`${range}${field.hint ?? ''}`} {...(field.unit && { unit: field.unit })} />
      )
    }
  }
}
