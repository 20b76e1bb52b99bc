// Growing the mask of changed pixels, so that the parts of one thing touch.

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
