/** A part of an I420 picture as a picture of its own; even pixels. */
export function cutOut(picture: Uint8Array, size: { width: number; height: number }, crop: { x: number; y: number; width: number; height: number }): Uint8Array {
  const out: number[] = []
  const plane = (start: number, width: number, x: number, y: number, w: number, h: number): void => {
    for (let row = y; row < y + h; row++) {
      for (let column = x; column < x + w; column++) out.push(picture[start + row * width + column]!)
    }
  }
  const area = size.width * size.height
  plane(0, size.width, crop.x, crop.y, crop.width, crop.height)
  plane(area, size.width / 2, crop.x / 2, crop.y / 2, crop.width / 2, crop.height / 2)
  plane(area * 1.25, size.width / 2, crop.x / 2, crop.y / 2, crop.width / 2, crop.height / 2)
  return Uint8Array.from(out)
}
