/**
 * I420 to RGBA for pages without WebCodecs (plain HTTP beyond this machine). Studio range, BT.601 matrix, 8.8 fixed point;
 * the coefficients are those of ITU-R BT.601 scaled by 256.
 */
export function i420ToRgba(picture: Uint8Array, { width, height, out }: { width: number; height: number; out: Uint8ClampedArray }): void {
  const uAt = width * height
  const vAt = uAt + (width >> 1) * (height >> 1)
  const half = width >> 1
  let o = 0
  for (let row = 0; row < height; row += 1) {
    const chroma = (row >> 1) * half
    let y = row * width
    for (let column = 0; column < width; column += 1, y += 1, o += 4) {
      const c = 298 * ((picture[y] ?? 0) - 16) + 128
      const u = (picture[uAt + chroma + (column >> 1)] ?? 128) - 128
      const v = (picture[vAt + chroma + (column >> 1)] ?? 128) - 128
      out[o] = (c + 409 * v) >> 8
      out[o + 1] = (c - 100 * u - 208 * v) >> 8
      out[o + 2] = (c + 516 * u) >> 8
      out[o + 3] = 255
    }
  }
}
