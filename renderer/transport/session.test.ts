import { expect, it } from 'vitest'
import { tokenFromText, tokenOf } from './session.ts'

it.each([
  { name: 'the printed address', hash: '#token=abc123', token: 'abc123' },
  { name: 'a screen', hash: '#/live', token: null },
  { name: 'nothing', hash: '', token: null },
  { name: 'an empty token', hash: '#token=', token: null },
])('the address bar: $name', ({ hash, token }) => {
  expect(tokenOf(hash)).toBe(token)
})

it.each([
  { name: 'a bare token', text: ' abc-123_x ', token: 'abc-123_x' },
  { name: 'an address', text: 'http://127.0.0.1:8787/#token=abc', token: 'abc' },
  { name: 'the whole line', text: 'vigil ready http://127.0.0.1:8787/#token=abc\n', token: 'abc' },
  { name: 'an address without a token', text: 'http://127.0.0.1:8787/', token: null },
  { name: 'prose', text: 'what token', token: null },
  { name: 'nothing', text: '  ', token: null },
])('the paste field: $name', ({ text, token }) => {
  expect(tokenFromText(text)).toBe(token)
})
