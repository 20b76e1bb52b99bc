import { Switch as Radix } from 'radix-ui'
import './switch.css'

interface SwitchProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly id?: string
  readonly testId?: string
}

export function Switch({ label, checked, onChange, disabled = false, id, testId }: SwitchProps) {
  return (
    <Radix.Root id={id} className="switch" aria-label={label} checked={checked} disabled={disabled} onCheckedChange={onChange} data-testid={testId}>
      <Radix.Thumb className="switch-thumb" />
    </Radix.Root>
  )
}
