import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PORT_CHANNEL } from '../../../common/wire/port-requests.ts'
import { type Desktop, startDesktop } from '../../../test-support/desktop.ts'
import type { FakeFrame } from '../../../test-support/electron/fake-window.ts'

let desktop: Desktop
beforeAll(async () => {
  desktop = await startDesktop({ config: { version: 1, detector: { model: 'none' } } })
  await desktop.window()
})
afterAll(() => desktop.close())

const OURS: FakeFrame = { parent: null, origin: 'app://vigil' }
const RPC = { type: 'vigil:rpc' }

describe('a port is refused and closed', () => {
  it.each([
    { name: 'from a page elsewhere', frame: { parent: null, origin: 'https://example.net' }, message: RPC },
    { name: 'from a frame inside our page', frame: { parent: OURS, origin: 'app://vigil' }, message: RPC },
    { name: 'from a frame that is gone', frame: null, message: RPC },
    { name: 'from an opaque origin', frame: { parent: null, origin: 'null' }, message: RPC },
    { name: 'with a type that is not on the list', frame: OURS, message: { type: 'vigil:exec' } },
    { name: 'with no type', frame: OURS, message: {} },
    { name: 'for a camera\'s name that cannot be', frame: OURS, message: { type: 'vigil:viewer', cameraId: '../../x' } },
  ])('$name', async ({ frame, message }) => {
    const { port1, port2 } = new desktop.electron.MessageChannelMain()
    ;(await desktop.window()).webContents.send(PORT_CHANNEL, message, [port2], frame)
    await vi.waitFor(() => expect(port1.closed).toBe(true))
  })

  it('from another window, although it shows our origin', async () => {
    const stranger = new desktop.electron.BrowserWindow()
    const { port1, port2 } = new desktop.electron.MessageChannelMain()
    stranger.webContents.send(PORT_CHANNEL, RPC, [port2], OURS)
    await vi.waitFor(() => expect(port1.closed).toBe(true))
    stranger.destroy()
  })

  it('when there are two', async () => {
    const [a, b] = [new desktop.electron.MessageChannelMain(), new desktop.electron.MessageChannelMain()]
    ;(await desktop.window()).webContents.send(PORT_CHANNEL, RPC, [a.port2, b.port2])
    await vi.waitFor(() => expect([a.port1.closed, b.port1.closed]).toEqual([true, true]))
  })
})

it('serves several pages\' ports, each until it is closed', async () => {
  const [first, second] = [await desktop.rpc(), await desktop.rpc()]
  expect(await first.client.cameras.list()).toEqual([])
  // A reload: the page's ports die, the next page brings its own.
  first.port.close()
  expect(await second.client.cameras.list()).toEqual([])
  await expect(second.client.cameras.remove({ id: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  second.port.close()
})

it('ends a watch when the page\'s port closes', async () => {
  const { client, port } = await desktop.rpc()
  const watching = (async () => { for await (const _ of await client.system.watch()) port.close() })()
  await expect(watching).rejects.toThrow('[AsyncIdQueue]')
})
