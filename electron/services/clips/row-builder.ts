import type { FootageRow } from '../../../common/wire/store-messages.ts'
import type { Fragment, FragmentSample } from './mp4/fragment.ts'

/** A footage row before it is known when it was and who wants it. */
export interface BuiltRow extends Omit<FootageRow, 'wallMs' | 'kept'> {
  /** Presentation times of its frames in decoding order, milliseconds on the stream's timeline. */
  readonly framesMs: readonly number[]
  /** Decoding time of its end: every frame shown before this is in this row or an earlier one. */
  readonly endDtsMs: number
}

export interface RowBuilder {
  /** Rows that are complete before `fragment`, which then begins or joins the next. */
  push(fragment: Fragment): BuiltRow[]
  /** The next row ends as soon as it can. */
  hurry(): void
  /** The rest. Where the stream was cut off between a frame and those shown before it, it ends before that frame. */
  flush(): BuiltRow[]
}

/** About this much video per row: few enough transactions, and little to lose to a power cut. */
const ROW_MS = 500

/**
 * Groups an epoch's fragments into rows. A row ends after half a second and before every keyframe (so that a row is where
 * decoding can start), but only where everything shown before its last frame is in: with B-frames the stream brings a frame
 * before those shown ahead of it, and a crash or a clip's end must not leave a hole there. Sound joins the row it arrives in.
 */
export function createRowBuilder(): RowBuilder {
  let group: Fragment[] = []
  let pictures: Fragment[] = []
  let index = 0
  let latestPts = -Infinity
  let soon = false

  const close = (): BuiltRow[] => {
    const [first] = pictures
    const last = pictures.at(-1)
    if (!first || !last) return []
    const msPerTick = 1_000 / first.timescale
    const samples = pictures.flatMap((fragment) => fragment.samples)
    const row: BuiltRow = {
      index,
      startMs: least(samples, (sample) => sample.pts) * msPerTick,
      endMs: -least(samples, (sample) => -(sample.pts + sample.duration)) * msPerTick,
      dtsMs: first.dts * msPerTick,
      keyframe: first.keyframe,
      frames: samples.length,
      bytes: join(group),
      framesMs: samples.map((sample) => sample.pts * msPerTick),
      endDtsMs: last.endDts * msPerTick,
    }
    index += 1
    group = []
    pictures = []
    soon = false
    return [row]
  }

  return {
    push(fragment) {
      if (!fragment.video) {
        // What is heard before the first picture belongs to no row.
        if (group.length > 0) group.push(fragment)
        return []
      }
      // Nothing before the first keyframe can be decoded.
      if (index === 0 && pictures.length === 0 && !fragment.keyframe) return []
      const long = ((pictures.at(-1)?.endDts ?? 0) - (pictures[0]?.dts ?? 0)) * 1_000 >= ROW_MS * fragment.timescale
      const cleanly = (fragment.samples[0]?.pts ?? 0) > latestPts
      const closed = (long || soon || fragment.keyframe) && cleanly ? close() : []
      group.push(fragment)
      pictures.push(fragment)
      for (const sample of fragment.samples) latestPts = Math.max(latestPts, sample.pts)
      return closed
    },
    hurry: () => { soon = true },
    flush() {
      const whole = new Set(pictures.slice(0, wholeLength(pictures)))
      pictures = [...whole]
      group = group.filter((fragment) => !fragment.video || whole.has(fragment))
      return close()
    },
  }
}

/** How many of the pictures make a row without a hole, when nothing more will come. */
function wholeLength(pictures: readonly Fragment[]): number {
  const samples = pictures.flatMap((fragment) => fragment.samples).sort((a, b) => a.pts - b.pts)
  const hole = samples.some((sample, at) => sample.pts - (samples[at - 1]?.pts ?? sample.pts) > (samples[at - 1]?.duration ?? 0) * 1.5)
  if (!hole) return pictures.length
  let latestPts = -Infinity
  let whole = 0
  for (const [at, { samples: own }] of pictures.entries()) {
    if ((own[0]?.pts ?? 0) > latestPts) whole = at
    for (const sample of own) latestPts = Math.max(latestPts, sample.pts)
  }
  return whole
}

const least = (samples: readonly FragmentSample[], of: (sample: FragmentSample) => number): number => samples.reduce((found, sample) => Math.min(found, of(sample)), Infinity)

function join(fragments: readonly Fragment[]): Uint8Array {
  const joined = new Uint8Array(fragments.reduce((sum, { bytes }) => sum + bytes.length, 0))
  let at = 0
  for (const { bytes } of fragments) {
    joined.set(bytes, at)
    at += bytes.length
  }
  return joined
}
