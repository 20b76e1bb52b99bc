import type { IncomingMessage } from 'node:http'
import type { CameraId } from '../../../common/ids.ts'
import type { Services } from '../../rpc/services.ts'
import type { UpgradeHandler } from './http-server.ts'

/**
 * A viewer's WebSocket: main has checked who asks; the socket itself goes to the media process, which finishes the handshake. From then on
 * no frame passes through main.
 */
export const viewerUpgrade = ({ media, config }: Pick<Services, 'media' | 'config'>): UpgradeHandler => {
  let lastViewer = 0
  return (request, socket, head) => {
    const camera = new URL(request.url ?? '/', 'http://x').searchParams.get('camera') ?? ''
    const refusal = !config.camera(camera) ? '404 Not Found' : !media.up ? '503 Service Unavailable' : null
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`)
      return
    }
    const viewer = ++lastViewer
    media.send({
      type: 'viewer-socket', viewer, cameraId: camera as CameraId,
      upgrade: { method: request.method ?? 'GET', url: request.url ?? '/', headers: plainHeaders(request), head: head.toString('base64') },
    }, socket)
    // A message after a socket waits for its acknowledgement, at which this process closes its own end of it: whatever the viewer says from
    // then on is read by media. Without that, a viewer's first words (its credits) were lost once in some hundred times.
    media.send({ type: 'viewer-socket-free', viewer })
  }
}

const plainHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && name !== 'cookie' ? [[name, value]] : [])))
