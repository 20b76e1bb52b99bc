import { tidyName, useOperator } from '../../stores/operator.ts'
import { TextField } from '../../ui/kit/field.tsx'
import { SettingRow } from './setting-row.tsx'

/** Whose reviews these are. */
export function OperatorSection() {
  const name = useOperator((state) => state.name)
  return (
    <div className="rows">
      <SettingRow title="Your name" text="It goes with every event you review, so that others see who saw to it. It is kept in this browser.">
        <TextField label="Name" value={name} maxLength={60} onChange={(next) => useOperator.setState({ name: next })} onBlur={() => useOperator.setState({ name: tidyName(name) })} testId="operator-name" />
      </SettingRow>
    </div>
  )
}
