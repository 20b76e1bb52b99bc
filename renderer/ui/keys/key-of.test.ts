import { expect, it } from 'vitest'
import { keyName } from './key-list.ts'
import { keyOf } from './key-of.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' }

it.each([
  { name: 'a letter', press: { key: 'b' }, is: 'b' },
  { name: 'a capital', press: { key: 'B', shiftKey: true }, is: 'b' },
  { name: 'a sign that needs shift', press: { key: '?', shiftKey: true }, is: '?' },
  { name: 'space', press: { key: ' ' }, is: 'space' },
  { name: 'an arrow', press: { key: 'ArrowLeft' }, is: 'arrowleft' },
  { name: 'control', press: { key: 'k', ctrlKey: true }, is: 'mod+k' },
  { name: 'command', press: { key: 'k', metaKey: true }, is: 'mod+k' },
  { name: 'redo', press: { key: 'Z', ctrlKey: true, shiftKey: true }, is: 'mod+shift+z' },
  { name: 'alt and a digit that types something else', press: { key: '¡', code: 'Digit1', altKey: true }, is: 'alt+1' },
])('$name', ({ press, is }) => {
  expect(keyOf({ ...plain, ...press })).toBe(is)
})

it.each([
  { key: 'mod+shift+z', mac: false, is: 'Ctrl+Shift+Z' },
  { key: 'mod+k', mac: true, is: '⌘ K' },
  { key: 'arrowleft', mac: false, is: '←' },
])('$key is called $is', ({ key, mac, is }) => {
  expect(keyName(key, mac)).toBe(is)
})
