/** How many of some values are at each of the 256 grey levels, and how many they are. */
export interface Tone {
  readonly counts: Uint32Array
  total: number
}

export const createTone = (): Tone => ({ counts: new Uint32Array(256), total: 0 })

/** Counts anew, into what is there: this runs for every frame of every camera, and memory of its own for each would be most of its cost. */
export function readTone(tone: Tone, values: Uint8Array): Tone {
  const { counts } = tone
  counts.fill(0)
  for (let i = 0; i < values.length; i++) counts[values[i]!]!++
  tone.total = values.length
  return tone
}

/** The grey level below which the given share (0..1) of the values lies; 0 when there are none. */
export function percentile({ counts, total }: Tone, share: number): number {
  const wanted = share * total
  let below = 0
  for (let level = 0; level < 256; level++) {
    below += counts[level]!
    if (below > 0 && below >= wanted) return level
  }
  return 0
}
