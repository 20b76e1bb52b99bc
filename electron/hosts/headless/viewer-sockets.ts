import type { IncomingMessage } from 'node:http'
import type { CameraId } from '../../../common/ids.ts'
import type { Services } from '../../rpc/services.ts'
import type { UpgradeHandler } from './http-server.ts'

/**
 * A viewer's WebSocket: main has checked who asks; the socket itself goes to the media process, which finishes the handshake. From then on
 * no frame passes through main.
 */
export const viewerUpgrade = ({ media, config }: Pick<Services, 'media' | 'config'>): UpgradeHandler => (request, socket, head) => {
  const camera = new URL(request.url ?? '/', 'http://x').searchParams.get('camera') ?? ''
  const refusal = !config.camera(camera) ? '404 Not Found' : !media.up ? '503 Service Unavailable' : null
  if (refusal !== null) {
    socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`)
    return
  }
  media.send({
    type: 'attach-viewer', cameraId: camera as CameraId,
    upgrade: { method: request.method ?? 'GET', url: request.url ?? '/', headers: plainHeaders(request), head: head.toString('base64') },
  }, socket)
}

const plainHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && name !== 'cookie' ? [[name, value]] : [])))
