import type { ViewerFrameHeader } from '../../../common/wire/viewer-frame.ts'
import { i420ToRgba } from '../picture/i420.ts'

/** Something a canvas can draw; closed after use. */
export interface PictureSource {
  readonly image: CanvasImageSource
  close(): void
}

let scratch: OffscreenCanvas | null = null

/** WebCodecs where the page may use it (secure origins); else our own conversion through a scratch canvas. */
export function openPicture({ width, height, ptsMs }: Pick<ViewerFrameHeader, 'width' | 'height' | 'ptsMs'>, picture: Uint8Array): PictureSource {
  if (typeof VideoFrame === 'function') {
    const frame = new VideoFrame(picture, {
      format: 'I420', codedWidth: width, codedHeight: height, timestamp: Math.round(ptsMs * 1000),
      // Analysis pictures are small: the matrix of standard definition, as the fallback below.
      colorSpace: { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: false },
    })
    return { image: frame, close: () => frame.close() }
  }
  const canvas = (scratch ??= new OffscreenCanvas(width, height))
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser gives no 2D canvas')
  const image = pen.createImageData(width, height)
  i420ToRgba(picture, { width, height, out: image.data })
  pen.putImageData(image, 0, 0)
  return { image: canvas, close: () => {} }
}
