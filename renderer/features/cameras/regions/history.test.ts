import { expect, it } from 'vitest'
import { preview, redo, startHistory, step, undo, type History } from './history.ts'

const after = (...steps: ((history: History<string>) => History<string>)[]): History<string> => steps.reduce((history, act) => act(history), startHistory('a'))
const to = (value: string) => (history: History<string>): History<string> => step(history, value)

it.each([
  { name: 'undo', history: after(to('b'), undo), present: 'a' },
  { name: 'undo and redo', history: after(to('b'), undo, redo), present: 'b' },
  { name: 'undo at the beginning stays', history: after(undo), present: 'a' },
  { name: 'redo at the end stays', history: after(to('b'), redo), present: 'b' },
  { name: 'a new step forgets what was undone', history: after(to('b'), undo, to('c'), redo), present: 'c' },
  { name: 'a drag is one step', history: after((h) => preview(h, 'x'), (h) => preview(h, 'y'), (h) => step(h, 'z', 'a'), undo), present: 'a' },
  { name: 'a drag that ended where it began is none', history: after(to('b'), (h) => step(preview(h, 'x'), 'b', 'b'), undo), present: 'a' },
])('$name', ({ history, present }) => {
  expect(history.present).toBe(present)
})
