// Motion on one luma plane: downscale, running average, difference, threshold, mask, dilation.
// All planes are one byte per pixel; rows are `stride` bytes apart, stride a multiple of 16, so that no row needs a scalar tail:
// what lies beyond the picture's width is garbage in and switched off by the include plane.
// Planes that are read shifted have a border of 16 bytes left and right (all zero), so that shifted loads need no test.

/** Background is 8.7 fixed point: the difference to a new value (±32640) still fits a signed 16-bit lane. */
export const FRACTION_BITS: i32 = 7
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
export function smallPixels(row: usize, x: i32, scale: i32, sourceWidth: i32): v128 {
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

/**
 * The recent past goes half the way to this picture. `unrest` follows the usual distance between the two, one grey level at a time up to
 * `mostUnrest`: it comes to rest where half of the distances are larger (the sigma-delta estimate of Manzanera and Richefeu, 2007, which needs
 * no division), so leaves and water raise it and a passer-by does not.
 */
export function motionRemember(
  source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32, recent: usize, unrest: usize, stride: i32, mostUnrest: i32,
): void {
  const one = i8x16.splat(1)
  const most = i8x16.splat(<i8>mostUnrest)
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * scale * sourceWidth)
    const past = recent + <usize>(y * stride)
    const usual = unrest + <usize>(y * stride)
    for (let x = 0; x < width; x += 16) {
      const now = smallPixels(row, x, scale, sourceWidth)
      const before = v128.load(past + <usize>x)
      const level = v128.load(usual + <usize>x)
      const up = v128.and(differs(now, before, level), one)
      const next = i8x16.sub_sat_u(i8x16.add(level, i8x16.add(up, up)), one)
      v128.store(usual + <usize>x, i8x16.min_u(next, most))
      v128.store(past + <usize>x, i8x16.avgr_u(before, now))
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
 * One picture against the background and the recent past. `changed` becomes 255 where the background differs by more than `threshold` plus the
 * pixel's own unrest and the include plane is set; `restless` where, besides, the recent past differs by more than `restlessThreshold` plus the
 * unrest (it is only valid where `changed` is set). Then the background moves towards the picture by `calmRate` (unchanged pixels) or
 * `movingRate` (changed ones), in 1/32768. Returns how many pixels changed. `changed` and `previous` (`changed` of the picture before) point at
 * pixel (0, 0) of bordered planes; `rows[y]` tells whether row y has any. `counts`: restless pixels, and how many of them had changed before.
 */
export function motionDifference(
  source: usize, sourceWidth: i32, scale: i32, width: i32, height: i32,
  background: usize, recent: usize, unrest: usize, include: usize, restless: usize, stride: i32,
  changed: usize, previous: usize, changedStride: i32, rows: usize, counts: usize,
  threshold: i32, restlessThreshold: i32, calmRate: i32, movingRate: i32,
): i32 {
  const limit = i8x16.splat(<i8>threshold)
  const restlessLimit = i8x16.splat(<i8>restlessThreshold)
  const calm = i16x8.splat(<i16>calmRate)
  const moving = i16x8.splat(<i16>movingRate)
  const half = i16x8.splat(HALF)
  const none = i8x16.splat(0)
  let count = 0
  let restlessCount = 0
  let lasting = 0
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * scale * sourceWidth)
    const backRow = background + <usize>(y * stride * 2)
    const plainRow = <usize>(y * stride)
    const changedRow = changed + <usize>(y * changedStride)
    const previousRow = previous + <usize>(y * changedStride)
    let any = 0
    for (let x = 0; x < width; x += 16) {
      const now = smallPixels(row, x, scale, sourceWidth)
      const back = backRow + <usize>(x * 2)
      const low = v128.load(back)
      const high = v128.load(back, 16)
      const mean = i8x16.narrow_i16x8_u(i16x8.shr_u(i16x8.add(low, half), FRACTION_BITS), i16x8.shr_u(i16x8.add(high, half), FRACTION_BITS))
      let mask = v128.and(differs(now, mean, limit), v128.load(include + plainRow + <usize>x))
      const wantLow = i16x8.shl(i16x8.extend_low_i8x16_u(now), FRACTION_BITS)
      const wantHigh = i16x8.shl(i16x8.extend_high_i8x16_u(now), FRACTION_BITS)
      if (!v128.any_true(mask)) {
        v128.store(changedRow + <usize>x, none)
        v128.store(back, follow(low, wantLow, calm))
        v128.store(back, follow(high, wantHigh, calm), 16)
        continue
      }
      // Most of a picture never gets here, so what a pixel is used to costs nothing there.
      const usual = v128.load(unrest + plainRow + <usize>x)
      mask = v128.and(mask, differs(now, mean, i8x16.add_sat_u(limit, usual)))
      v128.store(changedRow + <usize>x, mask)
      const bits = i8x16.bitmask(mask)
      any |= bits
      count += popcnt(bits)
      const stirred = v128.and(mask, differs(now, v128.load(recent + plainRow + <usize>x), i8x16.add_sat_u(restlessLimit, usual)))
      v128.store(restless + plainRow + <usize>x, stirred)
      restlessCount += popcnt(i8x16.bitmask(stirred))
      lasting += popcnt(i8x16.bitmask(v128.and(stirred, v128.load(previousRow + <usize>x))))
      v128.store(back, follow(low, wantLow, v128.bitselect(moving, calm, i16x8.extend_low_i8x16_s(mask))))
      v128.store(back, follow(high, wantHigh, v128.bitselect(moving, calm, i16x8.extend_high_i8x16_s(mask))), 16)
    }
    store<u8>(rows + <usize>y, <u8>(any != 0))
  }
  store<i32>(counts, restlessCount)
  store<i32>(counts, lasting, 4)
  return count
}

/** What has changed in this picture and in the one before: a body does, a drop does not. Sets `rows` as `motionDifference` does. */
export function motionLasting(width: i32, height: i32, changed: usize, previous: usize, kept: usize, planeStride: i32, rows: usize): void {
  for (let y = 0; y < height; y++) {
    const at = <usize>(y * planeStride)
    let any = i8x16.splat(0)
    for (let x: usize = 0; x < <usize>width; x += 16) {
      const both = v128.and(v128.load(changed + at + x), v128.load(previous + at + x))
      v128.store(kept + at + x, both)
      any = v128.or(any, both)
    }
    store<u8>(rows + <usize>y, <u8>v128.any_true(any))
  }
}
