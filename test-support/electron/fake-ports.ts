import { EventEmitter } from 'node:events'
import type * as E from 'electron'

/** Views that were posted although the buffer behind them is larger: Electron would have copied all of it. */
export const oversizedViews: { view: number; buffer: number }[] = []

/** A message as the other side gets it: cloned when it is sent. */
export function cloned(message: unknown): unknown {
  findOversized(message, 0)
  return structuredClone(message)
}

function findOversized(value: unknown, depth: number): void {
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength !== value.buffer.byteLength) oversizedViews.push({ view: value.byteLength, buffer: value.buffer.byteLength })
    return
  }
  if (typeof value !== 'object' || value === null || depth > 6) return
  for (const inner of Object.values(value)) findOversized(inner, depth + 1)
}

/** The ports of a transfer list as the receiver gets them. Anything but ports is refused, as Electron does. */
export function transferred(list: readonly unknown[], source: FakePort | null = null): FakePort[] {
  for (const [index, port] of list.entries()) {
    if (!(port instanceof FakePort)) throw new TypeError(`Port at index ${index} is not a valid port`)
    if (port === source) throw new Error(`Port at index ${index} contains the source port.`)
    if (port.neutered) throw new Error(`Port at index ${index} is already neutered.`)
  }
  return list.map((port) => (port as FakePort).moved())
}

/**
 * MessagePortMain as Electron's message_port.cc behaves: messages wait until `start()`, a port that was handed on is dead here,
 * closing reaches the other side, and nothing but ports can be transferred.
 */
export class FakePort extends EventEmitter implements Pick<E.MessagePortMain, 'postMessage' | 'start' | 'close'> {
  peer: FakePort | null = null
  started = false
  closed = false
  neutered = false
  private waiting: { data: unknown; ports: FakePort[] }[] = []

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    const ports = transferred(transfer, this)
    if (!this.closed && !this.neutered) this.pass(cloned(message), ports)
  }

  /** What was posted in another process, and cloned there, comes out of this end's peer. */
  pass(data: unknown, ports: FakePort[] = []): void {
    queueMicrotask(() => this.peer?.deliver({ data, ports }))
  }

  start(): void {
    this.started = true
    for (const event of this.waiting.splice(0)) this.emit('message', event)
  }

  close(): void {
    if (this.closed || this.neutered) return
    this.closed = true
    this.emit('close')
    queueMicrotask(() => this.peer?.close())
  }

  /** What arrives in the other process; messages that were not read yet go along. */
  moved(): FakePort {
    const there = new FakePort()
    there.peer = this.peer
    if (this.peer) this.peer.peer = there
    there.waiting = this.waiting
    there.closed = this.closed
    this.neutered = true
    return there
  }

  private deliver(event: { data: unknown; ports: FakePort[] }): void {
    if (this.closed) return
    if (this.neutered) this.peer = null
    else if (this.started) this.emit('message', event)
    else this.waiting.push(event)
  }
}

export class MessageChannelMain {
  readonly port1 = new FakePort()
  readonly port2 = new FakePort()

  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}
