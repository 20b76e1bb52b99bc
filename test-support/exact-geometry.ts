// Slow and plain: geometry in whole numbers of any size, nothing rounded. References for common/geometry.
export type GridPoint = readonly [x: number, y: number]

type Exact = readonly [x: bigint, y: bigint]
const exact = ([x, y]: GridPoint): Exact => [BigInt(x), BigInt(y)]
const sign = (value: bigint): -1 | 0 | 1 => (value > 0n ? 1 : value < 0n ? -1 : 0)
const cross = (a: Exact, b: Exact, p: Exact): bigint => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
const between = (value: bigint, a: bigint, b: bigint): boolean => (a <= value && value <= b) || (b <= value && value <= a)

const onSegment = (p: Exact, a: Exact, b: Exact): boolean => cross(a, b, p) === 0n && between(p[0], a[0], b[0]) && between(p[1], a[1], b[1])

/** Quarter turns around p, counted corner by corner; a half turn goes to the side p is on. Null on an edge. */
export function windingNumber(point: GridPoint, corners: readonly GridPoint[]): number | null {
  const p = exact(point)
  const around = corners.map(exact)
  const quarter = ([x, y]: Exact): number => (x > p[0] ? (y > p[1] ? 0 : 3) : y > p[1] ? 1 : 2)
  let quarters = 0
  for (const [index, a] of around.entries()) {
    const b = around[(index + 1) % around.length] as Exact
    if (onSegment(p, a, b)) return null
    const turn = (quarter(b) - quarter(a) + 4) % 4
    quarters += turn === 3 ? -1 : turn === 2 ? 2 * sign(cross(a, b, p)) : turn
  }
  return quarters / 4
}

/** a + t (b − a) = c + u (d − c) solved as fractions: `det` is the common denominator. */
function solve(a: Exact, b: Exact, c: Exact, d: Exact): { t: bigint; u: bigint; det: bigint } {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]]
  const [sx, sy] = [d[0] - c[0], d[1] - c[1]]
  const [qx, qy] = [c[0] - a[0], c[1] - a[1]]
  return { t: qx * sy - qy * sx, u: qx * ry - qy * rx, det: rx * sy - ry * sx }
}

const withinUnit = (part: bigint, whole: bigint): boolean => (whole > 0n ? part >= 0n && part <= whole : part <= 0n && part >= whole)

export function exactSegmentsMeet(...points: readonly [GridPoint, GridPoint, GridPoint, GridPoint]): boolean {
  const [a, b, c, d] = points.map(exact) as [Exact, Exact, Exact, Exact]
  const { t, u, det } = solve(a, b, c, d)
  if (det !== 0n) return withinUnit(t, det) && withinUnit(u, det)
  return onSegment(a, c, d) || onSegment(b, c, d) || onSegment(c, a, b) || onSegment(d, a, b)
}

/** As `crossingPoint`; `to` and `from` differ. */
export function exactCrossing({ start, end, from, to }: { start: GridPoint; end: GridPoint; from: GridPoint; to: GridPoint }): { way: number; along: number } | null {
  const [a, b, c, d] = [exact(start), exact(end), exact(from), exact(to)]
  const before = cross(c, d, a)
  const after = cross(c, d, b)
  if (before === after || sign(before) * sign(after) > 0) return null
  const { t, u, det } = solve(a, b, c, d)
  return { way: Number(t) / Number(det), along: Number(u) / Number(det) }
}
