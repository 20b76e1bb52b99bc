import { expect, it } from 'vitest'
import { nothingWords } from './nothing-words.ts'

it.each([
  { name: 'an engine that does not say', status: null, says: /^Nothing of Gate/ },
  { name: 'a camera switched off', status: { enabled: false, state: 'stopped' as const, stateReason: null }, says: /switched off/ },
  { name: 'a dead camera', status: { enabled: true, state: 'failed' as const, stateReason: 'refused the password' }, says: /no picture in the last minute: refused the password\.$/ },
  { name: 'a stalled one without a reason', status: { enabled: true, state: 'stalled' as const, stateReason: null }, says: /in the last minute\.$/ },
  { name: 'a live one', status: { enabled: true, state: 'live' as const, stateReason: null }, says: /began a moment ago/ },
])('says why there is nothing: $name', ({ status, says }) => {
  expect(nothingWords('Gate', status)).toMatch(says)
})
