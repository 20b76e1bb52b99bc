import type { ReactNode } from 'react'
import './empty.css'

interface EmptyProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly testId?: string
}

/** What a screen says when it has nothing to show. */
export function Empty({ icon, title, children, actions, testId }: EmptyProps) {
  return (
    <div className="empty" data-testid={testId}>
      <span className="empty-icon" aria-hidden>{icon}</span>
      <h2>{title}</h2>
      {children && <div className="empty-text">{children}</div>}
      {actions && <div className="empty-actions">{actions}</div>}
    </div>
  )
}
