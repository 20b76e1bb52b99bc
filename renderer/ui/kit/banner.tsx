import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import './banner.css'

interface BannerProps {
  readonly tone: 'info' | 'warn' | 'alert'
  readonly children: ReactNode
  readonly action?: ReactNode
  readonly testId?: string
}

const ICONS = { info: Info, warn: TriangleAlert, alert: CircleAlert }

/** One sentence across a screen: what is so, and what to do. */
export function Banner({ tone, children, action, testId }: BannerProps) {
  const Icon = ICONS[tone]
  return (
    <div className={`banner banner-${tone}`} role="status" data-testid={testId}>
      <Icon aria-hidden />
      <span className="grow">{children}</span>
      {action}
    </div>
  )
}
