import { X } from 'lucide-react'
import { useId, useState } from 'react'
import './labels-input.css'
import { labelColour } from '../../../common/label-colour.ts'
import { Field } from './field.tsx'

interface LabelsInputProps {
  readonly label: string
  readonly labels: readonly string[]
  readonly onChange: (labels: readonly string[]) => void
  /** Labels the model knows, offered while typing. */
  readonly known: readonly string[]
  readonly hint?: string
  readonly testId?: string
}

/** A few labels as chips; Enter or a comma adds one, Backspace takes the last away. */
export function LabelsInput({ label, labels, onChange, known, hint, testId }: LabelsInputProps) {
  const [text, setText] = useState('')
  const listId = useId()
  const add = (): void => {
    const next = text.trim().toLowerCase()
    setText('')
    if (next && !labels.includes(next)) onChange([...labels, next])
  }
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <span className="labels">
          {labels.map((one) => (
            <span key={one} className="labels-chip">
              <i style={{ background: labelColour(one) }} aria-hidden />
              {one}
              <button type="button" aria-label={`Take ${one} away`} onClick={() => onChange(labels.filter((other) => other !== one))}><X aria-hidden /></button>
            </span>
          ))}
          <input
            id={id} aria-label={label} value={text} list={listId} placeholder={labels.length === 0 ? 'all' : ''} aria-describedby={describedBy} data-testid={testId} autoComplete="off"
            onChange={(event) => setText(event.target.value)} onBlur={add}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ',') {
                event.preventDefault()
                add()
              } else if (event.key === 'Backspace' && text === '') onChange(labels.slice(0, -1))
            }}
          />
          <datalist id={listId}>{known.filter((one) => !labels.includes(one)).map((one) => <option key={one} value={one}>{one}</option>)}</datalist>
        </span>
      )}
    </Field>
  )
}
