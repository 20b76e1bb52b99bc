import type { Logger } from '../../ports/logger.ts'
import type { Services } from '../../rpc/services.ts'
import { Gate } from './gate.ts'
import { startHttpServer, type UpgradeHandler } from './http-server.ts'
import { rpcUpgrade } from './rpc-sockets.ts'
import { readToken } from './token-file.ts'

export interface ConsoleServerOptions {
  readonly services: Services
  readonly logger: Logger
  readonly host: string
  readonly port: number
  /** The token is kept here. */
  readonly data: string
  readonly env: NodeJS.ProcessEnv
  readonly uiFolder: string
  /** How a viewer's frames get to its WebSocket differs from door to door. */
  readonly viewer: UpgradeHandler
}

export interface ConsoleServer {
  /** With the token in it, for a browser. */
  readonly address: string
  stop(): Promise<void>
}

/** The screens and the API for browsers. Rejects with one clear line when it cannot listen. */
export async function startConsoleServer({ services, logger, host, port, data, env, uiFolder, viewer }: ConsoleServerOptions): Promise<ConsoleServer> {
  const token = readToken(data, env)
  const rpc = rpcUpgrade(services, logger)
  const server = await startHttpServer({
    services, host, port, gate: (listening) => new Gate({ token, host, port: listening }),
    upgrades: { '/api/v1/rpc': rpc.upgrade, '/api/v1/viewer': viewer }, uiFolder,
  })
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${server.port}/#token=${token}`,
    async stop() {
      rpc.stop()
      server.stop()
    },
  }
}
