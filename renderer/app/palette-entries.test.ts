import { expect, it } from 'vitest'
import { findEntries } from './palette-entries.ts'

const cameras = [{ id: 'gate', name: 'Main gate' }, { id: 'yard' }]

it.each([
  { text: 'main gate', titles: ['Main gate', 'Main gate', 'Main gate'] },
  { text: 'yard regions', titles: ['yard'] },
  { text: 'GATE live', titles: ['Main gate'] },
  { text: 'theme', titles: ['Appearance'] },
  { text: 'why', titles: ['Why no alert?'] },
  { text: 'yard last hours', titles: ['yard'] },
  { text: 'nothing like it', titles: [] },
])('“$text” finds $titles', ({ text, titles }) => {
  expect(findEntries(text, { cameras, events: [] }).map((entry) => entry.title)).toEqual(titles)
})
