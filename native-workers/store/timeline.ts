import { mediaFileOf, pinnedFileOf } from '../../common/footage/media-file.ts'
import type { CameraTimeline } from '../../common/contracts/footage.ts'
import { MINUTE_MS } from './activity.ts'
import type { MediaFiles } from './media-files.ts'
import type { Rollup, Rollups } from './rollups.ts'

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

const DAY_MS = 86_400_000
/** Spans closer than this play without a break. */
const MERGE_MS = 1_000
/** Up to here steps that are not made of whole minutes are read from the files themselves; beyond, a minute counts to the step it begins in. */
const FINE_MS = 2 * DAY_MS

/** What there is to play of a camera, and what moved. Steps begin at multiples of `stepMs`. */
export function recordedBetween({ media, rollups }: { media: MediaFiles; rollups: Rollups }, camera: string, { fromMs, toMs }: Stretch, stepMs: number): Pick<CameraTimeline, 'spans' | 'motion'> {
  const spans: [number, number][] = []
  const steps = new Map<number, number>()
  const move = (atMs: number, motion: number): void => {
    const step = Math.floor(atMs / stepMs) * stepMs
    if (motion > (steps.get(step) ?? -1)) steps.set(step, motion)
  }
  const exact = stepMs % MINUTE_MS !== 0 && toMs - fromMs <= FINE_MS
  for (const file of filesOf(camera, fromMs, toMs)) {
    const rolledUp = rollups.has(file)
    const rollup = rolledUp ? rollups.get(file, camera) : null
    if (rollup) addSpans(rollup, { fromMs, toMs }, spans)
    if (rollup && !exact) addMinutes(rollup, { fromMs, toMs }, stepMs, move)
    if (rolledUp && !exact) continue
    media.read(file, (footage) => {
      if (!rolledUp) for (const span of footage.spans.between(camera, fromMs, toMs)) spans.push([span.fromMs, span.toMs])
      for (const [atMs, motion] of footage.activity.bySteps(camera, fromMs, toMs, exact ? stepMs : MINUTE_MS)) move(atMs, motion)
    })
  }
  return { spans: merged(spans, { fromMs, toMs }), motion: [...steps].sort(([a], [b]) => a - b) }
}

function addSpans({ spans }: Rollup, { fromMs, toMs }: Stretch, into: [number, number][]): void {
  for (let n = 0; n < spans.length; n += 2) {
    const from = spans[n] as number
    const to = spans[n + 1] as number
    if (to > fromMs && from < toMs) into.push([from, to])
  }
}

/** One `move` per step, not per minute: two weeks of sixteen cameras are 300,000 minutes. */
function addMinutes({ minute0, minutes }: Rollup, { fromMs, toMs }: Stretch, stepMs: number, move: (atMs: number, motion: number) => void): void {
  const first = Math.max(0, Math.ceil((fromMs - minute0) / MINUTE_MS))
  const end = Math.min(minutes.length, Math.ceil((toMs - minute0) / MINUTE_MS))
  let untilMs = -Infinity
  let most = -1
  for (let n = first; n < end; n += 1) {
    const atMs = minute0 + n * MINUTE_MS
    if (atMs >= untilMs) {
      if (most >= 0) move(untilMs - stepMs, most)
      untilMs = (Math.floor(atMs / stepMs) + 1) * stepMs
      most = -1
    }
    const motion = minutes[n] as number
    if (motion > most) most = motion
  }
  if (most >= 0) move(untilMs - stepMs, most)
}

/** Cut to the stretch, in order, those that overlap or nearly touch joined. */
export function merged(spans: readonly (readonly [number, number])[], { fromMs, toMs }: Stretch): [number, number][] {
  const joined: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const begin = Math.max(from, fromMs)
    const end = Math.min(to, toMs)
    const last = joined.at(-1)
    if (last && begin - last[1] < MERGE_MS) last[1] = Math.max(last[1], end)
    else joined.push([begin, end])
  }
  return joined
}

/** Rolls up one file that is written to no more and has none. False when there is none. */
export function rollUpOne({ media, rollups }: { media: MediaFiles; rollups: Rollups }): boolean {
  const next = media.list().find(({ file }) => !rollups.has(file) && !media.isWritten(file))
  if (!next) return false
  media.read(next.file, (footage) => rollups.put(footage))
  return true
}

/** A file's rows begin on its day; the last of them may end on the next. */
function filesOf(camera: string, fromMs: number, toMs: number): string[] {
  const files = [pinnedFileOf(camera)]
  for (let at = Math.floor(fromMs / DAY_MS) * DAY_MS - DAY_MS; at < toMs; at += DAY_MS) {
    const file = mediaFileOf(at, camera)
    files.push(file.slice(0, file.indexOf('.')), file)
  }
  return files
}
