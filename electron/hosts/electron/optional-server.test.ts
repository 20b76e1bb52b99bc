import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import type { Notice } from '../../../common/contracts/system.ts'
import { type Desktop, startDesktop } from '../../../test-support/desktop.ts'

/** A server on a port of its choice. */
const listening = (port: number): Promise<Server> => new Promise((resolve) => { const server: Server = createServer().listen(port, '127.0.0.1', () => resolve(server)) })
const portOf = (server: Server): number => (server.address() as { port: number }).port
const closed = (server: Server): Promise<void> => new Promise((resolve) => { server.close(() => resolve()) })

let other: Server
let desktop: Desktop
beforeAll(async () => {
  other = await listening(0)
  desktop = await startDesktop({ config: config({ enabled: true }) })
})
afterAll(async () => {
  await desktop.close()
  await closed(other)
})

const config = (server: object): object => ({ version: 1, detector: { model: 'none' }, server: { port: portOf(other), ...server } })
const save = (server: object): void => writeFileSync(join(desktop.data, 'vigil.yml'), stringify(config(server)))
const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 30 })

async function notices(): Promise<readonly Notice[]> {
  const { client, port } = await desktop.rpc()
  for await (const { notices } of await client.system.watch()) {
    port.close()
    return notices
  }
  return []
}

it('says on the screens that the port is taken, and runs on', async () => {
  await until(async () => expect((await notices()).map(({ text }) => text)).toContainEqual(expect.stringContaining(`port ${portOf(other)} on 127.0.0.1 is in use`)))
})

it('starts, moves and stops as the file says, while Vigil runs', async () => {
  const spare = await listening(0)
  const port = portOf(spare)
  await closed(spare)
  save({ enabled: true, port })
  await until(async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200))
  expect((await notices()).filter(({ id }) => id === 'server')).toEqual([])
  save({ enabled: false, port })
  await until(async () => expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed'))
})
