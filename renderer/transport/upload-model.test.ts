import { expect, it } from 'vitest'
import { refusalOf } from './upload-model.ts'

it.each([
  { name: 'problems first', text: '{"title":"t","problems":["one.","two."]}', reason: 'one. two.' },
  { name: 'the title without them', text: '{"title":"too large"}', reason: 'too large' },
  { name: 'no JSON', text: '<html>', reason: 'The engine answered with status 413 and no reason.' },
])('says why: $name', ({ text, reason }) => {
  expect(refusalOf(text, 413)).toBe(reason)
})
