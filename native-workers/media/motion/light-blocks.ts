const SUMS = 6
/** A block with less contrast than this shows a plain surface: its brightness may change, its structure cannot. */
const LEAST_DEVIATION = 4
/** The structure is the same when picture and background go up and down together (correlation coefficient). */
const SAME_STRUCTURE = 0.75
/** So much of the changed blocks must have kept their structure for the change to be one of the light. */
const LIGHT_SHARE = 0.7
/** A plain block counts when hardly any block around it has another structure: what stands there has an outline. */
const MOST_OUTLINE = 3

const SAME = 0
const RELIT = 1
const PLAIN = 2
const DIFFERENT = 3

/** What each block is. Scratch of the one call that runs at a time, as large as the largest picture needs: small numbers, so that asking leaves nothing behind. */
let kinds = new Uint8Array(0)

/**
 * Is what has changed the light on a part of the picture? Then the blocks that show the same things in another light are marked (1), to be learned
 * anew; null when things have changed. `sums` as the kernel's `blocks` gives them; `limit` in grey levels, `noise` as standard deviation.
 */
export function relitBlocks(args: { sums: Int32Array; columns: number; limit: number; noise: number }): Uint8Array | null {
  const { sums, columns } = args
  const blocks = sums.length / SUMS
  if (kinds.length < blocks) kinds = new Uint8Array(blocks)
  let changed = 0
  for (let block = 0; block < blocks; block++) {
    const kind = kindOf(sums, block * SUMS, args)
    kinds[block] = kind
    if (kind !== SAME) changed++
  }
  const isLight = (block: number): boolean => kinds[block] === RELIT || (kinds[block] === PLAIN && outline(block, blocks, columns) <= MOST_OUTLINE)
  let relit = 0
  for (let block = 0; block < blocks; block++) if (isLight(block)) relit++
  return changed > 0 && relit >= LIGHT_SHARE * changed ? Uint8Array.from({ length: blocks }, (_, block) => Number(isLight(block))) : null
}

/** Of the block whose six sums begin at `at`. They are read one by one: taking them apart as a list cost more than all that follows. */
function kindOf(sums: Int32Array, at: number, { limit, noise }: { limit: number; noise: number }): number {
  const count = sums[at]!
  if (count === 0) return SAME
  const n = sums[at + 1]!
  const b = sums[at + 2]!
  const nn = sums[at + 3]!
  const bb = sums[at + 4]!
  const nb = sums[at + 5]!
  const nowDeviation = Math.sqrt(Math.max(0, nn / count - (n / count) ** 2))
  const backDeviation = Math.sqrt(Math.max(0, bb / count - (b / count) ** 2))
  const covariance = nb / count - (n * b) / count ** 2
  const flat = Math.max(LEAST_DEVIATION, 2 * noise)
  const plain = nowDeviation < flat && backDeviation < flat
  const seen = Math.min(nowDeviation, backDeviation) > Math.max(1, noise)
  const sameStructure = seen && covariance >= SAME_STRUCTURE * nowDeviation * backDeviation
  const brighter = Math.abs(n - b) / count > limit / 2
  if (plain) return brighter ? PLAIN : SAME
  if (sameStructure) return brighter || Math.abs(nowDeviation - backDeviation) > limit / 2 ? RELIT : SAME
  return DIFFERENT
}

/** How many blocks around it have another structure. */
function outline(block: number, blocks: number, columns: number): number {
  const x = block % columns
  let count = 0
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const at = block + dy * columns + dx
      if (x + dx >= 0 && x + dx < columns && at >= 0 && at < blocks && kinds[at] === DIFFERENT) count++
    }
  }
  return count
}
