import { expect, it } from 'vitest'
import { findSections } from './sections.ts'

it.each([
  { text: '', ids: ['storage', 'operator', 'appearance', 'keyboard', 'model', 'diagnostics'] },
  { text: 'Theme', ids: ['appearance'] },
  { text: 'licence', ids: ['model', 'diagnostics'] },
  { text: 'detection labels', ids: ['model'] },
  { text: 'weather', ids: [] },
])('“$text” finds $ids', ({ text, ids }) => {
  expect(findSections(text).map((section) => section.id)).toEqual(ids)
})
