import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type * as E from 'electron'

/** An event that can be prevented, as Electron hands them out. */
export class PreventableEvent {
  defaultPrevented = false

  constructor(facts: object = {}) {
    Object.assign(this, facts)
  }

  preventDefault(): void {
    this.defaultPrevented = true
  }
}

interface Closable {
  close(): void
  destroy(): void
}

class FakeApp extends EventEmitter {
  isPackaged = false
  sandboxed = false
  /** What `exit` or a quit nobody prevented ended with; null while it runs. */
  exitCode: number | null = null
  /** Set to false to be the second instance. */
  firstInstance = true
  readonly windows = new Set<Closable>()
  readonly paths = new Map<string, string>([['temp', tmpdir()]])
  private ready = false
  private readonly becomingReady = Promise.withResolvers<void>()
  private waiting = false

  isReady(): boolean {
    return this.ready
  }

  /** Ready some time after the program's own top level has run. */
  whenReady(): Promise<void> {
    if (!this.waiting) setImmediate(() => this.becomeReady())
    this.waiting = true
    return this.becomingReady.promise
  }

  becomeReady(): void {
    if (this.ready) return
    this.ready = true
    this.emit('ready')
    this.becomingReady.resolve()
  }

  enableSandbox(): void {
    if (this.ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.sandboxed = true
  }

  requestSingleInstanceLock(): boolean {
    return this.firstInstance
  }

  getPath(name: string): string {
    const path = this.paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`)
    this.paths.set(name, path)
  }

  quit(): void {
    if (this.exitCode !== null) return
    const event = new PreventableEvent()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }

  exit(code = 0): void {
    if (this.exitCode !== null) return
    this.exitCode = code
    for (const window of this.windows) window.destroy()
    this.emit('quit', new PreventableEvent(), code)
  }

  /** Resolves with the exit code. */
  ended(): Promise<number> {
    if (this.exitCode !== null) return Promise.resolve(this.exitCode)
    return new Promise((resolve) => { this.once('quit', (_event, code: number) => resolve(code)) })
  }
}

export const app = new FakeApp()
app satisfies Pick<E.App, 'isPackaged' | 'isReady' | 'whenReady' | 'enableSandbox' | 'quit' | 'exit' | 'requestSingleInstanceLock' | 'getPath' | 'setPath'>
