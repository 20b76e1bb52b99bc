import { expect, it } from 'vitest'
import { chipTexts } from './draw-boxes.ts'

it.each([
  { name: 'room for all', label: 'person', width: 640, longest: 'person 0.91 · 41' },
  { name: 'a small tile', label: 'person', width: 320, longest: 'person · 41' },
  { name: 'a tiny tile', label: 'person', width: 200, longest: '41' },
  { name: 'motion has no score', label: 'motion', width: 640, longest: 'motion · 41' },
])('$name: $longest', ({ label, width, longest }) => {
  const texts = chipTexts({ label, score: 0.91, trackId: 41 }, width)
  expect(texts[0]).toBe(longest)
  expect(texts.at(-1)).toBe('41')
})
