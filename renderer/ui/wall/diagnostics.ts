import type { TrackState } from '../../../common/frame-result.ts'
import { captureTile } from './wall.ts'

/** What `globalThis.vigilDiagnostics.capture` answers: one paint, its frame and its boxes, taken together. */
export interface DiagnosticCapture {
  readonly frameId: string
  readonly ptsMs: number
  readonly boxes: readonly TrackState[]
  readonly width: number
  readonly height: number
  readonly picture: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly rgba: Uint8ClampedArray
}

export interface Diagnostics {
  capture(cameraId: string, options?: { size?: 'canvas' | 'source'; overlay?: boolean }): Promise<DiagnosticCapture>
}

declare global {
  var vigilDiagnostics: Diagnostics | undefined
}

/** Only with `?diagnostics` in the address: what is on a tile, pixel by pixel, for tests and for support. */
export function offerDiagnostics(search: string): void {
  if (!new URLSearchParams(search).has('diagnostics')) return
  globalThis.vigilDiagnostics = {
    async capture(cameraId, { size = 'canvas', overlay = true } = {}) {
      const capture = await captureTile({ cameraId, size, overlay, as: 'rgba' })
      if (!capture?.rgba) throw new Error(`no tile shows camera ${cameraId}`)
      const { frameId, ptsMs, boxes, width, height, picture, rgba } = capture
      return { frameId, ptsMs, boxes, width, height, picture, rgba }
    },
  }
}
