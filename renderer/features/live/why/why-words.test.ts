import { expect, it } from 'vitest'
import { whenWords } from '../../../ui/format.ts'
import { inWords } from './why-words.ts'

const AT = '2026-03-01T12:34:56.789Z'
const CLOCK = whenWords(Date.parse(AT))

it.each([
  { name: 'a sentence begins large', text: 'motion 12 px < 115', words: 'Motion 12 px < 115' },
  { name: 'an instant becomes the operator’s time', text: `it is part of the person event of ${AT}`, words: `It is part of the person event of ${CLOCK}` },
  { name: 'with an offset, too', text: 'nothing is kept from before 2026-03-01T13:34:56+01:00', words: `Nothing is kept from before ${CLOCK}` },
  { name: 'other figures stay', text: 'loitering 2.5 of 60.0 s in room-2026', words: 'Loitering 2.5 of 60.0 s in room-2026' },
])('$name', ({ text, words }) => {
  expect(inWords(text)).toBe(words)
})
