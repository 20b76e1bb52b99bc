import { paintFrame, type Frame, type Scene } from './paint.ts'
import type { Rect } from '../picture/letterbox.ts'
import type { Capture, CaptureRequest } from './wall-messages.ts'

interface Shown {
  readonly pen: OffscreenCanvasRenderingContext2D
  readonly place: Rect
  readonly scene: Scene
}

/** Line widths and letters are made for tiles of about this width; a larger frame gets larger ones. */
const USUAL_WIDTH = 960

/** The pixels of a paint, read in the same task: the tile's own, or the same frame painted once more with the same code. */
export async function captureFrame(frame: Frame, what: CaptureRequest, shown: Shown): Promise<Capture> {
  const { header } = frame
  let { pen, place } = shown
  if (what.size === 'source' || !what.overlay) {
    const source = what.size === 'source'
    const canvas = source ? new OffscreenCanvas(header.width, header.height) : new OffscreenCanvas(pen.canvas.width, pen.canvas.height)
    const own = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
    if (!own) throw new Error('this browser gives no 2D canvas')
    pen = own
    const look = what.overlay ? shown.scene.look : { ...shown.scene.look, boxes: false, regions: false }
    place = paintFrame(pen, frame, { ...shown.scene, look, scale: source ? Math.max(1, header.width / USUAL_WIDTH) : shown.scene.scale })
  }
  const { width, height } = pen.canvas
  const rgba = what.as === 'rgba' ? pen.getImageData(0, 0, width, height).data : null
  const png = what.as === 'png' ? await pen.canvas.convertToBlob({ type: 'image/png' }) : null
  const frameId = `${header.cameraId}/${header.epoch}/${header.sequence}`
  return { frameId, ptsMs: header.ptsMs, capturedAtMs: header.capturedAtMs, boxes: header.tracks, width, height, picture: { ...place }, rgba, png }
}
