// Preloaded into the children of the fake utilityProcess: gives them Electron's `process.parentPort` instead of Node's channel.
import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'
import { cloned, oversizedViews } from './fake-ports.ts'
import type { Envelope } from './fake-utility.ts'

class SidePort extends EventEmitter {
  private readonly tell: (envelope: Envelope) => void
  private readonly id: number
  private waiting: unknown[] | null = []

  constructor(id: number, tell: (envelope: Envelope) => void) {
    super()
    this.id = id
    this.tell = tell
  }

  postMessage(data: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new TypeError('Port at index 0 is not a valid port')
    this.tell({ to: 'port', port: this.id, data: cloned(data) })
  }

  start(): void {
    const waiting = this.waiting ?? []
    this.waiting = null
    for (const data of waiting) this.emit('message', { data, ports: [] })
  }

  close(): void {
    this.tell({ to: 'close', port: this.id })
    this.emit('close')
  }

  take(data: unknown): void {
    if (this.waiting) this.waiting.push(data)
    else this.emit('message', { data, ports: [] })
  }
}

function becomeUtility(): void {
  const send = process.send?.bind(process)
  if (!send) throw new Error('utility-side is preloaded by the fake utilityProcess')
  const tell = (envelope: Envelope): void => {
    if (!process.connected) return
    send(envelope, undefined, {}, () => undefined)
    for (const views of oversizedViews.splice(0)) send({ to: 'oversized', ...views } satisfies Envelope, undefined, {}, () => undefined)
  }
  const ports = new Map<number, SidePort>()
  const parent = new EventEmitter()
  let waiting: { data: unknown; ports: SidePort[] }[] | null = []
  // As in Electron, messages flow once somebody listens.
  parent.on('newListener', (name) => {
    if (name !== 'message' || !waiting) return
    const held = waiting
    waiting = null
    queueMicrotask(() => { for (const event of held) parent.emit('message', event) })
  })
  process.on('message', (envelope: Envelope) => {
    if (envelope.to === 'port') return ports.get(envelope.port)?.take(envelope.data)
    if (envelope.to === 'oversized') return
    if (envelope.to === 'close') {
      const port = ports.get(envelope.port)
      ports.delete(envelope.port)
      return void port?.emit('close')
    }
    const event = { data: envelope.data, ports: envelope.ports.map((id) => new SidePort(id, tell)) }
    for (const [index, id] of envelope.ports.entries()) ports.set(id, event.ports[index] as SidePort)
    if (waiting) waiting.push(event)
    else parent.emit('message', event)
  })
  // Chromium ends its utility processes with the browser process.
  process.once('disconnect', () => process.exit(0))
  Object.assign(process, { send: undefined, parentPort: Object.assign(parent, { postMessage: (data: unknown) => tell({ to: 'parent', data: cloned(data), ports: [] }) }) })
}

// A preloaded module also runs in every worker thread of the child.
if (isMainThread) becomeUtility()
