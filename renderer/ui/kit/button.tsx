import type { ComponentProps, ReactNode } from 'react'
import './button.css'
import { Tip } from './tip.tsx'

interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: 'plain' | 'accent' | 'quiet' | 'danger'
  readonly icon?: ReactNode
}

export function Button({ tone = 'plain', icon, children, className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={`button button-${tone} ${className}`} {...rest}>
      {icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does: read aloud, and shown on hover. */
  readonly label: string
  readonly keys?: string
  readonly pressed?: boolean
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
}

export function IconButton({ label, keys, pressed, side = 'bottom', children, className = '', type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tip text={label} side={side} {...(keys ? { keys } : {})}>
      <button type={type} aria-label={label} aria-pressed={pressed} className={`icon-button ${className}`} {...rest}>
        {children}
      </button>
    </Tip>
  )
}
