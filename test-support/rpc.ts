import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../common/contracts/rpc.ts'
import type { SystemStatus } from '../common/contracts/system.ts'
import { decodeViewerFrame, type ViewerFrameHeader } from '../common/wire/viewer-frame.ts'
import type { ViewerMessage } from '../common/wire/viewer-messages.ts'
import type { RunningEngine } from './engine.ts'

export interface WatchedSystem {
  /** Every state the engine told, oldest first. */
  readonly states: readonly SystemStatus[]
  /** Why the connection ended; null while it stands. */
  readonly ended: string | null
  close(): void
}

/** A screen's own connection, as the browser makes it: follows the state of the system until it is closed. */
export async function watchSystem(engine: RunningEngine): Promise<WatchedSystem> {
  const socket = await connect(engine, '/api/v1/rpc')
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  const states: SystemStatus[] = []
  let ended: string | null = null
  socket.once('close', (code) => { ended ??= `closed with ${code}` })
  const follow = async (): Promise<void> => {
    for await (const state of await client.system.watch()) states.push(state)
  }
  follow().then(() => { ended ??= 'the stream ended' }, (error: unknown) => { ended ??= String(error) })
  return { states, get ended() { return ended }, close: () => socket.terminate() }
}

/** The calls a screen makes, over a connection of their own. */
export async function callEngine(engine: RunningEngine): Promise<{ client: ContractRouterClient<Contract>; close(): void }> {
  const socket = await connect(engine, '/api/v1/rpc')
  return { client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })), close: () => socket.terminate() }
}

/** A tile that shows a camera: takes a frame as soon as one comes, and gives its credit back. Returns how many it got so far. */
export async function watchCamera(engine: RunningEngine, camera: string, onFrame: (header: ViewerFrameHeader, picture: Uint8Array) => void = () => undefined): Promise<() => number> {
  const socket = await connect(engine, `/api/v1/viewer?camera=${camera}`)
  let frames = 0
  const say = (message: ViewerMessage): void => socket.send(JSON.stringify(message))
  socket.on('message', (data: Buffer) => {
    frames++
    const { header, picture } = decodeViewerFrame(data)
    onFrame(header, picture)
    const { epoch, sequence } = header
    say({ type: 'painted', epoch, sequence, outcome: 'painted', waitMs: 0, paintMs: 0 })
  })
  say({ type: 'credit', count: 2 })
  return () => frames
}

async function connect(engine: RunningEngine, path: string): Promise<WebSocket> {
  const socket = new WebSocket(`${engine.url.replace('http', 'ws')}${path}`, { headers: { authorization: `Bearer ${engine.token}` } })
  await new Promise<void>((open, failed) => { socket.once('open', open).once('error', failed) })
  // A test that kills engines expects its connections to break.
  socket.on('error', () => undefined)
  return socket
}
