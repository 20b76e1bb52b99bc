import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { vi } from 'vitest'
import { stringify } from 'yaml'
import type { Contract } from '../common/contracts/rpc.ts'
import { PORT_CHANNEL } from '../common/wire/port-requests.ts'
import { ROOT, temporaryFolder } from './engine.ts'
import { modelPath } from './footage.ts'
import type * as fakeElectron from './fake-electron.ts'
import type { FakePort } from './electron/fake-ports.ts'

type FakeElectron = typeof fakeElectron
export type EngineClient = ContractRouterClient<Contract>

export interface Desktop {
  readonly electron: FakeElectron
  readonly data: string
  /** Everything it printed so far. */
  printed(): string
  complained(): string
  /** The first window; waits until it is shown. */
  window(): Promise<InstanceType<FakeElectron['BrowserWindow']>>
  /** A port as the page makes one: our end of it, the other end already sent to the main process. */
  portFor(message: object): Promise<FakePort>
  rpc(): Promise<{ client: EngineClient; port: FakePort }>
  /** Quits if it still runs; resolves with the exit code. */
  close(): Promise<number>
}

interface DesktopSetup {
  readonly config?: object | string
  readonly args?: readonly string[]
  /** The built program instead of the sources. */
  readonly built?: boolean
  /** Turns the fake before the program starts. */
  readonly prepare?: (electron: FakeElectron) => void
}

/** Runs electron/main.ts as Electron would: the whole program on a fresh fake, with real worker processes, real services, real ffmpeg. */
export async function startDesktop({ config, args = [], built = false, prepare }: DesktopSetup): Promise<Desktop> {
  vi.resetModules()
  const electron = await import('./fake-electron.ts')
  const data = temporaryFolder()
  if (config !== undefined) writeFileSync(join(data, 'vigil.yml'), typeof config === 'string' ? config : stringify(config))
  electron.app.paths.set('userData', data)
  prepare?.(electron)

  const written = { out: '', err: '' }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => { written.out += String(text); return true })
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => { written.err += String(text); return true })
  const argv = process.argv
  const rejectionListeners = process.listeners('unhandledRejection')
  // As electron-vite and Playwright start it: switches of Chromium's before the program, ours behind it.
  process.argv = [process.execPath, '--remote-debugging-port=0', '.', '--models', dirname(modelPath('yolox_nano.onnx')), '--log-level', 'error', ...args]
  try {
    await (built ? import(pathToFileURL(join(ROOT, 'out/main/main.js')).href) : import('../electron/main.ts'))
  } finally {
    process.argv = argv
  }

  const window = (): Promise<InstanceType<FakeElectron['BrowserWindow']>> => vi.waitFor(() => {
    const [first] = electron.BrowserWindow.getAllWindows()
    if (!first?.visible) throw new Error(`no window is shown\n${written.err}`)
    return first
  }, { timeout: 15_000, interval: 20 })
  const portFor = async (message: object): Promise<FakePort> => {
    const { port1, port2 } = new electron.MessageChannelMain()
    const { webContents } = await window()
    webContents.send(PORT_CHANNEL, message, [port2])
    return port1
  }
  return {
    electron, data, window, portFor,
    printed: () => written.out,
    complained: () => written.err,
    async rpc() {
      const port = await portFor({ type: 'vigil:rpc' })
      const client: EngineClient = createORPCClient(new RPCLink({ port }))
      port.start()
      return { client, port }
    },
    async close() {
      const ended = electron.app.ended()
      electron.app.quit()
      const code = await ended
      out.mockRestore()
      err.mockRestore()
      for (const listener of process.listeners('unhandledRejection')) if (!rejectionListeners.includes(listener)) process.off('unhandledRejection', listener)
      return code
    },
  }
}

/** ffmpeg processes that this process started and that still run. */
export function ownFfmpegs(): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,comm='], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => {
    const [, parent, state = '', name] = line.trim().split(/\s+/)
    return Number(parent) === process.pid && name === 'ffmpeg' && !state.startsWith('Z')
  })
}
