import type { ViewerChannel } from './viewer-channel.ts'

/** What of Electron's MessagePortMain is used; this process never imports electron. */
export interface PortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export const isPort = (handle: unknown): handle is PortLike =>
  typeof handle === 'object' && handle !== null && 'postMessage' in handle && 'start' in handle

export function portChannel(port: PortLike): ViewerChannel {
  return {
    // Ports copy: the message is exact-size already, so nothing but it is cloned.
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', (event) => listener(event.data))
      port.start()
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}
