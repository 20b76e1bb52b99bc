import type { Line, Mask, Zone } from '../contracts/regions.ts'
import type { Point } from '../frame-result.ts'
import { crossedEdges, polygonArea } from '../geometry/polygon.ts'

export interface RegionProblem {
  /** Within the camera: `zones`, 2, `points`. */
  readonly path: readonly (string | number)[]
  readonly text: string
}

/** `zones[2].points` */
export const formatRegionPath = (path: RegionProblem['path']): string => path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '')

/** Of the picture: a polygon below it holds no foot but by chance, whatever its corners look like. */
const SMALLEST_AREA = 1e-9

export interface CheckedRegions {
  readonly zones: readonly Zone[]
  readonly lines: readonly Line[]
  /** `motion.masks` */
  readonly masks?: readonly Mask[]
  readonly objectMasks?: readonly Mask[]
  readonly privacy?: readonly Mask[]
}

/**
 * Shapes that can never do what they are for. A polygon whose edges cross is understood (even-odd: what two of its loops share is outside), so a
 * file may hold one (`crossing: 'kept'`), but nobody draws one on purpose (`'refused'`).
 */
export function regionProblems({ zones, lines, masks = [], objectMasks = [], privacy = [] }: CheckedRegions, { crossing }: { crossing: 'kept' | 'refused' }): RegionProblem[] {
  return [
    ...zones.flatMap(({ points }, index) => polygonProblems(points, ['zones', index, 'points'], crossing)),
    ...masks.flatMap(({ points }, index) => polygonProblems(points, ['motion', 'masks', index, 'points'], crossing)),
    ...objectMasks.flatMap(({ points }, index) => polygonProblems(points, ['objectMasks', index, 'points'], crossing)),
    ...privacy.flatMap(({ points }, index) => polygonProblems(points, ['privacy', index, 'points'], crossing)),
    ...lines.flatMap(({ from, to }, index) => (from[0] === to[0] && from[1] === to[1]
      ? [{ path: ['lines', index, 'to'], text: `expected another point than "from" (${from.join(', ')}): a line of no length cannot be crossed` }] : [])),
  ]
}

function polygonProblems(points: readonly Point[], path: readonly (string | number)[], crossing: 'kept' | 'refused'): RegionProblem[] {
  const crossed = crossedEdges(points)
  if (polygonArea(points) <= SMALLEST_AREA && (crossed === null || isFlat(points))) return [{ path, text: 'expected corners that enclose an area; these lie on one line' }]
  return crossed !== null && crossing === 'refused' ? [{ path, text: crossingText(crossed) }] : []
}

/** All corners on one line: a bow tie has no area by the shoelace formula either, but two loops that hold something. */
function isFlat(points: readonly Point[]): boolean {
  const [a] = points
  if (!a) return true
  const b = points.find(([x, y]) => x !== a[0] || y !== a[1])
  return b === undefined || points.every((p) => Math.abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) <= SMALLEST_AREA)
}

/** Edges counted from 1, as corners are. */
const crossingText = ([i, j]: readonly [number, number]): string => `expected edges that do not cross; edge ${i + 1} and edge ${j + 1} do (an edge begins at the corner of its number)`

/** Of polygons that a file may hold all the same. */
export const crossingWarnings = ({ zones }: { zones: readonly Zone[] }): RegionProblem[] => zones.flatMap(({ points }, index) => {
  const crossed = crossedEdges(points)
  return crossed === null ? [] : [{ path: ['zones', index, 'points'], text: `edge ${crossed[0] + 1} and edge ${crossed[1] + 1} cross; what two loops of a zone share counts as outside` }]
})
