// The motion kernel once more, as plainly as it can be written. Tests hold the WebAssembly to it.

export interface ReferenceStep {
  readonly threshold: number
  readonly restlessThreshold: number
  readonly calmBits: number
  readonly movingBits: number
  readonly lasting: 0 | 1 | 2
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

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

/** The same state and steps as `MotionKernel`; rates and light in the kernel's own whole numbers. */
export function referenceMotion({ width, height, scale, include }: { width: number; height: number; scale: number; include: Uint8Array }) {
  const w = Math.floor(width / scale)
  const h = Math.floor(height / scale)
  const background = new Int32Array(w * h)
  const recent = new Uint8Array(w * h)
  const unrest = new Uint8Array(w * h)
  let previous = new Uint8Array(w * h)
  let kept: Uint8Array | null = null
  const mean = (i: number): number => (background[i]! + 64) >> 7

  /** Both, in place of the first. */
  const both = (a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(a, (value, i) => value & b[i]!)

  function lastingOf(mask: Uint8Array<ArrayBuffer>, lasting: 0 | 1 | 2): Uint8Array {
    if (lasting === 0) {
      kept = null
      return mask
    }
    const before = kept
    kept = both(mask, previous)
    return lasting === 1 || before === null ? kept : both(kept, before)
  }

  return {
    learn(luma: Uint8Array): void {
      const now = shrink(luma, width, height, scale)
      for (let i = 0; i < now.length; i++) background[i] = now[i]! << 7
      recent.set(now)
    },
    remember(luma: Uint8Array): void {
      const now = shrink(luma, width, height, scale)
      for (let i = 0; i < now.length; i++) {
        unrest[i] = clamp(unrest[i]! + (Math.abs(now[i]! - recent[i]!) > unrest[i]! ? 1 : -1), 0, 40)
        recent[i] = (recent[i]! + now[i]! + 1) >> 1
      }
    },
    relight(gainBits: number, offsetBits: number): void {
      const relit = (value: number): number => clamp(((value * gainBits + 2048) >> 12) + offsetBits, 0, 255 << 7)
      for (let i = 0; i < background.length; i++) {
        background[i] = relit(background[i]!)
        recent[i] = (relit(recent[i]! << 7) + 64) >> 7
      }
    },
    sample(luma: Uint8Array, every: number): { now: number[]; back: number[] } {
      const small = shrink(luma, width, height, scale)
      const at: number[] = []
      for (let y = every >> 1; y < h; y += every) for (let x = every >> 1; x < w; x += every) if (include[y * w + x]) at.push(y * w + x)
      return { now: at.map((i) => small[i]!), back: at.map(mean) }
    },
    blocks(luma: Uint8Array): number[] {
      const now = shrink(luma, width, height, scale)
      const sums: number[] = []
      for (let top = 0; top < h; top += 16) {
        for (let left = 0; left < w; left += 16) {
          const sum = [0, 0, 0, 0, 0, 0] as [number, number, number, number, number, number]
          for (let y = top; y < Math.min(h, top + 16); y++) {
            for (let x = left; x < Math.min(w, left + 16); x++) {
              const i = y * w + x
              if (!include[i]) continue
              const n = now[i]!
              const b = mean(i)
              sum[0]++; sum[1] += n; sum[2] += b; sum[3] += n * n; sum[4] += b * b; sum[5] += n * b
            }
          }
          sums.push(...sum)
        }
      }
      return sums
    },
    learnBlocks(luma: Uint8Array, marks: Uint8Array): void {
      const now = shrink(luma, width, height, scale)
      for (let i = 0; i < now.length; i++) {
        if (!marks[Math.floor(Math.floor(i / w) / 16) * Math.ceil(w / 16) + Math.floor((i % w) / 16)]) continue
        background[i] = now[i]! << 7
        recent[i] = now[i]!
      }
    },
    step(luma: Uint8Array, { threshold, restlessThreshold, calmBits, movingBits, lasting }: ReferenceStep) {
      const now = shrink(luma, width, height, scale)
      const mask = new Uint8Array(w * h)
      const restless = new Uint8Array(w * h)
      const counts = { changed: 0, restless: 0, lasting: 0 }
      for (let i = 0; i < now.length; i++) {
        if (include[i] && Math.abs(now[i]! - mean(i)) > Math.min(255, threshold + unrest[i]!)) { mask[i] = 1; counts.changed++ }
        background[i]! += ((now[i]! * 128 - background[i]!) * (mask[i] ? movingBits : calmBits) + 0x4000) >> 15
        if (!mask[i] || Math.abs(now[i]! - recent[i]!) <= Math.min(255, restlessThreshold + unrest[i]!)) continue
        restless[i] = 1
        counts.restless++
        counts.lasting += previous[i]!
      }
      const seen = lastingOf(mask, lasting)
      previous = mask
      return { ...counts, components: floodFill(dilated(seen, include, w, h), both(restless, seen), w, h) }
    },
  }
}

/** By two pixels to every side, but not onto what is masked. */
function dilated(mask: Uint8Array, include: Uint8Array, w: number, h: number): Uint8Array {
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
  return grown
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
