/** How many of the values are at each of the 256 grey levels. */
export function histogram(values: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256)
  for (const value of values) counts[value]! += 1
  return counts
}

/** The grey level below which the given share (0..1) of the values lies; 0 when there are none. */
export function percentile(counts: Uint32Array, share: number): number {
  let all = 0
  for (const count of counts) all += count
  let below = 0
  for (let level = 0; level < 256; level++) {
    below += counts[level] ?? 0
    if (below > 0 && below >= share * all) return level
  }
  return 0
}
