import type { Line } from '../../../../common/contracts/regions.ts'
import { arrowHead, crossingArrow, sideA } from '../../../ui/picture/line-arrow.ts'

interface LineMarksProps {
  readonly line: Pick<Line, 'direction'>
  /** Ends in pixels of the picture. */
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/** The line itself, the letters of its sides, and an arrow for every direction that counts. */
export function LineMarks({ line, from, to }: LineMarksProps) {
  const ends = { from, to }
  const [nx, ny] = sideA(from, to)
  const third = (side: 1 | -1): { x: number; y: number } => ({ x: from[0] + (to[0] - from[0]) * 0.28 + nx * 16 * side, y: from[1] + (to[1] - from[1]) * 0.28 + ny * 16 * side })
  return (
    <g className="line-marks" aria-hidden>
      <line x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
      {(line.direction === 'any' ? (['a-to-b', 'b-to-a'] as const) : [line.direction]).map((direction) => {
        const arrow = crossingArrow(ends, direction, 24)
        const [left, right] = arrowHead(arrow, 10)
        return (
          <g key={direction} data-testid={`arrow-${direction}`} data-from={arrow.from.join(',')} data-to={arrow.to.join(',')}>
            <line x1={arrow.from[0]} y1={arrow.from[1]} x2={arrow.to[0]} y2={arrow.to[1]} />
            <polyline points={`${left.join(',')} ${arrow.to.join(',')} ${right.join(',')}`} />
          </g>
        )
      })}
      <text className="line-side" {...third(1)}>A</text>
      <text className="line-side" {...third(-1)}>B</text>
    </g>
  )
}
