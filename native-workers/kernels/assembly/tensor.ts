// I420 picture -> planar float tensor: bilinear scaling, BT.601 limited range and a model's normalisation in one pass.
// Chroma is taken as swscale's plain yuv420p -> bgr24 does: one sample per 2x2 pixels, not interpolated between them. Scaling and
// colour matrix are linear, so scaling Y, U and V with the same four taps and converting afterwards equals converting first.

/** 256 steps between two rows: (value − 128) * 256 just fits a signed 16-bit lane. */
const ROW_BITS: f32 = 8
/** 16384 steps between two columns: a product of two lanes fits the 32 bits of the dot product. */
const COLUMN_BITS: f32 = 14

/** One row between two: (upper − 128) * (256 − weight) + (lower − 128) * weight, 16 values at a time. */
function blendRows(upper: usize, lower: usize, weight: i32, count: i32, out: usize): void {
  const centre = i16x8.splat(128)
  const wl = i16x8.splat(<i16>weight)
  const wu = i16x8.splat(<i16>(256 - weight))
  for (let x = 0; x < count; x += 16) {
    const a = v128.load(upper + <usize>x)
    const b = v128.load(lower + <usize>x)
    const low = i16x8.add(
      i16x8.mul(i16x8.sub(i16x8.extend_low_i8x16_u(a), centre), wu), i16x8.mul(i16x8.sub(i16x8.extend_low_i8x16_u(b), centre), wl))
    const high = i16x8.add(
      i16x8.mul(i16x8.sub(i16x8.extend_high_i8x16_u(a), centre), wu), i16x8.mul(i16x8.sub(i16x8.extend_high_i8x16_u(b), centre), wl))
    v128.store(out + <usize>(x * 2), low)
    v128.store(out + <usize>(x * 2), high, 16)
  }
}

// @ts-ignore: decorator
@inline
function weigh(pairs: v128, weights: usize): v128 {
  return f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(pairs, v128.load(weights)))
}

/** Four pairs of neighbouring 16-bit values that lie within one vector: one load and one shuffle. A table entry is 16 bytes. */
// @ts-ignore: decorator
@inline
function nearPairs(row: usize, offsets: usize, pattern: usize): v128 {
  return i8x16.swizzle(v128.load(row + <usize>load<i32>(offsets)), v128.load(pattern))
}

/** Four pairs wherever they lie: one 32-bit load each. */
// @ts-ignore: decorator
@inline
function farPairs(row: usize, offsets: usize): v128 {
  let pairs = v128.load32_zero(row + <usize>load<i32>(offsets))
  pairs = v128.load32_lane(row + <usize>load<i32>(offsets, 4), pairs, 1)
  pairs = v128.load32_lane(row + <usize>load<i32>(offsets, 8), pairs, 2)
  return v128.load32_lane(row + <usize>load<i32>(offsets, 12), pairs, 3)
}

// @ts-ignore: decorator
@inline
function store(at: usize, value: v128, norm: usize): void {
  // Never NaN: the form without NaN rules is one instruction.
  const colour = f32x4.pmin(f32x4.splat(255), f32x4.pmax(f32x4.splat(0), value))
  // Models that take pixels as they are pay for no multiplication.
  if (norm == 0) v128.store(at, colour)
  else v128.store(at, f32x4.add(f32x4.mul(colour, v128.load32_splat(norm)), v128.load32_splat(norm, 4)))
}

// @ts-ignore: decorator
@inline
function storeColours(luma: v128, u: v128, v: v128, blue: usize, green: usize, red: usize, norm: usize): void {
  const unit: f32 = 1.0 / <f32>(1 << (<i32>ROW_BITS + <i32>COLUMN_BITS))
  // BT.601, limited range: 255/219 for luma, 255/224 for chroma.
  const y = f32x4.add(f32x4.mul(luma, f32x4.splat(<f32>(255.0 / 219.0) * unit)), f32x4.splat(<f32>((128.0 - 16.0) * 255.0 / 219.0)))
  const b = f32x4.add(y, f32x4.mul(u, f32x4.splat(<f32>(1.772 * 255.0 / 224.0) * unit)))
  const g = f32x4.add(y, f32x4.add(
    f32x4.mul(u, f32x4.splat(<f32>(-0.344136 * 255.0 / 224.0) * unit)), f32x4.mul(v, f32x4.splat(<f32>(-0.714136 * 255.0 / 224.0) * unit))))
  const r = f32x4.add(y, f32x4.mul(v, f32x4.splat(<f32>(1.402 * 255.0 / 224.0) * unit)))
  store(blue, b, norm)
  store(green, g, norm == 0 ? 0 : norm + 8)
  store(red, r, norm == 0 ? 0 : norm + 16)
}

/**
 * Column tables (built by the caller), 16 bytes per four columns each: `…At` byte offsets of the pairs in a blended row, `…Weights` two i16 per
 * column, `…Pattern` how to shuffle the pairs out of the vector at the first offset, or 0 when some lie too far apart for that.
 * Row table `rowsAt`: upper row, lower row, weight, one triple of i32 per output row.
 * `blue`, `green`, `red`: where each plane's first pixel of the picture goes. `norm`: factor and offset of each in that order, or 0 for none.
 * The last group may write up to three columns past `scaledWidth`; the caller clears them.
 */
export function i420ToTensor(
  picture: usize, width: i32, height: i32,
  scaledWidth: i32, scaledHeight: i32, rowsAt: usize,
  lumaAt: usize, lumaWeights: usize, lumaPattern: usize, chromaAt: usize, chromaWeights: usize, chromaPattern: usize,
  scratch: usize, blue: usize, green: usize, red: usize, outWidth: i32, norm: usize,
): void {
  const chromaWidth = width >> 1
  const uPlane = picture + <usize>(width * height)
  const vPlane = uPlane + <usize>(chromaWidth * (height >> 1))
  // Room for 16 values past the end: the last pair may reach one beyond, the last vector fifteen.
  const lumaRow = scratch
  const uRow = lumaRow + <usize>((width + 32) * 2)
  const vRow = uRow + <usize>((chromaWidth + 32) * 2)
  for (let y = 0; y < scaledHeight; y++) {
    const entry = rowsAt + <usize>(y * 12)
    const upper = load<i32>(entry)
    const lower = load<i32>(entry, 4)
    const weight = load<i32>(entry, 8)
    blendRows(picture + <usize>(upper * width), picture + <usize>(lower * width), weight, width, lumaRow)
    const cu = <usize>((upper >> 1) * chromaWidth)
    const cl = <usize>((lower >> 1) * chromaWidth)
    blendRows(uPlane + cu, uPlane + cl, weight, chromaWidth, uRow)
    blendRows(vPlane + cu, vPlane + cl, weight, chromaWidth, vRow)
    const line = <usize>(y * outWidth * 4)
    const end = <usize>(scaledWidth * 4)
    if (lumaPattern != 0) {
      for (let at: usize = 0; at < end; at += 16) {
        const luma = weigh(nearPairs(lumaRow, lumaAt + at, lumaPattern + at), lumaWeights + at)
        const u = weigh(nearPairs(uRow, chromaAt + at, chromaPattern + at), chromaWeights + at)
        const v = weigh(nearPairs(vRow, chromaAt + at, chromaPattern + at), chromaWeights + at)
        storeColours(luma, u, v, blue + line + at, green + line + at, red + line + at, norm)
      }
    } else {
      for (let at: usize = 0; at < end; at += 16) {
        const luma = weigh(farPairs(lumaRow, lumaAt + at), lumaWeights + at)
        const u = weigh(farPairs(uRow, chromaAt + at), chromaWeights + at)
        const v = weigh(farPairs(vRow, chromaAt + at), chromaWeights + at)
        storeColours(luma, u, v, blue + line + at, green + line + at, red + line + at, norm)
      }
    }
  }
}
