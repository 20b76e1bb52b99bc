import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import './menu.css'

interface MenuProps {
  readonly trigger: ReactNode
  readonly items: readonly { readonly text: string; readonly detail?: string; readonly run: () => void; readonly testId?: string }[]
}

/** A few things to do, named. */
export function Menu({ trigger, items }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align="end" sideOffset={6} collisionPadding={8} data-takes-keys>
          {items.map(({ text, detail, run, testId }) => (
            <Radix.Item key={text} className="menu-item" onSelect={run} data-testid={testId}>
              {text}
              {detail && <span className="muted">{detail}</span>}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
