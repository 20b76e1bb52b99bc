// Motion on one luma plane: downscale, running average, difference, threshold, mask, dilation.
// All planes are one byte per pixel; rows are `stride` bytes apart, stride a multiple of 16, so that no row needs a scalar tail:
// what lies beyond the picture's width is garbage in and switched off by the include plane.
// Planes that are read shifted have a border of 16 bytes left and right (all zero), so that shifted loads need no test.

/** Background is 8.7 fixed point: the difference to a new value (±32640) still fits a signed 16-bit lane. */
const FRACTION_BITS: i32 = 7
const HALF: i16 = 64

// @ts-ignore: decorator
@inline
function halfScale(row: usize, width: usize): v128 {
  // 32 source pixels of two rows -> 16 means, rounded.
  const two = i16x8.splat(2)
  const below = row + width
  const low = i16x8.shr_u(i16x8.add(i16x8.add(i16x8.extadd_pairwise_i8x16_u(v128.load(row)), i16x8.extadd_pairwise_i8x16_u(v128.load(below))), two), 2)
  const high = i16x8.shr_u(i16x8.add(i16x8.add(i16x8.extadd_pairwise_i8x16_u(v128.load(row, 16)), i16x8.extadd_pairwise_i8x16_u(v128.load(below, 16))), two), 2)
  return i8x16.narrow_i16x8_u(low, high)
}

// @ts-ignore: decorator
@inline
function smallPixels(row: usize, x: i32, scale: i32, sourceWidth: i32): v128 {
  return scale == 2 ? halfScale(row + <usize>(x * 2), <usize>sourceWidth) : v128.load(row + <usize>x)
}

/** The background and the recent past become this very picture. */
export function motionLearn(source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32, background: usize, recent: usize, stride: i32): void {
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * scale * sourceWidth)
    const back = background + <usize>(y * stride * 2)
    for (let x = 0; x < width; x += 16) {
      const now = smallPixels(row, x, scale, sourceWidth)
      v128.store(recent + <usize>(y * stride + x), now)
      v128.store(back + <usize>(x * 2), i16x8.shl(i16x8.extend_low_i8x16_u(now), FRACTION_BITS))
      v128.store(back + <usize>(x * 2), i16x8.shl(i16x8.extend_high_i8x16_u(now), FRACTION_BITS), 16)
    }
  }
}

/** The recent past goes half the way to this picture. */
export function motionRemember(source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32, recent: usize, stride: i32): void {
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * scale * sourceWidth)
    const past = recent + <usize>(y * stride)
    for (let x = 0; x < width; x += 16) {
      v128.store(past + <usize>x, i8x16.avgr_u(v128.load(past + <usize>x), smallPixels(row, x, scale, sourceWidth)))
    }
  }
}

// @ts-ignore: decorator
@inline
function differs(now: v128, mean: v128, limit: v128): v128 {
  const distance = v128.or(i8x16.sub_sat_u(now, mean), i8x16.sub_sat_u(mean, now))
  // distance > limit, unsigned: what is left after subtracting the limit with saturation is not zero.
  return i8x16.ne(i8x16.sub_sat_u(distance, limit), i8x16.splat(0))
}

// @ts-ignore: decorator
@inline
function follow(mean: v128, want: v128, rate: v128): v128 {
  return i16x8.add(mean, i16x8.q15mulr_sat_s(i16x8.sub(want, mean), rate))
}

/**
 * One picture against the background and the recent past. `changed` becomes 255 where the background differs by more than `threshold` and the
 * include plane is set; `restless` where, besides, the recent past differs by more than `restlessThreshold` (it is only valid where `changed`
 * is set). Then the background moves towards the picture by `calmRate` (unchanged pixels) or `movingRate` (changed ones), in 1/32768.
 * Returns how many pixels changed. `changed` points at pixel (0, 0) of a bordered plane; `rows[y]` tells whether row y has any.
 */
export function motionDifference(
  source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32,
  background: usize, recent: usize, include: usize, restless: usize, stride: i32,
  changed: usize, changedStride: i32, rows: usize,
  threshold: i32, restlessThreshold: i32, calmRate: i32, movingRate: i32,
): i32 {
  const limit = i8x16.splat(<i8>threshold)
  const restlessLimit = i8x16.splat(<i8>restlessThreshold)
  const calm = i16x8.splat(<i16>calmRate)
  const moving = i16x8.splat(<i16>movingRate)
  const half = i16x8.splat(HALF)
  let count = 0
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * scale * sourceWidth)
    const backRow = background + <usize>(y * stride * 2)
    const plainRow = <usize>(y * stride)
    const changedRow = changed + <usize>(y * changedStride)
    let any = 0
    for (let x = 0; x < width; x += 16) {
      const now = smallPixels(row, x, scale, sourceWidth)
      const back = backRow + <usize>(x * 2)
      const low = v128.load(back)
      const high = v128.load(back, 16)
      const mean = i8x16.narrow_i16x8_u(i16x8.shr_u(i16x8.add(low, half), FRACTION_BITS), i16x8.shr_u(i16x8.add(high, half), FRACTION_BITS))
      const mask = v128.and(differs(now, mean, limit), v128.load(include + plainRow + <usize>x))
      v128.store(changedRow + <usize>x, mask)
      const wantLow = i16x8.shl(i16x8.extend_low_i8x16_u(now), FRACTION_BITS)
      const wantHigh = i16x8.shl(i16x8.extend_high_i8x16_u(now), FRACTION_BITS)
      const bits = i8x16.bitmask(mask)
      if (bits == 0) {
        v128.store(back, follow(low, wantLow, calm))
        v128.store(back, follow(high, wantHigh, calm), 16)
        continue
      }
      any = 1
      count += popcnt(bits)
      v128.store(restless + plainRow + <usize>x, v128.and(mask, differs(now, v128.load(recent + plainRow + <usize>x), restlessLimit)))
      v128.store(back, follow(low, wantLow, v128.bitselect(moving, calm, i16x8.extend_low_i8x16_s(mask))))
      v128.store(back, follow(high, wantHigh, v128.bitselect(moving, calm, i16x8.extend_high_i8x16_s(mask))), 16)
    }
    store<u8>(rows + <usize>y, <u8>any)
  }
  return count
}

/**
 * Two dilations by a 3x3 square, which is one by 5x5: first along the rows into `scratch`, then down the columns into `grown`. `scratch` points
 * at pixel (0, 0) and has two rows more above and below, always empty; its rows that are not needed are kept empty (`scratchRows` tells which
 * are not). Rows without a changed pixel within two rows are not written to `grown`: `grownRows[y]` is 0 there and the row must not be read.
 */
export function motionDilate(
  width: i32, height: i32, changed: usize, planeStride: i32, rows: usize,
  include: usize, stride: i32, scratch: usize, scratchRows: usize, grown: usize, grownRows: usize,
): void {
  for (let y = 0; y < height; y++) {
    const to = scratch + <usize>(y * planeStride)
    if (load<u8>(rows + <usize>y) == 0) {
      if (load<u8>(scratchRows + <usize>y)) memory.fill(to, 0, <usize>stride)
      store<u8>(scratchRows + <usize>y, 0)
      continue
    }
    store<u8>(scratchRows + <usize>y, 1)
    const from = changed + <usize>(y * planeStride)
    for (let x = 0; x < width; x += 16) {
      const at = from + <usize>x
      const near = v128.or(v128.or(v128.load(at - 1), v128.load(at)), v128.load(at, 1))
      v128.store(to + <usize>x, v128.or(near, v128.or(v128.load(at - 2), v128.load(at, 2))))
    }
  }
  const next = <usize>planeStride
  for (let y = 0; y < height; y++) {
    let any = 0
    for (let r = max(y - 2, 0); r <= min(y + 2, height - 1); r++) any |= <i32>load<u8>(rows + <usize>r)
    store<u8>(grownRows + <usize>y, <u8>any)
    if (any == 0) continue
    const from = scratch + <usize>((y - 2) * planeStride)
    const to = grown + <usize>(y * planeStride)
    const includeRow = include + <usize>(y * stride)
    for (let x = 0; x < width; x += 16) {
      const at = from + <usize>x
      const outer = v128.or(v128.or(v128.load(at), v128.load(at + next)), v128.or(v128.load(at + 3 * next), v128.load(at + 4 * next)))
      v128.store(to + <usize>x, v128.and(v128.or(outer, v128.load(at + 2 * next)), v128.load(includeRow + <usize>x)))
    }
  }
}
