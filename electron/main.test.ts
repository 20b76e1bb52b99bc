import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Event } from '../common/contracts/event.ts'
import { VIEWER_CREDITS } from '../common/wire/viewer-messages.ts'
import { decodeViewerFrame } from '../common/wire/viewer-frame.ts'
import { type Desktop, ownFfmpegs, startDesktop } from '../test-support/desktop.ts'
import type { FakePort } from '../test-support/electron/fake-ports.ts'

const CONFIG = {
  version: 1, detector: { model: 'none' },
  cameras: [{ id: 'gate', inputs: [{ url: 'test:pattern' }], events: { on: ['motion'], preSeconds: 1, postSeconds: 1, maxSeconds: 5 } }],
}
const until = <T>(what: () => T | Promise<T>): Promise<T> => vi.waitFor(what, { timeout: 25_000, interval: 50 })

describe('the desktop door', () => {
  let desktop: Desktop
  beforeAll(async () => {
    desktop = await startDesktop({ config: CONFIG })
    await desktop.window()
  })
  afterAll(() => desktop.close())

  it('registers its scheme and the sandbox before Electron is ready', () => {
    // The fake refuses both afterwards.
    expect(desktop.electron.app.sandboxed).toBe(true)
    expect(desktop.electron.privilegedSchemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
    ])
  })

  it('keeps its lock and the page\'s storage with the data', () => {
    expect(desktop.electron.app.paths.get('userData')).toBe(desktop.data)
  })

  it('opens one hardened window on its own origin', async () => {
    const window = await desktop.window()
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, webviewTag: false, backgroundThrottling: false,
    })
    expect(window.options.webPreferences?.preload).toMatch(/preload[\\/]preload\.cjs$/)
    expect(window.loaded).toEqual(['app://vigil/'])
  })

  it('starts its workers as utility processes with bounded heaps and the whole environment', () => {
    const options = desktop.electron.utilityProcesses.map(({ options }) => options)
    expect(new Set(options.map(({ serviceName }) => serviceName))).toEqual(new Set(['vigil-media', 'vigil-store']))
    for (const { execArgv, env, stdio } of options) {
      expect(execArgv).toEqual([expect.stringMatching(/^--js-flags=--max-old-space-size=\d+/)])
      expect(env).toEqual({ ...process.env })
      expect(stdio).toEqual(['ignore', 'ignore', 'inherit'])
    }
  })

  it('answers the contract over a port', async () => {
    const { client, port } = await desktop.rpc()
    expect(await client.cameras.list()).toMatchObject([{ id: 'gate' }])
    for await (const status of await client.system.watch()) {
      expect(status.door).toBe('desktop')
      break
    }
    await expect(client.events.get({ id: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    port.close()
  })

  it('hands a viewer\'s port to the media process, and frames come', async () => {
    const { port, frames } = await watchLive(desktop, 'gate')
    await until(() => expect(frames.length).toBeGreaterThanOrEqual(VIEWER_CREDITS))
    for (const bytes of frames) expect(decodeViewerFrame(bytes).header).toMatchObject({ cameraId: 'gate', width: 640, height: 360 })
    port.close()
  })

  it('closes at once the port of a viewer whose camera there is not', async () => {
    const port = await desktop.portFor({ type: 'vigil:viewer', cameraId: 'no-such' })
    await until(() => expect(port.closed).toBe(true))
  })

  it('serves a clip in parts, straight from the store', async () => {
    const { protocol } = desktop.electron
    const saved = await until(async () => {
      const { items } = await (await protocol.fetch('app://vigil/api/v1/events')).json() as { items: Event[] }
      const found = items.find(({ clip }) => clip.state === 'saved')
      if (!found) throw new Error(`no clip is saved: ${JSON.stringify(items.map(({ clip }) => clip))}\n${desktop.complained()}`)
      return found
    })
    const clip = `app://vigil/api/v1/events/${saved.id}/clip.mp4`
    const whole = new Uint8Array(await (await protocol.fetch(clip)).arrayBuffer())
    const part = await protocol.fetch(clip, { headers: { range: 'bytes=100-299' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 100-299/${whole.length}`)
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(whole.slice(100, 300))
    const beyond = await protocol.fetch(clip, { headers: { range: `bytes=${whole.length}-` } })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toBe(`bytes */${whole.length}`)
  })

  it('posted no view onto a larger buffer on the way', () => {
    // Electron would have copied the whole buffer behind each.
    expect(desktop.electron.oversizedViews).toEqual([])
  })

  it('is called to the front by a second instance', async () => {
    const window = await desktop.window()
    window.minimized = true
    window.calls.length = 0
    desktop.electron.app.emit('second-instance', {}, [], '')
    expect(window.calls).toEqual(['restore', 'show', 'focus'])
  })

  it('lets viewers in again after the media process died', async () => {
    const before = await watchLive(desktop, 'gate')
    desktop.electron.utilityProcesses.find(({ options }) => options.serviceName === 'vigil-media')?.crash()
    await until(() => expect(before.port.closed).toBe(true))
    const after = await watchLive(desktop, 'gate')
    after.port.close()
  })

  it('ends when its window is closed: everything stopped first, nothing left behind', async () => {
    expect(ownFfmpegs()).not.toEqual([])
    const window = await desktop.window()
    window.close()
    expect(desktop.electron.app.exitCode).toBeNull()
    expect(await desktop.electron.app.ended()).toBe(0)
    expect(ownFfmpegs()).toEqual([])
    expect(desktop.electron.utilityProcesses.map(({ pid }) => pid)).toEqual(desktop.electron.utilityProcesses.map(() => undefined))
  })
})

describe('other ways to start', () => {
  it('leaves at once when another instance has the data folder', async () => {
    const desktop = await startDesktop({ config: CONFIG, prepare: ({ app }) => { app.firstInstance = false } })
    expect(await desktop.close()).toBe(0)
    expect(desktop.electron.utilityProcesses).toEqual([])
  })

  it.each([
    { name: 'a config that cannot be used', config: 'version: 1\ncameras: [{ id: gate, inputz: [] }]\n', args: [], code: 2, text: /^vigil\.yml:2.*inputz/m, boxes: 1 },
    { name: 'an argument without its value', config: CONFIG, args: ['--log-level', 'loud'], code: 2, text: /^--log-level: expected debug/m, boxes: 0 },
  ])('says so and ends with 2: $name', async ({ config, args, code, text, boxes }) => {
    const desktop = await startDesktop({ config, args })
    expect(await desktop.electron.app.ended()).toBe(code)
    expect(desktop.complained()).toMatch(text)
    expect(desktop.electron.errorBoxes).toHaveLength(boxes)
    for (const box of desktop.electron.errorBoxes) expect(box.text).toMatch(text)
    await desktop.close()
  })

  it('creates a session, runs it, reads a row', async () => {
    const desktop = await startDesktop({ args: ['--smoke'] })
    expect([await desktop.electron.app.ended(), desktop.complained()]).toEqual([0, ''])
    expect(JSON.parse(desktop.printed().replace(/^smoke ok /, ''))).toMatchObject({ model: 'yolox-nano', inferred: expect.any(Number), event: expect.any(String) })
    expect(existsSync(join(desktop.data, 'vigil.yml'))).toBe(false)
    await desktop.close()
  })

  it('opens the console to browsers where the config says so, and no longer when it has ended', async () => {
    const port = await freePort()
    const desktop = await startDesktop({ config: { ...CONFIG, server: { enabled: true, port } } })
    const at = `http://127.0.0.1:${port}`
    const health = await until(async () => await (await fetch(`${at}/healthz`)).json() as unknown)
    expect(health).toMatchObject({ version: expect.any(String) })
    expect((await fetch(`${at}/api/v1/events`)).status).toBe(401)
    const authorization = `Bearer ${readFileSync(join(desktop.data, 'token'), 'utf8').trim()}`
    expect((await fetch(`${at}/api/v1/events`, { headers: { authorization } })).status).toBe(200)

    // A browser's viewer: its socket stays with main, which bridges it to the media process.
    const frame = await until(() => new Promise<Uint8Array>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/viewer?camera=gate`, { headers: { authorization } })
      socket.on('open', () => socket.send(JSON.stringify({ type: 'credit', count: 1 })))
      socket.on('message', (data: Buffer) => { resolve(new Uint8Array(data)); socket.close() })
      for (const end of ['close', 'error'] as const) socket.on(end, () => reject(new Error('the viewer was closed')))
    }))
    expect(decodeViewerFrame(frame).header.cameraId).toBe('gate')
    await desktop.close()
    await expect(fetch(`${at}/healthz`)).rejects.toThrow('fetch failed')
  })
})

/** As a tile does: it asks again while its port is closed at once, because the media process is still starting. Resolves with the first frame. */
function watchLive(desktop: Desktop, cameraId: string): Promise<{ port: FakePort; frames: Uint8Array<ArrayBuffer>[] }> {
  return until(async () => {
    const port = await desktop.portFor({ type: 'vigil:viewer', cameraId })
    const frames: Uint8Array<ArrayBuffer>[] = []
    port.on('message', ({ data }: { data: Uint8Array<ArrayBuffer> }) => frames.push(data))
    port.start()
    port.postMessage({ type: 'credit', count: VIEWER_CREDITS })
    await vi.waitFor(() => { if (frames.length === 0) throw new Error(`no frame came; the port is ${port.closed ? 'closed' : 'open'}`) }, { timeout: 2_000, interval: 20 })
    return { port, frames }
  })
}

/** A port nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
