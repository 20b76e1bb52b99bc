import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import './popover.css'

interface PopoverProps {
  readonly trigger: ReactNode
  readonly label: string
  readonly children: ReactNode
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly testId?: string
}

/** A small panel beside what opened it; it takes the keys while it is open. */
export function Popover({ trigger, label, children, open, onOpenChange, align = 'start', side = 'bottom', testId }: PopoverProps) {
  return (
    <Radix.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="popover" aria-label={label} align={align} side={side} sideOffset={6} collisionPadding={8} data-takes-keys data-testid={testId}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
