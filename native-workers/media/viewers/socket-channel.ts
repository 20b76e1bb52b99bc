import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ViewerUpgrade } from '../../../common/wire/media-messages.ts'
import type { ViewerChannel } from './viewer-channel.ts'

// Frames are already as small as they get on loopback: compression would only add time.
const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 })

/** Finishes the handshake on a socket that main handed over. */
export function acceptSocket(socket: Socket, upgrade: ViewerUpgrade, accepted: (channel: ViewerChannel) => void): void {
  socket.setNoDelay(true)
  // The handshake reads only these three of a request.
  const request = { method: upgrade.method, url: upgrade.url, headers: upgrade.headers } as unknown as IncomingMessage
  server.handleUpgrade(request, socket, Buffer.from(upgrade.head, 'base64'), (webSocket) => accepted(socketChannel(webSocket)))
}

function socketChannel(webSocket: WebSocket): ViewerChannel {
  webSocket.on('error', () => webSocket.terminate())
  return {
    send: (message) => webSocket.send(message, { binary: true }),
    onMessage(listener) {
      webSocket.on('message', (data: Buffer) => {
        try {
          listener(JSON.parse(data.toString('utf8')))
        } catch {
          webSocket.close(1003, 'expected JSON text')
        }
      })
    },
    onClose: (listener) => void webSocket.on('close', listener),
    close: () => webSocket.close(1001),
  }
}
