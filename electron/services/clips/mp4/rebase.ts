import { viewOf, readUint64, writeUint64 } from './boxes.ts'
import type { Fragment } from './fragment.ts'

/**
 * Fragments of one stream joined into one array, moved on the timeline and numbered anew: times lose `originDts` ticks (a clip
 * starts at dts 0, or players show a dead gap and a wrong length), sequence numbers run from `firstSequence`.
 * The given fragments stay as they are: the ring and other clips use them too.
 */
export function joinRebased(fragments: readonly Fragment[], { originDts, firstSequence }: { originDts: number; firstSequence: number }): Uint8Array {
  const joined = new Uint8Array(fragments.reduce((sum, fragment) => sum + fragment.bytes.length, 0))
  const view = viewOf(joined)
  let at = 0
  for (const [index, { bytes, patch }] of fragments.entries()) {
    joined.set(bytes, at)
    view.setUint32(at + patch.sequenceAt, firstSequence + index)
    for (const time of patch.times) {
      const position = at + time.at
      const dts = (time.wide ? readUint64(view, position) : view.getUint32(position)) - originDts
      if (dts < 0) throw new RangeError(`rebase: a fragment begins ${-dts} ticks before the clip`)
      if (time.wide) writeUint64(view, position, dts)
      else view.setUint32(position, dts)
    }
    at += bytes.length
  }
  return joined
}
