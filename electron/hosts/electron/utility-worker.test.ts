import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../../test-support/engine.ts'
import { silentLogger } from '../../../test-support/events.ts'
import { app, MessageChannelMain, utilityProcesses } from '../../../test-support/fake-electron.ts'
import type { WorkerHandle } from '../../ports/worker-host.ts'
import { utilityWorkerHost } from './utility-worker.ts'

/** A worker that says what it got, and does as it is told. */
const WORKER = `
  process.on('SIGTERM', () => {})
  process.parentPort.on('message', ({ data, ports }) => {
    if (data.type === 'echo') process.parentPort.postMessage({ got: data, args: process.argv.slice(2) })
    if (data.type === 'port') { ports[0].on('message', ({ data }) => ports[0].postMessage({ back: data })); ports[0].start() }
    if (data.type === 'exit') process.exit(data.code)
    if (data.type === 'hang') for (;;);
  })
`
let folder: string
beforeAll(() => {
  folder = temporaryFolder()
  writeFileSync(join(folder, 'media.js'), WORKER)
})

const spawn = (): { worker: WorkerHandle; messages: unknown[]; exits: unknown[]; gone: Promise<void> } => {
  const worker = utilityWorkerHost(folder, silentLogger).spawn('media', ['one', 'two'])
  const messages: unknown[] = []
  const exits: unknown[] = []
  worker.onMessage((message) => messages.push(message))
  const gone = new Promise<void>((resolve) => { worker.onExit((exit) => { exits.push(exit); resolve() }) })
  return { worker, messages, exits, gone }
}
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000, interval: 10 })

it('can only start processes once Electron is ready', () => {
  expect(() => spawn()).toThrow(/before app is ready/)
  app.becomeReady()
})

it('carries what is posted before the process runs', async () => {
  const { worker, messages, gone } = spawn()
  expect(worker.pid).toBeUndefined()
  worker.post({ type: 'echo', text: 'early', bytes: new Uint8Array([1, 2]) })
  await soon(() => expect(messages).toEqual([{ got: { type: 'echo', text: 'early', bytes: new Uint8Array([1, 2]) }, args: ['one', 'two'] }]))
  expect(worker.pid).toBeGreaterThan(0)
  worker.post({ type: 'exit', code: 0 })
  await gone
})

it('moves a port beside a message, and nothing else', async () => {
  const { worker, gone } = spawn()
  const { port1, port2 } = new MessageChannelMain()
  const heard: unknown[] = []
  port1.on('message', ({ data }: { data: unknown }) => heard.push(data))
  port1.start()
  port1.postMessage('before it was moved')
  worker.post({ type: 'port' }, port2)
  port1.postMessage('after')
  await soon(() => expect(heard).toEqual([{ back: 'before it was moved' }, { back: 'after' }]))
  expect(() => worker.post({ type: 'port' }, new ArrayBuffer(8))).toThrow('Port at index 0 is not a valid port')
  worker.post({ type: 'exit', code: 0 })
  await gone
  await soon(() => expect(port1.closed).toBe(true))
})

it.each([{ code: 0 }, { code: 3 }])('reports an exit with $code once', async ({ code }) => {
  const { worker, exits, gone } = spawn()
  worker.post({ type: 'exit', code })
  await gone
  worker.post({ type: 'echo' })
  worker.kill()
  expect(exits).toEqual([{ code, signal: null }])
  expect(worker.pid).toBeUndefined()
})

it('ends a worker that hangs and would not hear SIGTERM', async () => {
  const { worker, messages, exits, gone } = spawn()
  worker.post({ type: 'echo' })
  await soon(() => expect(messages).toHaveLength(1))
  worker.post({ type: 'hang' })
  worker.kill()
  await gone
  expect(exits).toHaveLength(1)
  expect(utilityProcesses.every(({ pid }) => pid === undefined)).toBe(true)
})

it('ends a worker of ours for a rejection that nobody took, so that it is started again', async () => {
  const link = pathToFileURL(join(import.meta.dirname, '../../../native-workers/parent-link.ts')).href
  writeFileSync(join(folder, 'store.js'), `
    import(${JSON.stringify(link)}).then(({ openParentLink }) => openParentLink().onMessage(() => { void Promise.reject(new Error('a bug')) }))
  `)
  const worker = utilityWorkerHost(folder, silentLogger).spawn('store', [])
  const gone = new Promise((resolve) => { worker.onExit(resolve) })
  worker.post({})
  expect(await gone).toEqual({ code: 1, signal: null })
})
