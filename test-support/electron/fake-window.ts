import { EventEmitter } from 'node:events'
import type * as E from 'electron'
import { app, PreventableEvent } from './fake-app.ts'
import type { FakePort } from './fake-ports.ts'

export interface FakeFrame {
  readonly parent: FakeFrame | null
  readonly origin: string
}

export const ipcMain = new EventEmitter()

class FakeWebContents extends EventEmitter {
  mainFrame: FakeFrame = { parent: null, origin: 'null' }
  private openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }

  /** What the page tries; true when the shell let it. */
  tryOpen(url: string): boolean {
    return this.openHandler({ url }).action === 'allow'
  }

  tryTo(what: 'will-navigate' | 'will-frame-navigate' | 'will-attach-webview', facts: object): boolean {
    const event = new PreventableEvent(facts)
    this.emit(what, event)
    return !event.defaultPrevented
  }

  /** `ipcRenderer.postMessage` of one of this page's frames. */
  send(channel: string, message: unknown, ports: readonly FakePort[], frame: FakeFrame | null = this.mainFrame): void {
    ipcMain.emit(channel, { sender: this, senderFrame: frame, ports: ports.map((port) => port.moved()) }, structuredClone(message))
  }
}

export class BrowserWindow extends EventEmitter implements Pick<E.BrowserWindow, 'isDestroyed' | 'isMinimized' | 'close' | 'destroy' | 'show' | 'hide' | 'focus' | 'restore' | 'loadURL'> {
  static getAllWindows(): BrowserWindow[] {
    return [...app.windows] as BrowserWindow[]
  }

  readonly options: E.BrowserWindowConstructorOptions
  readonly webContents = new FakeWebContents()
  readonly loaded: string[] = []
  readonly calls: string[] = []
  minimized = false
  visible: boolean

  constructor(options: E.BrowserWindowConstructorOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = options
    this.visible = options.show ?? true
    app.windows.add(this)
    app.emit('web-contents-created', new PreventableEvent(), this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    // Node knows no origin of schemes it does not know.
    const { protocol, host } = new URL(url)
    this.webContents.mainFrame = { parent: null, origin: `${protocol}//${host}` }
    queueMicrotask(() => this.emit('ready-to-show'))
  }

  isMinimized(): boolean { return this.minimized }
  isDestroyed(): boolean { return !app.windows.has(this) }
  focus(): void { this.calls.push('focus') }

  show(): void {
    this.visible = true
    this.calls.push('show')
  }

  hide(): void {
    this.visible = false
    this.calls.push('hide')
  }

  restore(): void {
    this.minimized = false
    this.calls.push('restore')
  }

  close(): void {
    if (this.isDestroyed()) return
    this.destroy()
    if (app.windows.size === 0 && app.exitCode === null && !app.emit('window-all-closed')) app.quit()
  }

  destroy(): void {
    if (app.windows.delete(this)) this.emit('closed')
  }
}
