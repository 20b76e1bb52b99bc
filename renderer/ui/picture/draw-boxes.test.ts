import { expect, it } from 'vitest'
import { OTHER_EPOCH } from '../../../common/track-number.ts'
import { chipTexts } from './draw-boxes.ts'

it.each([
  { name: 'room for all', label: 'person', width: 640, longest: 'person 0.91 · 41' },
  { name: 'a small tile', label: 'person', width: 320, longest: 'person · 41' },
  { name: 'a tiny tile', label: 'person', width: 200, longest: '41' },
  { name: 'motion has no score', label: 'motion', width: 640, longest: 'motion · 41' },
  { name: 'one of before the camera was away', label: 'person', width: 640, longest: 'person 0.91 · 41', trackId: 41 + 2 * OTHER_EPOCH },
])('$name: $longest', ({ label, width, longest, trackId = 41 }) => {
  const texts = chipTexts({ label, score: 0.91, trackId }, width)
  expect(texts[0]).toBe(longest)
  expect(texts.at(-1)).toBe('41')
})
