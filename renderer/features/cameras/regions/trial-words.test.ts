import { expect, it } from 'vitest'
import type { ReplayedEvent } from '../../../../common/contracts/replay.ts'
import { whereWords } from './trial-words.ts'

const at = '2026-11-21T10:00:00.000Z'
const crossing = { id: 'door', direction: 'a-to-b', at } as const

it.each<{ name: string; event: Partial<ReplayedEvent> & Pick<ReplayedEvent, 'zones' | 'lines'>; words: string }>([
  { name: 'nowhere', event: { zones: [], lines: [] }, words: 'in no zone' },
  { name: 'a zone and a crossing', event: { zones: ['path'], lines: [crossing] }, words: 'path, door a to b' },
  { name: 'a line event', event: { type: 'line', zones: [], lines: [crossing] }, words: 'line event: door a to b' },
  { name: 'two crossings of one kind', event: { zones: [], lines: [crossing, crossing] }, words: 'door a to b' },
  { name: 'another zone than before', event: { zones: ['path'], lines: [], before: { startedAt: at, zones: ['yard'], lines: [] } }, words: 'yard → path' },
  { name: 'no zone any more', event: { zones: [], lines: [], before: { startedAt: at, zones: ['yard'], lines: [] } }, words: 'yard → in no zone' },
  { name: 'the same crossing a moment later', event: { zones: [], lines: [crossing], before: { startedAt: at, zones: [], lines: [{ ...crossing, at: '2026-11-21T09:59:59.000Z' }] } }, words: 'door a to b, another time' },
])('says where: $name', ({ event, words }) => {
  expect(whereWords({ type: 'object', ...event })).toBe(words)
})
