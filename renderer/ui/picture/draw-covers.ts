import type { Point } from '../../../common/frame-result.ts'
import type { Pen } from './draw-boxes.ts'
import { toPixels, type Rect } from './letterbox.ts'

/** Privacy masks over a picture that does not have them. Nothing shines through, the edge included. */
export function drawCovers(pen: Pen, covers: readonly (readonly Point[])[], { picture, scale }: { picture: Rect; scale: number }): void {
  pen.save()
  pen.fillStyle = '#000'
  pen.strokeStyle = '#000'
  pen.lineJoin = 'round'
  // Players blend neighbouring pixels when they stretch a picture.
  pen.lineWidth = 3 * scale
  for (const points of covers) {
    pen.beginPath()
    for (const point of points) pen.lineTo(...toPixels(picture, point))
    pen.closePath()
    pen.fill('nonzero')
    pen.stroke()
  }
  pen.restore()
}
