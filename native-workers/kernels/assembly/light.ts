// The light of the whole picture and of its parts: a few pixels to compare by, the background under another light, sums per block.
import { FRACTION_BITS, smallPixels } from './motion'

/** Blocks are 16x16 pixels; those at the right and lower edge are cut. Six i32 each: pixels, sums of now, back, now², back², now·back. */
const BLOCK: i32 = 16
const SUMS: i32 = 6

/** Every `step`-th pixel of every `step`-th row that is not masked: the picture's value to `now`, the background's to `back`. Returns how many. */
export function motionSample(
  source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32, background: usize, include: usize, stride: i32, step: i32, now: usize, back: usize,
): i32 {
  let count: usize = 0
  for (let y = step >> 1; y < height; y += step) {
    const row = source + <usize>(y * scale * sourceWidth)
    for (let x = step >> 1; x < width; x += step) {
      if (load<u8>(include + <usize>(y * stride + x)) == 0) continue
      const at = row + <usize>(x * scale)
      const below = at + <usize>sourceWidth
      const value = scale == 2
        ? (<i32>load<u8>(at) + <i32>load<u8>(at, 1) + <i32>load<u8>(below) + <i32>load<u8>(below, 1) + 2) >> 2
        : <i32>load<u8>(at)
      store<u8>(now + count, <u8>value)
      store<u8>(back + count, <u8>((<i32>load<u16>(background + <usize>((y * stride + x) * 2)) + 64) >> FRACTION_BITS))
      count++
    }
  }
  return <i32>count
}

// @ts-ignore: decorator
@inline
function relit(values: v128, gain: v128, offset: v128): v128 {
  const half = i32x4.splat(2048)
  const low = i32x4.add(i32x4.shr_s(i32x4.add(i32x4.mul(i32x4.extend_low_i16x8_s(values), gain), half), 12), offset)
  const high = i32x4.add(i32x4.shr_s(i32x4.add(i32x4.mul(i32x4.extend_high_i16x8_s(values), gain), half), 12), offset)
  return i16x8.max_s(i16x8.min_s(i16x8.narrow_i32x4_s(low, high), i16x8.splat(255 << 7)), i16x8.splat(0))
}

/** Background and recent past as they would look under another light: value · `gain` / 4096 + `offset` / 128, kept within 0..255. */
export function motionRelight(width: i32, height: i32, background: usize, recent: usize, stride: i32, gain: i32, offset: i32): void {
  const factor = i32x4.splat(gain)
  const shift = i32x4.splat(offset)
  const half = i16x8.splat(64)
  for (let y = 0; y < height; y++) {
    const back = background + <usize>(y * stride * 2)
    const past = recent + <usize>(y * stride)
    for (let x: usize = 0; x < <usize>width; x += 16) {
      v128.store(back + x * 2, relit(v128.load(back + x * 2), factor, shift))
      v128.store(back + x * 2, relit(v128.load(back + x * 2, 16), factor, shift), 16)
      const before = v128.load(past + x)
      const low = relit(i16x8.shl(i16x8.extend_low_i8x16_u(before), FRACTION_BITS), factor, shift)
      const high = relit(i16x8.shl(i16x8.extend_high_i8x16_u(before), FRACTION_BITS), factor, shift)
      v128.store(past + x, i8x16.narrow_i16x8_u(i16x8.shr_u(i16x8.add(low, half), FRACTION_BITS), i16x8.shr_u(i16x8.add(high, half), FRACTION_BITS)))
    }
  }
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): i32 {
  return i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3)
}

/** The sums of every block, row by row of blocks. Masked pixels do not count. */
export function motionBlocks(
  source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32, background: usize, include: usize, stride: i32, sums: usize,
): void {
  const one = i16x8.splat(1)
  const half = i16x8.splat(64)
  let out = sums
  for (let top = 0; top < height; top += BLOCK) {
    for (let x = 0; x < width; x += BLOCK) {
      let count = i32x4.splat(0), n = i32x4.splat(0), b = i32x4.splat(0), nn = i32x4.splat(0), bb = i32x4.splat(0), nb = i32x4.splat(0)
      // Columns beyond the picture are no part of the block, whatever the planes hold there.
      for (let y = top; y < min(top + BLOCK, height); y++) {
        const wanted = v128.load(include + <usize>(y * stride + x))
        const now = v128.and(smallPixels(source + <usize>(y * scale * sourceWidth), x, scale, sourceWidth), wanted)
        const back = background + <usize>((y * stride + x) * 2)
        const means = v128.and(i8x16.narrow_i16x8_u(
          i16x8.shr_u(i16x8.add(v128.load(back), half), FRACTION_BITS), i16x8.shr_u(i16x8.add(v128.load(back, 16), half), FRACTION_BITS)), wanted)
        for (let side = 0; side < 2; side++) {
          const p = side == 0 ? i16x8.extend_low_i8x16_u(now) : i16x8.extend_high_i8x16_u(now)
          const q = side == 0 ? i16x8.extend_low_i8x16_u(means) : i16x8.extend_high_i8x16_u(means)
          const k = side == 0 ? i16x8.extend_low_i8x16_s(wanted) : i16x8.extend_high_i8x16_s(wanted)
          count = i32x4.sub(count, i32x4.dot_i16x8_s(k, one))
          n = i32x4.add(n, i32x4.dot_i16x8_s(p, one))
          b = i32x4.add(b, i32x4.dot_i16x8_s(q, one))
          nn = i32x4.add(nn, i32x4.dot_i16x8_s(p, p))
          bb = i32x4.add(bb, i32x4.dot_i16x8_s(q, q))
          nb = i32x4.add(nb, i32x4.dot_i16x8_s(p, q))
        }
      }
      store<i32>(out, total(count))
      store<i32>(out, total(n), 4)
      store<i32>(out, total(b), 8)
      store<i32>(out, total(nn), 12)
      store<i32>(out, total(bb), 16)
      store<i32>(out, total(nb), 20)
      out += SUMS * 4
    }
  }
}

/** In the blocks that are marked (one byte each, not 0), the background and the recent past become this very picture. */
export function motionLearnBlocks(
  source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32, background: usize, recent: usize, stride: i32, marks: usize,
): void {
  const columns = (width + BLOCK - 1) / BLOCK
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * scale * sourceWidth)
    const marked = marks + <usize>((y / BLOCK) * columns)
    for (let x = 0; x < width; x += BLOCK) {
      if (load<u8>(marked + <usize>(x / BLOCK)) == 0) continue
      const now = smallPixels(row, x, scale, sourceWidth)
      const back = background + <usize>((y * stride + x) * 2)
      v128.store(recent + <usize>(y * stride + x), now)
      v128.store(back, i16x8.shl(i16x8.extend_low_i8x16_u(now), FRACTION_BITS))
      v128.store(back, i16x8.shl(i16x8.extend_high_i8x16_u(now), FRACTION_BITS), 16)
    }
  }
}
