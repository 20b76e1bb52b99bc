import { expect, it } from 'vitest'
import { FrameAge } from './frame-age.ts'

it.each([
  { name: 'clocks agree', offset: 0 },
  { name: 'viewer an hour ahead', offset: 3_600_000 },
  { name: 'viewer behind', offset: -5_000 },
])('$name', ({ offset }) => {
  const age = new FrameAge()
  age.arrived(1_030, 1_030 + offset)
  expect(age.ageMs(1_000, 1_040 + offset)).toBe(40)
  // A frame that was held up in the network is older by what it was held up.
  age.arrived(1_130, 1_330 + offset)
  expect(age.ageMs(1_100, 1_330 + offset)).toBe(230)
})
