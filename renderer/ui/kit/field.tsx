import { useId, type ComponentProps, type ReactNode } from 'react'
import './field.css'

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly problem?: string | null
  readonly children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode
}

/** A label, its control, and below it what is wrong or what it means. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId()
  const below = problem ?? hint
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>{label}</label>
      {children({ id, describedBy: below ? `${id}-below` : undefined, invalid: Boolean(problem) })}
      {below && <p id={`${id}-below`} className={problem ? 'field-problem' : 'field-hint'}>{below}</p>}
    </div>
  )
}

interface TextProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  readonly problem?: string | null
  readonly unit?: string
  readonly testId?: string
}

export function TextField({ label, value, onChange, hint, problem = null, unit, testId, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {({ id, describedBy, invalid }) => (
        <span className={`input ${invalid ? 'input-invalid' : ''}`}>
          <input {...rest} id={id} value={value} aria-describedby={describedBy} aria-invalid={invalid} data-testid={testId} onChange={(event) => onChange(event.target.value)} />
          {unit && <span className="input-unit">{unit}</span>}
        </span>
      )}
    </Field>
  )
}
