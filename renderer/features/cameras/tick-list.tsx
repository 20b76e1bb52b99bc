import './tick-list.css'

interface TickListProps {
  readonly title: string
  readonly chosen: readonly string[]
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly onChange: (chosen: readonly string[]) => void
  readonly hint?: string
  readonly testId?: string
}

/** Any of a few. */
export function TickList({ title, chosen, options, onChange, hint, testId }: TickListProps) {
  return (
    <fieldset className="ticks" data-testid={testId}>
      <legend className="field-label">{title}</legend>
      {options.map(({ value, text }) => (
        <label key={value} className="tick">
          <input
            type="checkbox" checked={chosen.includes(value)}
            onChange={(event) => onChange(event.target.checked ? options.map((one) => one.value).filter((one) => one === value || chosen.includes(one)) : chosen.filter((one) => one !== value))}
          />
          {text}
        </label>
      ))}
      {hint && <p className="field-hint">{hint}</p>}
    </fieldset>
  )
}
