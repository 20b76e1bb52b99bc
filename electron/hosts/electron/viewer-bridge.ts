import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { MessageChannelMain } from 'electron'
import { WebSocketServer } from 'ws'
import type { CameraId } from '../../../common/ids.ts'
import type { Services } from '../../rpc/services.ts'

/**
 * A browser's viewer of the desktop's own server. A socket cannot be moved into a utility process, so here, and only here, frames pass
 * through main: a port to the media process on one side, the WebSocket on the other.
 */
export const viewerBridge = ({ media, config }: Pick<Services, 'media' | 'config'>) => {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 })
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const cameraId = new URL(request.url ?? '/', 'http://x').searchParams.get('camera') ?? ''
    const refusal = !config.camera(cameraId) ? '404 Not Found' : !media.up ? '503 Service Unavailable' : null
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`)
      return
    }
    server.handleUpgrade(request, socket, head, (viewer) => {
      const { port1: port, port2 } = new MessageChannelMain()
      port.on('message', ({ data }) => viewer.send(data as Uint8Array, { binary: true }))
      port.on('close', () => viewer.close(1001))
      viewer.on('message', (text: Buffer) => {
        try {
          port.postMessage(JSON.parse(text.toString('utf8')))
        } catch {
          viewer.close(1003, 'expected JSON text')
        }
      })
      viewer.on('error', () => viewer.terminate())
      viewer.on('close', () => port.close())
      port.start()
      media.send({ type: 'attach-viewer', cameraId: cameraId as CameraId }, port2)
    })
  }
}
