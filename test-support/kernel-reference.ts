// The kernels once more, as plainly as they can be written. Tests hold the WebAssembly to these.

export interface ReferenceMotion {
  readonly width: number
  readonly height: number
  learn(luma: Uint8Array): void
  remember(luma: Uint8Array): void
  step(luma: Uint8Array, args: { threshold: number; restlessThreshold: number; calmBits: number; movingBits: number }): { changed: number; components: number[][] }
}

function shrink(luma: Uint8Array, width: number, height: number, scale: number): Uint8Array {
  const w = Math.floor(width / scale)
  const h = Math.floor(height / scale)
  const out = new Uint8Array(w * h)
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (scale === 1) { out[y * w + x] = luma[y * width + x]!; continue }
      const at = 2 * y * width + 2 * x
      out[y * w + x] = (luma[at]! + luma[at + 1]! + luma[at + width]! + luma[at + width + 1]! + 2) >> 2
    }
  }
  return out
}

export function referenceMotion({ width, height, scale, include }: { width: number; height: number; scale: number; include: Uint8Array }): ReferenceMotion {
  const w = Math.floor(width / scale)
  const h = Math.floor(height / scale)
  const background = new Int32Array(w * h)
  const recent = new Uint8Array(w * h)
  return {
    width: w,
    height: h,
    learn(luma) {
      const now = shrink(luma, width, height, scale)
      for (let i = 0; i < now.length; i++) background[i] = now[i]! << 7
      recent.set(now)
    },
    remember(luma) {
      const now = shrink(luma, width, height, scale)
      for (let i = 0; i < now.length; i++) recent[i] = (recent[i]! + now[i]! + 1) >> 1
    },
    step(luma, { threshold, restlessThreshold, calmBits, movingBits }) {
      const now = shrink(luma, width, height, scale)
      const mask = new Uint8Array(w * h)
      const restless = new Uint8Array(w * h)
      let changed = 0
      for (let i = 0; i < now.length; i++) {
        const mean = (background[i]! + 64) >> 7
        if (include[i] && Math.abs(now[i]! - mean) > threshold) { mask[i] = 1; changed++ }
        background[i]! += ((now[i]! * 128 - background[i]!) * (mask[i] ? movingBits : calmBits) + 0x4000) >> 15
        restless[i] = mask[i] && Math.abs(now[i]! - recent[i]!) > restlessThreshold ? 1 : 0
      }
      const grown = new Uint8Array(w * h)
      for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
          if (!include[y * w + x]) continue
          for (let dy = -2; dy <= 2; dy++) {
            for (let dx = -2; dx <= 2; dx++) {
              if (y + dy >= 0 && y + dy < h && x + dx >= 0 && x + dx < w && mask[(y + dy) * w + x + dx]) grown[y * w + x] = 1
            }
          }
        }
      }
      return { changed, components: floodFill(grown, restless, w, h) }
    },
  }
}

/** Components in the order in which a scan first meets them: left, top, right, bottom (exclusive), area, restless pixels. */
export function floodFill(mask: Uint8Array, restless: Uint8Array, w: number, h: number): number[][] {
  const seen = new Uint8Array(w * h)
  const components: number[][] = []
  for (let start = 0; start < w * h; start++) {
    if (!mask[start] || seen[start]) continue
    const box = [w, h, 0, 0, 0, 0]
    const todo = [start]
    seen[start] = 1
    while (todo.length > 0) {
      const at = todo.pop()!
      const x = at % w
      const y = (at - x) / w
      box[0] = Math.min(box[0]!, x); box[1] = Math.min(box[1]!, y)
      box[2] = Math.max(box[2]!, x + 1); box[3] = Math.max(box[3]!, y + 1)
      box[4]!++
      box[5]! += restless[at]!
      for (let ny = y - 1; ny <= y + 1; ny++) {
        for (let nx = x - 1; nx <= x + 1; nx++) {
          const next = ny * w + nx
          if (nx < 0 || ny < 0 || nx >= w || ny >= h || !mask[next] || seen[next]) continue
          seen[next] = 1
          todo.push(next)
        }
      }
    }
    components.push(box)
  }
  return components
}
