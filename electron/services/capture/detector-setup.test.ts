import { expect, it } from 'vitest'
import { threadsFor } from './detector-setup.ts'

it.each([
  { name: 'as many as the config says', threads: 3, cores: 2, expected: 3 },
  { name: 'half of the cores', threads: 'auto', cores: 8, expected: 4 },
  { name: 'one at least', threads: 'auto', cores: 1, expected: 1 },
  { name: 'eight at most', threads: 'auto', cores: 64, expected: 8 },
] as const)('infer threads: $name', ({ threads, cores, expected }) => {
  expect(threadsFor(threads, cores)).toBe(expected)
})
