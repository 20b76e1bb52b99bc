import { WebSocketServer } from 'ws'
import type { Logger } from '../../ports/logger.ts'
import { serveOverSockets } from '../../rpc/serve-socket.ts'
import type { Services } from '../../rpc/services.ts'
import type { UpgradeHandler } from './http-server.ts'

/** RPC over WebSocket. Control only: messages are small, and a viewer that sends large ones is not one of ours. */
export function rpcUpgrade(services: Services, logger: Logger): { upgrade: UpgradeHandler; stop(): void } {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024, perMessageDeflate: false })
  const serve = serveOverSockets(services, logger)
  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket)),
    stop: () => { for (const client of server.clients) client.terminate() },
  }
}
