import { beforeAll, expect, it, vi } from 'vitest'
import { PORT_CHANNEL } from '../common/wire/port-requests.ts'
import { exposed, sentToMain } from '../test-support/fake-electron.ts'

const ORIGIN = 'app://vigil'
const page = new EventTarget()
const port = {}

beforeAll(async () => {
  vi.stubGlobal('window', page)
  vi.stubGlobal('location', { origin: ORIGIN })
  await import('./preload.ts')
})

const post = (facts: object): void => void page.dispatchEvent(Object.assign(new Event('message'), { source: page, origin: ORIGIN, data: { type: 'vigil:rpc' }, ports: [port], ...facts }))

it('shows the page which door it is and the platform, and nothing else', () => {
  expect([...exposed]).toEqual([['vigilDesktop', { door: 'desktop', platform: process.platform }]])
  expect(Object.isFrozen(exposed.get('vigilDesktop'))).toBe(true)
})

it.each([
  { name: 'RPC', facts: {}, sent: { type: 'vigil:rpc' } },
  { name: 'a viewer, without what else was in the message', facts: { data: { type: 'vigil:viewer', cameraId: 'gate', more: 1 } }, sent: { type: 'vigil:viewer', cameraId: 'gate' } },
])('passes on: $name', ({ facts, sent }) => {
  sentToMain.length = 0
  post(facts)
  expect(sentToMain).toEqual([{ channel: PORT_CHANNEL, message: sent, ports: [port] }])
})

it.each([
  { name: 'a message of another window', facts: { source: new EventTarget() } },
  { name: 'another origin', facts: { origin: 'https://example.net' } },
  { name: 'a type that is not on the list', facts: { data: { type: 'vigil:exec' } } },
  { name: 'no port', facts: { ports: [] } },
  { name: 'two ports', facts: { ports: [port, port] } },
])('ignores $name', ({ facts }) => {
  sentToMain.length = 0
  post(facts)
  expect(sentToMain).toEqual([])
})
