import type { Fragment } from './mp4/fragment.ts'

/** The last seconds of one epoch's compressed stream. Always begins with a keyframe: nothing before one can be decoded. */
export interface FragmentRing {
  push(fragment: Fragment): void
  /** Everything from the last keyframe presented at or before `ptsMs` (milliseconds on the stream's own timeline), else from the oldest one. */
  from(ptsMs: number): readonly Fragment[]
  setSpan(spanMs: number): void
  /** Where the oldest keyframe is shown; null while there is none. */
  readonly oldestMs: number | null
  readonly bytes: number
}

interface Gop { readonly fragments: Fragment[]; readonly ptsMs: number; bytes: number }

export function createFragmentRing({ spanMs, maxBytes }: { spanMs: number; maxBytes: number }): FragmentRing {
  let span = spanMs
  let gops: Gop[] = []
  let bytes = 0

  const dropOldest = (): void => { bytes -= gops.shift()?.bytes ?? 0 }
  /** Whole groups of pictures leave, so that the first fragment stays a keyframe. */
  const trim = (): void => {
    const keepFromMs = endMs(gops.at(-1)?.fragments.at(-1)) - span
    const tooMuch = (): boolean => gops[1] !== undefined && (gops[1].ptsMs <= keepFromMs || bytes > maxBytes)
    while (tooMuch()) dropOldest()
    // One group alone beyond the limit (a camera that sends no keyframes for minutes): start again at its next keyframe.
    if (bytes > maxBytes) dropOldest()
  }

  return {
    push(fragment) {
      const sample = fragment.samples[0]
      if (!sample) return
      if (fragment.keyframe) gops.push({ fragments: [], ptsMs: (sample.pts * 1000) / fragment.timescale, bytes: 0 })
      const gop = gops.at(-1)
      if (!gop) return
      gop.fragments.push(fragment)
      gop.bytes += fragment.bytes.length
      bytes += fragment.bytes.length
      trim()
    },
    from(ptsMs) {
      const index = Math.max(0, gops.findLastIndex((gop) => gop.ptsMs <= ptsMs))
      return gops.slice(index).flatMap((gop) => gop.fragments)
    },
    setSpan(next) {
      span = next
      trim()
    },
    get oldestMs() { return gops[0]?.ptsMs ?? null },
    get bytes() { return bytes },
  }
}

const endMs = (fragment: Fragment | undefined): number => (fragment ? (fragment.endDts * 1000) / fragment.timescale : 0)
