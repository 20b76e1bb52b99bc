import { expect, it } from 'vitest'
import { closeUp } from './close-up.ts'

it.each([
  { name: 'in the middle of the picture the spot is in the middle', at: [0.5, 0.5], corner: [0.25, 0.25], spot: [0.5, 0.5] },
  { name: 'at the left edge the part stops at the edge', at: [0, 0.5], corner: [0, 0.25], spot: [0, 0.5] },
  { name: 'at the right foot, too', at: [1, 1], corner: [0.5, 0.5], spot: [1, 1] },
  { name: 'near an edge the spot leaves the middle', at: [0.125, 0.75], corner: [0, 0.5], spot: [0.25, 0.5] },
] as const)('$name', ({ at, corner, spot }) => {
  expect(closeUp(at)).toEqual({ corner, spot })
})
