import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../common/contracts/rpc.ts'

export type EngineClient = ContractRouterClient<Contract>

/** One way to the engine, until it closes. */
export interface Connection {
  readonly client: EngineClient
  readonly closed: Promise<void>
  close(): void
}

const OPEN_LIMIT_MS = 5_000

/** Rejects when the socket does not open in five seconds. */
export async function openSocket(): Promise<Connection> {
  const address = new URL('/api/v1/rpc', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  address.hash = ''
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }))
  const client: EngineClient = createORPCClient(new SocketLink({ websocket: socket }))
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => {
      socket.close()
      reject(new Error('the engine did not answer in time'))
    }, OPEN_LIMIT_MS)
    socket.addEventListener('open', () => { clearTimeout(limit); resolve() }, { once: true })
    socket.addEventListener('close', () => { clearTimeout(limit); reject(new Error('the engine closed the connection')) }, { once: true })
  })
  return { client, closed, close: () => socket.close() }
}

/** Preload hands the other end of the channel to the main process. */
export function openPort(): Connection {
  const { port1, port2 } = new MessageChannel()
  const closed = new Promise<void>((resolve) => port1.addEventListener('close', () => resolve(), { once: true }))
  const client: EngineClient = createORPCClient(new PortLink({ port: port1 }))
  port1.start()
  window.postMessage({ type: 'vigil:rpc' }, '*', [port2])
  return { client, closed, close: () => port1.close() }
}
