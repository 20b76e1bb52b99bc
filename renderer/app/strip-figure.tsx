import { Tip } from '../ui/kit/tip.tsx'

interface StripFigureProps {
  readonly href: string
  readonly name: string
  readonly value: string
  readonly tip: string
  readonly tone?: 'live' | 'warn' | 'alert' | undefined
  readonly dot?: boolean
  /** The name stands before the figure. */
  readonly first?: boolean
  /** Left out on narrow windows. */
  readonly wide?: boolean
  readonly testId: string
}

/** One figure of the strip; always a link. */
export function StripFigure({ href, name, value, tip, tone, dot = false, first = false, wide = false, testId }: StripFigureProps) {
  return (
    <Tip text={tip}>
      <a className={`strip-figure ${wide ? 'strip-wide' : ''}`} href={href} data-testid={testId}>
        {dot && <span className={`dot dot-${tone ?? 'off'}`} aria-hidden />}
        {first && <span className="strip-name">{name}</span>}
        <span className={`strip-value ${tone && !dot ? `tone-${tone}` : ''}`}>{value}</span>
        {!first && <span className="strip-name">{name}</span>}
      </a>
    </Tip>
  )
}
