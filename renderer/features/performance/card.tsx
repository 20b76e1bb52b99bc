import type { ReactNode } from 'react'
import './card.css'

interface CardProps {
  readonly title: string
  readonly children: ReactNode
  readonly aside?: ReactNode
  readonly wide?: boolean
  readonly testId?: string
}

export function Card({ title, aside, children, wide = false, testId }: CardProps) {
  return (
    <section className={`pcard ${wide ? 'pcard-wide' : ''}`} aria-label={title} data-testid={testId}>
      <header className="pcard-head">
        <h2>{title}</h2>
        <span className="grow" />
        {aside}
      </header>
      {children}
    </section>
  )
}
