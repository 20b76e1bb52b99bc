import { boxesIn, findBox, viewOf, type BoxRange } from './boxes.ts'

/**
 * A copy of the init segment that says how long the clip is. ffmpeg leaves the durations of mvhd, tkhd and mdhd at 0, because
 * it cannot know; players of a plain file then show a live stream, or read all of it first. An index (sidx) was tried as
 * well and left out: ffmpeg 5.1 takes the length of the first rows for the whole when a row holds several fragments.
 */
export function finishInit(init: Uint8Array, { durationMs }: { durationMs: number }): Uint8Array {
  // Not slice(): of a Buffer that is a window on the same memory.
  const bytes = new Uint8Array(init)
  const view = viewOf(bytes)
  const moov = findBox(view, ['moov'])
  const mvhd = findBox(view, ['moov', 'mvhd'])
  // In version 1 boxes times are 64 bits wide: ffmpeg writes those only for durations that no clip reaches.
  const put = (box: BoxRange | null, durationAt: number, ticksPerSecond: number): void => {
    if (box && view.getUint8(box.bodyAt) === 0) view.setUint32(box.bodyAt + durationAt, Math.round((durationMs * ticksPerSecond) / 1_000))
  }
  // Both: version and flags, two dates, time scale, duration. tkhd counts in the movie's scale.
  const scaleOf = (box: BoxRange | null): number => (box ? view.getUint32(box.bodyAt + 12) : 1_000)
  put(mvhd, 16, scaleOf(mvhd))
  for (const trak of moov ? boxesIn(view, moov.bodyAt, moov.end) : []) {
    if (trak.type !== 'trak') continue
    const mdhd = findBox(view, ['mdia', 'mdhd'], trak.bodyAt, trak.end)
    put(mdhd, 16, scaleOf(mdhd))
    put(findBox(view, ['tkhd'], trak.bodyAt, trak.end), 20, scaleOf(mvhd))
  }
  return bytes
}
