import type { Point } from '../../../common/frame-result.ts'
import { drawBoxes } from '../../ui/picture/draw-boxes.ts'
import { drawCovers } from '../../ui/picture/draw-covers.ts'
import { labelColour } from '../../../common/label-colour.ts'
import { placePicture, toPixels } from '../../ui/picture/letterbox.ts'
import { boxesAt, drawnBox, pathUntil, type TrackFrames } from './clip-time.ts'

interface Overlay {
  readonly canvas: HTMLCanvasElement
  readonly video: HTMLVideoElement
  readonly frames: TrackFrames
  readonly seconds: number
  readonly boxes: boolean
  /** Privacy masks, whatever else is shown. */
  readonly covers: readonly (readonly Point[])[]
  readonly path: boolean
  /** The event's own track. */
  readonly trackId: number
}

/** Draws the boxes of the frame the video presents; returns how many. */
export function drawOverlay({ canvas, video, frames, seconds, boxes, covers, path, trackId }: Overlay): number {
  const scale = window.devicePixelRatio
  const width = Math.round(canvas.clientWidth * scale)
  const height = Math.round(canvas.clientHeight * scale)
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const pen = canvas.getContext('2d')
  if (!pen) return 0
  pen.clearRect(0, 0, width, height)
  if (video.videoWidth === 0) return 0
  const picture = placePicture({ area: { width, height }, picture: { width: video.videoWidth, height: video.videoHeight }, fit: 'contain' })
  drawCovers(pen, covers, { picture, scale })
  const drawn = boxesAt(frames, seconds)
  if (path) {
    const label = drawn.find(([id]) => id === trackId)?.[1] ?? frames.flatMap((frame) => frame.boxes).find(([id]) => id === trackId)?.[1] ?? ''
    pen.beginPath()
    for (const point of pathUntil(frames, trackId, seconds)) pen.lineTo(...toPixels(picture, point))
    pen.lineJoin = 'round'
    pen.lineWidth = 4 * scale
    pen.strokeStyle = 'rgba(6, 10, 15, 0.45)'
    pen.stroke()
    pen.lineWidth = 2 * scale
    pen.strokeStyle = labelColour(label)
    pen.stroke()
  }
  // The own track last: it lies on top of the others.
  if (boxes) drawBoxes(pen, drawn.map((box) => drawnBox(box, trackId)).toSorted((a, b) => Number(b.stationary) - Number(a.stationary)), { picture, scale })
  return drawn.length
}
