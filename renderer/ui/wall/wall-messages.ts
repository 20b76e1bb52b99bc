import type { Line, Zone } from '../../../common/contracts/regions.ts'
import type { TrackState } from '../../../common/frame-result.ts'

/** How a tile is drawn. */
export interface TileLook {
  readonly boxes: boolean
  readonly regions: boolean
  /** `contain` shows the whole picture, `cover` fills the tile. */
  readonly fit: 'contain' | 'cover'
}

export interface TileRegions {
  readonly zones: readonly Pick<Zone, 'id' | 'name' | 'points'>[]
  readonly lines: readonly Pick<Line, 'id' | 'name' | 'from' | 'to' | 'direction'>[]
}

/** Light figures about one tile; never pixels. */
export interface TileFacts {
  readonly cameraId: string
  /** The viewer's own channel to the engine. */
  readonly channel: 'opening' | 'open' | 'closed'
  readonly frameId: string | null
  readonly capturedAtMs: number | null
  /** Since the painted frame was captured, milliseconds. */
  readonly ageMs: number | null
  readonly fps: number
  readonly painted: number
  readonly superseded: number
  readonly tracks: number
  readonly motion: boolean
  readonly width: number
  readonly height: number
}

export interface CaptureRequest {
  readonly cameraId: string
  /** `canvas`: the very pixels on the screen. `source`: the same paint once more, at the frame's own size. */
  readonly size: 'canvas' | 'source'
  readonly overlay: boolean
  readonly as: 'rgba' | 'png'
}

export interface Capture {
  readonly frameId: string
  readonly ptsMs: number
  readonly capturedAtMs: number
  readonly boxes: readonly TrackState[]
  readonly width: number
  readonly height: number
  /** Where the picture lies on the canvas, in its pixels. */
  readonly picture: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly rgba: Uint8ClampedArray | null
  readonly png: Blob | null
}

export type ToWall =
  | { readonly type: 'attach'; readonly tile: number; readonly cameraId: string; readonly canvas: OffscreenCanvas; readonly look: TileLook; readonly regions: TileRegions; readonly channel: 'socket' | 'port' }
  | { readonly type: 'port'; readonly tile: number; readonly port: MessagePort }
  | { readonly type: 'size'; readonly tile: number; readonly width: number; readonly height: number; readonly scale: number }
  | { readonly type: 'visible'; readonly tile: number; readonly visible: boolean }
  | { readonly type: 'look'; readonly tile: number; readonly look: TileLook }
  | { readonly type: 'regions'; readonly tile: number; readonly regions: TileRegions }
  | { readonly type: 'detach'; readonly tile: number }
  | { readonly type: 'online'; readonly online: boolean }
  | { readonly type: 'capture'; readonly request: number; readonly what: CaptureRequest }

export type FromWall =
  | { readonly type: 'facts'; readonly tiles: readonly TileFacts[] }
  /** Desktop: only the page can ask the main process for a camera's port. */
  | { readonly type: 'need-port'; readonly tile: number; readonly cameraId: string }
  | { readonly type: 'captured'; readonly request: number; readonly capture: Capture | null }
