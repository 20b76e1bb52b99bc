import type { StoredFragment } from '../../../common/wire/store-messages.ts'
import type { Fragment } from './mp4/fragment.ts'
import { joinRebased } from './mp4/rebase.ts'

/** A row of `clip_fragments` before its boxes are known: what is stored together, and when its frames are shown. */
export interface ClipRow extends StoredFragment {
  /** Presentation times of its frames in decoding order, milliseconds on the clip's timeline. */
  readonly framesMs: readonly number[]
  /** Decoding time of its end: every frame shown before this is in this row or an earlier one. */
  readonly endDtsMs: number
}

export interface RowBuilder {
  /** Rows that are complete before `fragment`, which then begins or joins the next. */
  push(fragment: Fragment): ClipRow[]
  /** The next row ends as soon as it can. */
  hurry(): void
  /** Whether a clip that ends before `fragment` has no hole at its end. */
  endsCleanlyBefore(fragment: Fragment): boolean
  /** The rest. Where the stream was cut off between a frame and those shown before it, it ends before that frame. */
  flush(): ClipRow[]
}

/** About this much video per row: few enough transactions, and little to lose to a power cut. */
const ROW_MS = 500

/**
 * Groups a clip's fragments into rows. A row ends after half a second and before every keyframe (so that a row is where
 * decoding can start), but only where everything shown before its last frame is in: with B-frames the stream brings a frame
 * before those shown ahead of it, and a crash or the clip's end must not leave a hole there.
 */
export function createRowBuilder({ originDts }: { originDts: number }): RowBuilder {
  let group: Fragment[] = []
  let index = 0
  let sequence = 1
  let latestPts = -Infinity
  let soon = false

  const close = (): ClipRow[] => {
    const [first] = group
    const last = group.at(-1)
    if (!first || !last) return []
    const toMs = (ticks: number): number => ((ticks - originDts) * 1000) / first.timescale
    const samples = group.flatMap((fragment) => fragment.samples)
    const row: ClipRow = {
      index,
      startMs: Math.min(...samples.map((sample) => toMs(sample.pts))),
      endMs: Math.max(...samples.map((sample) => toMs(sample.pts + sample.duration))),
      keyframe: first.keyframe,
      frames: samples.length,
      bytes: joinRebased(group, { originDts, firstSequence: sequence }),
      framesMs: samples.map((sample) => toMs(sample.pts)),
      endDtsMs: toMs(last.endDts),
    }
    index += 1
    sequence += group.length
    group = []
    soon = false
    return [row]
  }
  const endsCleanlyBefore = (fragment: Fragment): boolean => (fragment.samples[0]?.pts ?? 0) > latestPts

  return {
    push(fragment) {
      const long = (((group.at(-1)?.endDts ?? 0) - (group[0]?.dts ?? 0)) * 1000) / fragment.timescale >= ROW_MS
      const closed = (long || soon || fragment.keyframe) && endsCleanlyBefore(fragment) ? close() : []
      group.push(fragment)
      for (const sample of fragment.samples) latestPts = Math.max(latestPts, sample.pts)
      return closed
    },
    hurry: () => { soon = true },
    endsCleanlyBefore,
    flush() {
      group = group.slice(0, wholeLength(group))
      return close()
    },
  }
}

/** How many of the group's fragments make a row without a hole, when nothing more will come. */
function wholeLength(group: readonly Fragment[]): number {
  const samples = group.flatMap((fragment) => fragment.samples).sort((a, b) => a.pts - b.pts)
  const hole = samples.some((sample, at) => sample.pts - (samples[at - 1]?.pts ?? sample.pts) > (samples[at - 1]?.duration ?? 0) * 1.5)
  if (!hole) return group.length
  let latestPts = -Infinity
  let whole = 0
  for (const [at, { samples }] of group.entries()) {
    if ((samples[0]?.pts ?? 0) > latestPts) whole = at
    for (const sample of samples) latestPts = Math.max(latestPts, sample.pts)
  }
  return whole
}
