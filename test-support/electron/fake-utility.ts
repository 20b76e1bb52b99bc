import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type * as E from 'electron'
import { app } from './fake-app.ts'
import { cloned, type FakePort, oversizedViews, transferred } from './fake-ports.ts'

/** What passes between a fake utility process and the real child behind it; `utility-side.ts` is the other end. */
export type Envelope =
  | { readonly to: 'parent'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly to: 'port'; readonly port: number; readonly data: unknown }
  | { readonly to: 'close'; readonly port: number }
  /** The child posted a view onto a larger buffer. */
  | { readonly to: 'oversized'; readonly view: number; readonly buffer: number }

const SOURCES = join(import.meta.dirname, '../../native-workers')
const SIDE = join(import.meta.dirname, 'utility-side.ts')

/** All that were forked, in order. */
export const utilityProcesses: FakeUtilityProcess[] = []

/** A utility process whose body is a real child process: the product's own worker entries run in it, with a `process.parentPort`. */
class FakeUtilityProcess extends EventEmitter implements Pick<E.UtilityProcess, 'postMessage' | 'kill' | 'pid'> {
  pid: number | undefined
  readonly modulePath: string
  readonly options: E.ForkOptions
  private readonly child: ChildProcess
  private readonly ports = new Map<number, FakePort>()
  private nextPort = 1

  constructor(modulePath: string, args: readonly string[], options: E.ForkOptions) {
    super()
    this.modulePath = modulePath
    this.options = options
    const flags = (options.execArgv ?? []).flatMap((flag) => (flag.startsWith('--js-flags=') ? flag.slice('--js-flags='.length).split(' ') : [flag]))
    const source = join(SOURCES, basename(modulePath, '.js'), 'entry.ts')
    this.child = fork(existsSync(modulePath) ? modulePath : source, [...args], {
      // Utility processes only warn of rejections that nobody took.
      execArgv: [...flags, '--unhandled-rejections=warn', '--import', SIDE], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // As Electron: an environment that is given replaces the process's own.
      env: options.env && Object.keys(options.env).length > 0 ? options.env as NodeJS.ProcessEnv : process.env,
    })
    this.child.on('error', () => undefined)
    this.child.once('spawn', () => { this.pid = this.child.pid; this.emit('spawn') })
    this.child.on('message', (envelope: Envelope) => this.take(envelope))
    this.child.once('exit', (code, signal) => this.exited(code ?? 9, signal))
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    const data = cloned(message)
    const ports = transferred(transfer).map((port) => this.bridge(port))
    this.send({ to: 'parent', data, ports })
  }

  kill(): boolean {
    return this.pid !== undefined && this.child.kill('SIGTERM')
  }

  /** For tests: it dies by itself, as in a native crash. */
  crash(): void {
    this.child.kill('SIGKILL')
  }

  private send(envelope: Envelope): void {
    if (this.child.connected) this.child.send(envelope, () => undefined)
  }

  private bridge(port: FakePort): number {
    const id = this.nextPort++
    this.ports.set(id, port)
    port.on('message', ({ data }: { data: unknown }) => this.send({ to: 'port', port: id, data }))
    port.on('close', () => { if (this.ports.delete(id)) this.send({ to: 'close', port: id }) })
    port.start()
    return id
  }

  private take(envelope: Envelope): void {
    if (envelope.to === 'parent') return void this.emit('message', envelope.data)
    if (envelope.to === 'oversized') return void oversizedViews.push({ view: envelope.view, buffer: envelope.buffer })
    const port = this.ports.get(envelope.port)
    if (envelope.to === 'port') return port?.pass(envelope.data)
    this.ports.delete(envelope.port)
    port?.close()
  }

  private exited(exitCode: number, signal: string | null): void {
    this.pid = undefined
    for (const port of this.ports.values()) port.close()
    this.ports.clear()
    const { serviceName: name } = this.options
    app.emit('child-process-gone', { preventDefault: () => undefined }, { type: 'Utility', reason: signal === null ? (exitCode === 0 ? 'clean-exit' : 'abnormal-exit') : 'killed', exitCode, name, serviceName: 'node.mojom.NodeService' })
    this.emit('exit', exitCode)
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: E.ForkOptions = {}): FakeUtilityProcess {
    if (!app.isReady()) throw new TypeError('utilityProcess cannot be created before app is ready.')
    if (Array.isArray(options.stdio) && options.stdio[0] !== 'ignore') throw new TypeError('stdin value other than ignore is not supported.')
    const child = new FakeUtilityProcess(modulePath, args, options)
    utilityProcesses.push(child)
    return child
  },
}
