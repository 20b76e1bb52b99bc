import type { Point } from '../frame-result.ts'

/** Pixels; hides what rounding could leave open along an edge that lies exactly on the pixel grid. */
const SLACK = 1e-6

/** Which pixels a set of polygons covers: `[from, to, from, to, …)`, indices into a plane without padding, ascending and apart from each other. */
export type Runs = Int32Array

/**
 * Every pixel whose square touches one of the polygons, its border included: made for hiding, where a pixel too many is right and one too few is
 * not. Points are fractions of the picture; a polygon that crosses itself covers all its loops (non-zero winding).
 */
export function coverRuns(polygons: readonly (readonly Point[])[], { width, height }: { width: number; height: number }): Runs {
  const scaled = polygons.map((points) => points.map(([x, y]): Point => [x * width, y * height]))
  const runs: number[] = []
  for (let y = 0; y < height; y++) {
    for (const [from, to] of merged(scaled.flatMap((points) => [...edgesInRow(points, y), ...insideRow(points, y)]))) {
      const first = y * width + Math.max(0, from)
      const end = y * width + Math.min(width, to + 1)
      if (end <= first) continue
      if (runs.at(-1) === first) runs[runs.length - 1] = end
      else runs.push(first, end)
    }
  }
  return Int32Array.from(runs)
}

/** First and last column, both of them touched. */
type Columns = readonly [from: number, to: number]

/** The columns each edge runs through between y and y + 1. */
function edgesInRow(points: readonly Point[], y: number): Columns[] {
  const columns: Columns[] = []
  for (const [[ax, ay], [bx, by]] of edges(points)) {
    if (Math.max(ay, by) < y - SLACK || Math.min(ay, by) > y + 1 + SLACK) continue
    const at = (level: number): number => (ay === by ? 0 : Math.min(1, Math.max(0, (level - ay) / (by - ay))))
    const one = ax + (bx - ax) * at(y)
    const other = ay === by ? bx : ax + (bx - ax) * at(y + 1)
    columns.push([Math.floor(Math.min(one, other) - SLACK), Math.floor(Math.max(one, other) + SLACK)])
  }
  return columns
}

/** The columns whose pixels the inside covers: what no edge runs through is in or out as a whole, so the row's middle line decides. */
function insideRow(points: readonly Point[], y: number): Columns[] {
  const middle = y + 0.5
  const crossings = edges(points)
    .filter(([[, ay], [, by]]) => ay <= middle !== by <= middle)
    .map(([[ax, ay], [bx, by]]) => ({ x: ax + ((bx - ax) * (middle - ay)) / (by - ay), turn: by > ay ? 1 : -1 }))
    .sort((a, b) => a.x - b.x)
  const columns: Columns[] = []
  let winding = 0
  for (const [index, { x, turn }] of crossings.entries()) {
    winding += turn
    const next = crossings[index + 1]
    if (winding !== 0 && next) columns.push([Math.floor(x), Math.floor(next.x)])
  }
  return columns
}

function merged(columns: readonly Columns[]): Columns[] {
  const apart: [number, number][] = []
  for (const [from, to] of columns.toSorted(([a], [b]) => a - b)) {
    const last = apart.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart
}

const edges = (points: readonly Point[]): (readonly [Point, Point])[] => points.map((point, index) => [point, points[(index + 1) % points.length] ?? point])
