// The kernels once more, as plainly as they can be written. Tests hold the WebAssembly to these.

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Colour first (each pixel with its own chroma sample, BT.601 limited range), then bilinear scaling, then grey around it. */
export function referenceTensor({ picture, width, height, inputWidth, inputHeight, clampFirst }: { picture: Uint8Array; width: number; height: number; inputWidth: number; inputHeight: number; clampFirst: boolean }): Float32Array {
  const bgr = [new Float64Array(width * height), new Float64Array(width * height), new Float64Array(width * height)] as const
  const cw = width / 2
  const colour = (value: number): number => (clampFirst ? clamp(value, 0, 255) : value)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const luma = (255 / 219) * (picture[y * width + x]! - 16)
      const chroma = (y >> 1) * cw + (x >> 1)
      const u = (255 / 224) * (picture[width * height + chroma]! - 128)
      const v = (255 / 224) * (picture[width * height * 1.25 + chroma]! - 128)
      bgr[0][y * width + x] = colour(luma + 1.772 * u)
      bgr[1][y * width + x] = colour(luma - 0.344136 * u - 0.714136 * v)
      bgr[2][y * width + x] = colour(luma + 1.402 * v)
    }
  }
  const scale = Math.min(inputWidth / width, inputHeight / height)
  const w = Math.floor(width * scale)
  const h = Math.floor(height * scale)
  const out = new Float32Array(3 * inputWidth * inputHeight).fill(114)
  for (let y = 0; y < h; y++) {
    const sy = clamp((y + 0.5) * (height / h) - 0.5, 0, height - 1)
    const y0 = Math.floor(sy)
    const y1 = Math.min(height - 1, y0 + 1)
    for (let x = 0; x < w; x++) {
      const sx = clamp((x + 0.5) * (width / w) - 0.5, 0, width - 1)
      const x0 = Math.floor(sx)
      const x1 = Math.min(width - 1, x0 + 1)
      for (let c = 0; c < 3; c++) {
        const plane = bgr[c]!
        const top = plane[y0 * width + x0]! * (1 - (sx - x0)) + plane[y0 * width + x1]! * (sx - x0)
        const bottom = plane[y1 * width + x0]! * (1 - (sx - x0)) + plane[y1 * width + x1]! * (sx - x0)
        out[(c * inputHeight + y) * inputWidth + x] = clamp(top * (1 - (sy - y0)) + bottom * (sy - y0), 0, 255)
      }
    }
  }
  return out
}
