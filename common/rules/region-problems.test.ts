import { expect, it } from 'vitest'
import { Line, Zone } from '../contracts/regions.ts'
import { crossingWarnings, formatRegionPath, regionProblems } from './region-problems.ts'

const zone = (points: readonly (readonly number[])[]): Zone => Zone.parse({ id: 'z', points })
const SQUARE = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]]
const BOW = [[0, 0], [1, 1], [1, 0], [0, 1]]

it.each<{ name: string; points: readonly (readonly number[])[]; refused: RegExp | null; kept: RegExp | null; warned: boolean }>([
  { name: 'a square', points: SQUARE, refused: null, kept: null, warned: false },
  { name: 'a bow tie, whose area by the formula is nothing', points: BOW, refused: /edge 1 and edge 3 do/, kept: null, warned: true },
  { name: 'one point thrice', points: [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]], refused: /enclose an area/, kept: /enclose an area/, warned: false },
  { name: 'a line there and back', points: [[0.1, 0.1], [0.5, 0.5], [0.9, 0.9]], refused: /enclose an area/, kept: /enclose an area/, warned: false },
  { name: 'corners on the edge of the picture', points: [[0, 0], [0.5, 0], [1, 0], [1, 1], [0, 1]], refused: null, kept: null, warned: false },
  { name: 'a corner that touches another edge', points: [[0, 0], [1, 0], [1, 0.5], [0.5, 0], [0, 0.5]], refused: null, kept: null, warned: false },
])('a zone: $name', ({ points, refused, kept, warned }) => {
  const said = (crossing: 'kept' | 'refused'): string => regionProblems({ zones: [zone(points)], lines: [] }, { crossing }).map(({ path, text }) => `${formatRegionPath(path)}: ${text}`).join('\n')
  expect(said('refused')).toMatch(refused ?? /^$/)
  expect(said('kept')).toMatch(kept ?? /^$/)
  expect(crossingWarnings({ zones: [zone(points)] })).toHaveLength(warned ? 1 : 0)
})

it('a line of no length', () => {
  const lines = [Line.parse({ id: 'a', from: [0, 0], to: [1, 1] }), Line.parse({ id: 'b', from: [0.3, 0.4], to: [0.3, 0.4] })]
  expect(regionProblems({ zones: [], lines }, { crossing: 'kept' })).toEqual([{ path: ['lines', 1, 'to'], text: 'expected another point than "from" (0.3, 0.4): a line of no length cannot be crossed' }])
})
