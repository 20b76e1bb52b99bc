import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { Logger } from '../ports/logger.ts'
import { createRouter } from './router.ts'
import { logUnexpected } from './serve-socket.ts'
import type { Services } from './services.ts'

/** What of Electron's MessagePortMain is used; this layer never imports electron. */
export interface RpcPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event?: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** The contract over ports: `serve` for every page that asks, `stop` ends them all. */
export function serveOverPorts(services: Services, logger: Logger): { serve(port: RpcPort): void; stop(): void } {
  const handler = new RPCHandler(createRouter(services), { interceptors: [onError((error) => logUnexpected(error, logger))] })
  // Held here: a port that nobody refers to is collected, and its page waits for ever.
  const open = new Set<RpcPort>()
  return {
    serve(port) {
      open.add(port)
      port.on('close', () => open.delete(port))
      handler.upgrade(port, { context: {} })
      port.start()
    },
    stop() {
      for (const port of open) port.close()
      open.clear()
    },
  }
}
