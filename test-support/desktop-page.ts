import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { PORT_CHANNEL } from '../common/wire/port-requests.ts'
import type { Desktop } from './desktop.ts'
import { ROOT } from './engine.ts'
import type { FakePort } from './electron/fake-ports.ts'

/** Any origin with a secure context will do: every request is answered by the shell's own scheme handler. */
const ORIGIN = 'http://vigil.localhost'

export interface DesktopPage {
  readonly page: Page
  readonly errors: string[]
}

/**
 * The built screens in Chromium, on the far side of the shell that runs on the fake Electron: addresses go to its scheme handler, the built
 * preload runs in front of the page, and its ports are carried to the main process, message by message.
 */
export async function openDesktopPage(browser: Browser, desktop: Desktop, path: string): Promise<DesktopPage> {
  const { webContents } = await desktop.window()
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  const errors: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()) })
  page.on('pageerror', (error) => errors.push(String(error)))

  await page.route('**/*', async (route) => {
    const request = route.request()
    const body = request.postData()
    const response = await desktop.electron.protocol.fetch(request.url().replace(ORIGIN, 'app://vigil'), { method: request.method(), headers: request.headers(), body })
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
  })

  const ports = new Map<number, FakePort>()
  await page.exposeFunction('vigilTestPort', (id: number, message: object) => {
    const { port1, port2 } = new desktop.electron.MessageChannelMain()
    ports.set(id, port1)
    port1.on('message', ({ data }: { data: unknown }) => {
      const bytes = data instanceof Uint8Array ? Buffer.from(data).toString('base64') : null
      void page.evaluate(([to, text, plain]) => globalThis.vigilTestDeliver(to, text, plain), [id, bytes, bytes === null ? data : null] as const).catch(() => undefined)
    })
    port1.on('close', () => { void page.evaluate((to) => globalThis.vigilTestClose(to), id).catch(() => undefined) })
    port1.start()
    webContents.send(PORT_CHANNEL, message, [port2])
  })
  await page.exposeFunction('vigilTestPost', (id: number, data: unknown) => ports.get(id)?.postMessage(data))
  // A page that goes takes its ports with it.
  page.on('framenavigated', () => {
    for (const port of ports.values()) port.close()
    ports.clear()
  })
  const preload = readFileSync(join(ROOT, 'out/preload/preload.cjs'), 'utf8')
  // As Electron runs it: CommonJS, with a `require` and a `process` of its own.
  await page.addInitScript({ content: `{ const electron = (${pageSide.toString()})(${JSON.stringify(PORT_CHANNEL)});\n((require, process) => {${preload}\n})(() => electron, { platform: 'linux' }) }` })
  await page.goto(`${ORIGIN}${path}`)
  return { page, errors }
}

declare global {
  var vigilTestPort: (id: number, message: unknown) => Promise<void>
  var vigilTestPost: (id: number, data: unknown) => Promise<void>
  var vigilTestDeliver: (id: number, base64: string | null, plain: unknown) => void
  var vigilTestClose: (id: number) => void
}

/** Runs in the page before anything else: what Electron gives a sandboxed preload. */
function pageSide(channel: string): object {
  const ports = new Map<number, MessagePort>()
  let turn = Promise.resolve()
  let nextPort = Date.now()
  globalThis.vigilTestDeliver = (id, base64, plain) => {
    ports.get(id)?.postMessage(base64 === null ? plain : Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)))
  }
  globalThis.vigilTestClose = (id) => ports.get(id)?.close()
  return {
    contextBridge: { exposeInMainWorld: (key: string, api: unknown): void => { Reflect.set(globalThis, key, api) } },
    ipcRenderer: {
      postMessage(to: string, message: unknown, [port]: MessagePort[]): void {
        if (to !== channel || !port) throw new Error(`nobody listens to ${to}`)
        const id = nextPort++
        ports.set(id, port)
        // In order: what the page posts on a port must not overtake the port itself.
        turn = turn.then(() => globalThis.vigilTestPort(id, message))
        port.addEventListener('message', ({ data }) => { turn = turn.then(() => globalThis.vigilTestPost(id, data)) })
        port.start()
      },
    },
  }
}
