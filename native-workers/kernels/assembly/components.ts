// Connected components (8-neighbourhood) of a mask plane, by runs: each row is a list of runs, runs that touch a run of the row
// above join its component. Component table: seven i32 per label:
// parent, left, top, right (exclusive), bottom (exclusive), area, restless pixels inside.

const FIELDS: i32 = 7

// @ts-ignore: decorator
@inline
function field(table: usize, label: i32, index: i32): usize {
  return table + <usize>((label * FIELDS + index) * 4)
}

function rootOf(table: usize, label: i32): i32 {
  let at = label
  let parent = load<i32>(field(table, at, 0))
  while (parent != at) {
    // Path halving keeps the chains short.
    const grand = load<i32>(field(table, parent, 0))
    store<i32>(field(table, at, 0), grand)
    at = grand
    parent = load<i32>(field(table, at, 0))
  }
  return at
}

/** The lower label wins, so that components come out in the order in which a scan first meets them. */
function join(table: usize, a: i32, b: i32): i32 {
  const ra = rootOf(table, a)
  const rb = rootOf(table, b)
  const low = min(ra, rb)
  store<i32>(field(table, max(ra, rb), 0), low)
  return low
}

/** How many pixels of a run are set in both rows. */
function countBoth(a: usize, b: usize, from: i32, to: i32): i32 {
  let count = 0
  for (let x = from & ~15; x < to; x += 16) {
    let bits = i8x16.bitmask(v128.and(v128.load(a + <usize>x), v128.load(b + <usize>x)))
    if (x < from) bits &= -1 << (from - x)
    if (x + 16 > to) bits &= (1 << (to - x)) - 1
    count += popcnt(bits)
  }
  return count
}

/**
 * Fills `table` with the components, packed to its beginning, and returns how many. `runs` holds two rows of runs (three i32 each: from,
 * to (exclusive), label; room for width/2 + 1 runs per row). When the table is full, further components join the last one: a picture that
 * torn is noise, and the result stays bounded and deterministic.
 */
export function motionComponents(
  width: i32, height: i32, plane: usize, planeStride: i32, rows: usize,
  changed: usize, restless: usize, stride: i32, runs: usize, table: usize, capacity: i32,
): i32 {
  const rowBytes = <usize>((width / 2 + 2) * 12)
  let above = runs
  let here = runs + rowBytes
  let aboveCount = 0
  let labels = 0
  for (let y = 0; y < height; y++) {
    let count = 0
    if (load<u8>(rows + <usize>y)) {
      const line = plane + <usize>(y * planeStride)
      let carry = 0
      let start = 0
      for (let x = 0; x <= width; x += 16) {
        // Bit i of `edges` is set where pixel x + i differs from the one before it. Beyond the width all is zero, so the last run closes.
        const bits = x < width ? i8x16.bitmask(v128.load(line + <usize>x)) : 0
        let edges = (bits ^ ((bits << 1) | carry)) & 0xffff
        carry = (bits >> 15) & 1
        while (edges) {
          const at = x + ctz(edges)
          edges &= edges - 1
          if ((bits >> (at - x)) & 1) { start = at; continue }
          const run = here + <usize>(count * 12)
          store<i32>(run, start)
          store<i32>(run, at, 4)
          count++
        }
      }
    }
    let first = 0
    for (let i = 0; i < count; i++) {
      const run = here + <usize>(i * 12)
      const from = load<i32>(run)
      const to = load<i32>(run, 4)
      // A run above touches when it begins at or before `to` and ends at or after `from` (corners count).
      while (first < aboveCount && load<i32>(above + <usize>(first * 12), 4) < from) first++
      let label = -1
      for (let j = first; j < aboveCount && load<i32>(above + <usize>(j * 12)) <= to; j++) {
        const other = load<i32>(above + <usize>(j * 12), 8)
        label = label < 0 ? rootOf(table, other) : join(table, label, other)
      }
      const moving = countBoth(changed + <usize>(y * planeStride), restless + <usize>(y * stride), from, to)
      if (label < 0 && labels == capacity) label = rootOf(table, capacity - 1)
      if (label < 0) {
        label = labels++
        store<i32>(field(table, label, 0), label)
        store<i32>(field(table, label, 1), from)
        store<i32>(field(table, label, 2), y)
        store<i32>(field(table, label, 3), to)
        store<i32>(field(table, label, 4), y + 1)
        store<i32>(field(table, label, 5), to - from)
        store<i32>(field(table, label, 6), moving)
      } else {
        store<i32>(field(table, label, 1), min(load<i32>(field(table, label, 1)), from))
        store<i32>(field(table, label, 3), max(load<i32>(field(table, label, 3)), to))
        store<i32>(field(table, label, 4), y + 1)
        store<i32>(field(table, label, 5), load<i32>(field(table, label, 5)) + to - from)
        store<i32>(field(table, label, 6), load<i32>(field(table, label, 6)) + moving)
      }
      store<i32>(run, label, 8)
    }
    const swap = above
    above = here
    here = swap
    aboveCount = count
  }
  return pack(table, labels)
}

/** Folds every label into its root and moves the roots to the table's beginning. */
function pack(table: usize, labels: i32): i32 {
  for (let label = 0; label < labels; label++) {
    const root = rootOf(table, label)
    if (root == label) continue
    store<i32>(field(table, root, 1), min(load<i32>(field(table, root, 1)), load<i32>(field(table, label, 1))))
    store<i32>(field(table, root, 2), min(load<i32>(field(table, root, 2)), load<i32>(field(table, label, 2))))
    store<i32>(field(table, root, 3), max(load<i32>(field(table, root, 3)), load<i32>(field(table, label, 3))))
    store<i32>(field(table, root, 4), max(load<i32>(field(table, root, 4)), load<i32>(field(table, label, 4))))
    store<i32>(field(table, root, 5), load<i32>(field(table, root, 5)) + load<i32>(field(table, label, 5)))
    store<i32>(field(table, root, 6), load<i32>(field(table, root, 6)) + load<i32>(field(table, label, 6)))
  }
  let kept = 0
  for (let label = 0; label < labels; label++) {
    if (load<i32>(field(table, label, 0)) != label) continue
    if (kept != label) memory.copy(field(table, kept, 1), field(table, label, 1), (FIELDS - 1) * 4)
    kept++
  }
  return kept
}
