import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { Logger } from '../ports/logger.ts'
import { createRouter } from './router.ts'
import type { Services } from './services.ts'

/** The contract over WebSockets: one call of the returned function per viewer. */
export function serveOverSockets(services: Services, logger: Logger): (socket: WebSocket) => void {
  const handler = new RPCHandler(createRouter(services), { interceptors: [onError((error) => logUnexpected(error, logger))] })
  return (socket) => {
    socket.on('error', () => socket.terminate())
    void handler.upgrade(socket, { context: {} })
  }
}

/** Declared errors are answers; anything else is a bug. */
export function logUnexpected(error: unknown, logger: Logger): void {
  const code = (error as { code?: unknown } | null)?.code
  const name = (error as { name?: unknown } | null)?.name
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return
  if (name === 'AbortError') return
  logger.error({ error: error instanceof Error ? error.stack : String(error) }, 'a call failed')
}
