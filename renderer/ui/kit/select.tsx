import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import './select.css'

interface SelectProps<T extends string> {
  readonly label: string
  readonly value: T
  /** `detail`: a line under the name in the list. */
  readonly options: readonly { readonly value: T; readonly text: string; readonly detail?: string }[]
  readonly onChange: (value: T) => void
  /** A chip stands out while it is not at its first option. */
  readonly chip?: boolean
  readonly testId?: string
  readonly id?: string
}

export function Select<T extends string>({ label, value, options, onChange, chip = false, testId, id }: SelectProps<T>) {
  const changed = chip && value !== options[0]?.value
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.Trigger id={id} className={`select ${chip ? 'select-chip' : ''} ${changed ? 'select-changed' : ''}`} aria-label={label} data-testid={testId}>
        <span className="clip-text"><Radix.Value /></span>
        <Radix.Icon asChild><ChevronDown aria-hidden /></Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="select-list" position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className="select-item">
                <span className="select-words">
                  <Radix.ItemText>{option.text}</Radix.ItemText>
                  {option.detail && <span className="select-detail">{option.detail}</span>}
                </span>
                <Radix.ItemIndicator className="select-check"><Check aria-hidden /></Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
