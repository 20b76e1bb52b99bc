import './sparkline.css'

interface SparklineProps {
  readonly values: readonly (number | null)[]
  /** Fixed bounds; what is not given follows the values. */
  readonly min?: number
  readonly max?: number
  readonly label: string
}

const WIDTH = 120
const HEIGHT = 28

/** A trend without axes: the shape of the last minutes. */
export function Sparkline({ values, min, max, label }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  const low = min ?? Math.min(...known)
  const high = Math.max(max ?? Math.max(...known), low + 1e-9)
  let path = ''
  let pen = 'M'
  for (const [index, value] of values.entries()) {
    if (value === null) {
      pen = 'M'
      continue
    }
    const x = (index / Math.max(1, values.length - 1)) * WIDTH
    const y = HEIGHT - 2 - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (HEIGHT - 4)
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`
    pen = 'L'
  }
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={path} />
    </svg>
  )
}
