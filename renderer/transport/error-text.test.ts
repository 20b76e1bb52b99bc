import { expect, it } from 'vitest'
import { errorText, isUnknownToEngine } from './error-text.ts'

it.each([
  { name: 'a procedure it has never heard of', error: { code: 'NOT_FOUND', message: 'Not Found' }, unknown: true },
  { name: 'something it looked for', error: { code: 'NOT_FOUND', data: { problems: ['nothing of "gate" was recorded'] } }, unknown: false },
  { name: 'another mistake', error: { code: 'BAD_REQUEST' }, unknown: false },
  { name: 'no connection', error: new Error('The engine is not reachable right now.'), unknown: false },
  { name: 'nothing at all', error: undefined, unknown: false },
])('$name', ({ error, unknown }) => {
  expect(isUnknownToEngine(error)).toBe(unknown)
})

it('says what the engine says, then what was thrown', () => {
  expect(errorText({ data: { problems: ['one', 'two'] } })).toBe('one\ntwo')
  expect(errorText(new Error('no way'))).toBe('no way')
  expect(errorText('?')).toMatch(/did not say/)
})
