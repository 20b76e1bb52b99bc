import { expect, it } from 'vitest'
import { KEY_LIST, SCOPE_TITLES, type KeyEntry } from './key-list.ts'

const scopes = Object.entries(KEY_LIST).map(([scope, actions]) => ({ scope, actions: Object.entries<KeyEntry>(actions) }))

it.each(scopes)('every key of $scope does one thing', ({ scope, actions }) => {
  const keys = actions.flatMap(([, entry]) => entry.keys)
  expect(new Set(keys).size).toBe(keys.length)
  expect(SCOPE_TITLES).toHaveProperty(scope)
  for (const [, { does }] of actions) expect(does).toMatch(/^[A-Z]/)
})
