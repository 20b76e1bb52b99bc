import '../../no-eval.ts'
import { openViewerPort, openViewerSocket } from '../../transport/viewer-channel.ts'
import { Tile } from './tile.ts'
import type { FromWall, ToWall } from './wall-messages.ts'

/** The wall: every camera's channel and every tile's canvas live here, away from React. */
const scope = globalThis as unknown as {
  postMessage(message: FromWall, transfer?: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWall>) => void): void
}

const FACTS_EVERY_MS = 250
const tiles = new Map<number, Tile>()
let online = false
let scheduled = false

// Not requestAnimationFrame: it held frames back (medians in two pairs of runs, software GL, 4 x 15 fps: 11.1 to 8.5 ms and 17.2 to
// 10.7 ms), and every tenth to fourth was replaced before its turn. A task of its own still lets frames that arrived together replace each other.
const soon = new MessageChannel()
soon.port1.addEventListener('message', paintAll)
soon.port1.start()

function requestPaint(): void {
  if (scheduled) return
  scheduled = true
  soon.port2.postMessage(null)
}

function paintAll(): void {
  scheduled = false
  for (const tile of tiles.values()) tile.paint(Date.now())
}

const handlersOf = (tile: Tile): Parameters<typeof openViewerSocket>[1] => ({
  onOpen: (channel) => tile.channelOpened(channel),
  onFrame(message) {
    try {
      tile.frameArrived(message, Date.now())
    } catch (error) {
      console.error(`camera ${tile.cameraId}: a frame could not be read`, error)
    }
  },
  onGone: () => tile.channelGone(online),
})

function attach(message: Extract<ToWall, { type: 'attach' }>): void {
  const tile = new Tile({
    cameraId: message.cameraId,
    canvas: message.canvas,
    look: message.look,
    regions: message.regions,
    requestPaint,
    openChannel(own) {
      if (message.channel === 'port') scope.postMessage({ type: 'need-port', tile: message.tile, cameraId: message.cameraId })
      else openViewerSocket(message.cameraId, handlersOf(own))
    },
  })
  tiles.set(message.tile, tile)
  if (online) tile.reopen()
}

scope.addEventListener('message', ({ data: message }) => {
  if (message.type === 'attach') return attach(message)
  if (message.type === 'online') {
    online = message.online
    if (online) for (const tile of tiles.values()) tile.reopen()
    return
  }
  if (message.type === 'capture') {
    const tile = [...tiles.values()].find((one) => one.cameraId === message.what.cameraId)
    const answer = (capture: Parameters<Parameters<Tile['capture']>[1]>[0]): void =>
      scope.postMessage({ type: 'captured', request: message.request, capture }, capture?.rgba ? [capture.rgba.buffer as ArrayBuffer] : [])
    if (tile) tile.capture(message.what, answer)
    else answer(null)
    return
  }
  const tile = tiles.get(message.tile)
  if (!tile) return
  switch (message.type) {
    case 'port': return void openViewerPort(message.port, handlersOf(tile))
    case 'size': return tile.resize(message.width, message.height, message.scale)
    case 'visible': return tile.setVisible(message.visible)
    case 'look':
      tile.look = message.look
      return tile.redraw()
    case 'regions':
      tile.regions = message.regions
      return tile.redraw()
    case 'detach':
      tile.close()
      tiles.delete(message.tile)
  }
})

setInterval(() => {
  if (tiles.size === 0) return
  const now = Date.now()
  scope.postMessage({ type: 'facts', tiles: [...tiles.values()].map((tile) => tile.facts(now)) })
}, FACTS_EVERY_MS)
