import type { Detection } from '../../common/frame-result.ts'

/** A part of a picture, in its pixels: whole and even (chroma is shared by two), inside the picture, at least 32 each way. */
export interface Crop {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const LEAST_SIDE = 32

/** Throws a RangeError that names the crop when it is not one of this picture. */
export function checkCrop({ x, y, width, height }: Crop, picture: { readonly width: number; readonly height: number }): void {
  const even = [x, y, width, height].every((value) => Number.isInteger(value) && value % 2 === 0)
  const inside = x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height
  if (even && inside && width >= LEAST_SIDE && height >= LEAST_SIDE) return
  throw new RangeError(`a crop must be of even pixels, inside the picture of ${picture.width}x${picture.height} and at least ${LEAST_SIDE}x${LEAST_SIDE}, got ${width}x${height} at ${x},${y}`)
}

/** Fractions of the crop become fractions of the picture it was taken from; those of the whole picture stay as they are to the last bit. */
export function uncrop(detections: Detection[], crop: Crop, picture: { readonly width: number; readonly height: number }): Detection[] {
  if (crop.width === picture.width && crop.height === picture.height) return detections
  return detections.map(({ label, score, box: [x, y, w, h] }) => ({
    label, score,
    box: [(crop.x + x * crop.width) / picture.width, (crop.y + y * crop.height) / picture.height, (w * crop.width) / picture.width, (h * crop.height) / picture.height],
  }))
}
