import { currentDoor } from '../../transport/door.ts'
import type { Capture, CaptureRequest, FromWall, TileFacts, TileLook, TileRegions, ToWall } from './wall-messages.ts'

/** A tile as the page holds it; the worker does the rest. */
export interface TileHandle {
  size(width: number, height: number, scale: number): void
  visible(visible: boolean): void
  look(look: TileLook): void
  regions(regions: TileRegions): void
  detach(): void
}

let worker: Worker | null = null
let online = false
let nextTile = 1
let nextRequest = 1
const captures = new Map<number, (capture: Capture | null) => void>()
let takeFacts: (tiles: readonly TileFacts[]) => void = () => {}

const post = (message: ToWall, transfer: Transferable[] = []): void => theWorker().postMessage(message, transfer)

/** One worker for the life of the page, started with the first tile. */
function theWorker(): Worker {
  if (worker) return worker
  worker = new Worker(new URL('./wall-worker.ts', import.meta.url), { type: 'module', name: 'wall' })
  worker.addEventListener('message', ({ data: message }: MessageEvent<FromWall>) => {
    switch (message.type) {
      case 'facts': return takeFacts(message.tiles)
      case 'captured': {
        captures.get(message.request)?.(message.capture)
        captures.delete(message.request)
        return
      }
      case 'need-port': {
        const { port1, port2 } = new MessageChannel()
        window.postMessage({ type: 'vigil:viewer', cameraId: message.cameraId }, '*', [port2])
        post({ type: 'port', tile: message.tile, port: port1 }, [port1])
      }
    }
  })
  worker.addEventListener('error', (event) => console.error('the wall broke:', event.message))
  post({ type: 'online', online })
  return worker
}

export function onWallFacts(take: (tiles: readonly TileFacts[]) => void): void {
  takeFacts = take
}

/** Channels are opened only while the engine is reachable. */
export function setWallOnline(next: boolean): void {
  online = next
  if (worker) post({ type: 'online', online })
}

interface NewTile {
  readonly cameraId: string
  readonly canvas: HTMLCanvasElement
  readonly look: TileLook
  readonly regions: TileRegions
}

/** A canvas can be handed over once: bring a new one for every tile. */
export function attachTile({ cameraId, canvas, look, regions }: NewTile): TileHandle {
  const tile = nextTile++
  const offscreen = canvas.transferControlToOffscreen()
  post({ type: 'attach', tile, cameraId, canvas: offscreen, look, regions, channel: currentDoor() === 'desktop' ? 'port' : 'socket' }, [offscreen])
  return {
    size: (width, height, scale) => post({ type: 'size', tile, width, height, scale }),
    visible: (visible) => post({ type: 'visible', tile, visible }),
    look: (next) => post({ type: 'look', tile, look: next }),
    regions: (next) => post({ type: 'regions', tile, regions: next }),
    detach: () => post({ type: 'detach', tile }),
  }
}

/** The frame a camera's tile shows; waits for the first one. null when no tile shows that camera. */
export function captureTile(what: CaptureRequest): Promise<Capture | null> {
  return new Promise((resolve) => {
    const request = nextRequest++
    captures.set(request, resolve)
    post({ type: 'capture', request, what })
  })
}
