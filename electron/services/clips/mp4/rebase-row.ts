import { boxesIn, readUint64, viewOf, writeUint64, type BoxRange } from './boxes.ts'

/** By how many of its own ticks a track's times move. */
export interface TickShift {
  readonly trackId: number
  readonly ticks: number
}

/**
 * A copy of a stored row (several moof + mdat) moved on the timeline and numbered anew: decoding times of each named track are moved by its ticks (a clip starts at dts 0, or players show a
 * dead gap and a wrong length), sequence numbers run from `firstSequence`. Same size as the row. Times never go below 0: sound that began before the clip's first picture starts with it.
 * Throws a RangeError for bytes that are no MP4 fragments.
 */
export function rebaseRow(row: Uint8Array, { shifts, firstSequence }: { shifts: readonly TickShift[]; firstSequence: number }): Uint8Array {
  // Not slice(): of a Buffer that is a window on the same memory.
  const bytes = new Uint8Array(row)
  const view = viewOf(bytes)
  let sequence = firstSequence
  for (const top of boxesIn(view, 0, bytes.length)) {
    if (top.type !== 'moof') continue
    for (const box of boxesIn(view, top.bodyAt, top.end)) {
      if (box.type === 'mfhd') {
        view.setUint32(box.bodyAt + 4, sequence)
        sequence += 1
      } else if (box.type === 'traf') moveTrack(view, box, shifts)
    }
  }
  return bytes
}

/** More fragments than a row ever has: half a second of pictures and of sound. */
export const SEQUENCES_PER_ROW = 1_000

function moveTrack(view: DataView, traf: BoxRange, shifts: readonly TickShift[]): void {
  let trackId = -1
  for (const box of boxesIn(view, traf.bodyAt, traf.end)) {
    if (box.type === 'tfhd') trackId = view.getUint32(box.bodyAt + 4)
    if (box.type !== 'tfdt') continue
    const ticks = shifts.find((shift) => shift.trackId === trackId)?.ticks ?? 0
    // Version 1 is 64 bits wide: ffmpeg always writes that.
    const at = box.bodyAt + 4
    if (view.getUint8(box.bodyAt) === 1) writeUint64(view, at, Math.max(0, readUint64(view, at) + ticks))
    else view.setUint32(at, Math.max(0, view.getUint32(at) + ticks))
  }
}
