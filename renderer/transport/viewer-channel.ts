import type { ViewerMessage } from '../../common/wire/viewer-messages.ts'

/** One camera's own channel: frames come in, acknowledgements go out. Runs inside the wall's worker. */
export interface ViewerChannel {
  send(message: ViewerMessage): void
  close(): void
}

interface Handlers {
  readonly onOpen: (channel: ViewerChannel) => void
  readonly onFrame: (message: Uint8Array) => void
  /** Called once, not after `close`. */
  readonly onGone: () => void
}

/** Headless: a WebSocket; the session cookie travels with it. */
export function openViewerSocket(cameraId: string, { onOpen, onFrame, onGone }: Handlers): ViewerChannel {
  const address = new URL(`/api/v1/viewer?camera=${encodeURIComponent(cameraId)}`, location.origin)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  let over = false
  const channel: ViewerChannel = {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    close() {
      over = true
      socket.close()
    },
  }
  socket.addEventListener('open', () => onOpen(channel))
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer && !over) onFrame(new Uint8Array(data))
  })
  socket.addEventListener('close', () => {
    if (!over) onGone()
  })
  return channel
}

/** Electron: a port whose other end the main process moved to the media process. */
export function openViewerPort(port: MessagePort, { onOpen, onFrame, onGone }: Handlers): ViewerChannel {
  let over = false
  const channel: ViewerChannel = {
    send: (message) => port.postMessage(message),
    close() {
      over = true
      port.close()
    },
  }
  port.addEventListener('message', ({ data }) => {
    if (over) return
    if (data instanceof Uint8Array) onFrame(data)
    else if (data instanceof ArrayBuffer) onFrame(new Uint8Array(data))
  })
  port.addEventListener('close', () => {
    if (!over) onGone()
  })
  port.start()
  onOpen(channel)
  return channel
}
