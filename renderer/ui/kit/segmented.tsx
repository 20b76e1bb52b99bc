import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import './segmented.css'

interface SegmentedProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly text: ReactNode; readonly label?: string }[]
  readonly onChange: (value: T) => void
  readonly testId?: string
}

/** One of a few, all in view. */
export function Segmented<T extends string>({ label, value, options, onChange, testId }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root className="segmented" type="single" value={value} aria-label={label} data-testid={testId} onValueChange={(next) => next && onChange(next as T)}>
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} className="segmented-item" value={option.value} aria-label={option.label}>
          {option.text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
