import { EventQuery, type Event, type EventPage } from '../../common/contracts/event.ts'
import type { Replay } from '../../common/contracts/replay.ts'
import { type MediaFile, parseMediaFile } from '../../common/footage/media-file.ts'
import { compareEvents, countChanges } from '../../common/replay/compare.ts'
import { coverageOf, type Stretch } from '../../common/replay/coverage.ts'
import { createJudge } from '../../common/replay/judge.ts'
import { limitsOf } from '../../common/replay/limits.ts'
import { readChunk } from '../../common/track-log/chunk-reader.ts'
import type { ReplayArgs } from '../../common/wire/store-messages.ts'
import type { StoredChunk } from './track-log-day.ts'

export interface ReplaySources {
  /** Media files, in order of name. */
  files(): MediaFile[]
  chunks(file: MediaFile, camera: string): StoredChunk[]
  bytes(file: MediaFile, id: number): Uint8Array
  listEvents(query: EventQuery): EventPage
}

export interface ReplayProgress {
  readonly done: number
  readonly total: number
}

interface PlacedChunk extends StoredChunk {
  readonly file: MediaFile
}

const DAY_MS = 86_400_000
/** So far back it is looked for a moment at which nothing was tracked, to begin there. */
const LOOK_BACK_MS = DAY_MS
/** So long after the span the objects that were in the picture at its end are followed on. */
const LOOK_ON_MS = 3_600_000

/** One replay, yielding after each slice of work: a file's list, one chunk, one page of events. */
export function* runReplay(sources: ReplaySources, args: ReplayArgs): Generator<ReplayProgress, Replay, void> {
  const { camera } = args
  const files = sources.files().filter((file) => mayHave(file, args))
  const found: PlacedChunk[] = []
  let done = 0
  for (const file of files) {
    for (const chunk of sources.chunks(file, camera)) found.push({ ...chunk, file })
    done += 1
    yield { done, total: files.length + found.length }
  }
  const span = spanOf(args, found)
  const { fromMs, toMs } = span
  const near = found.filter((chunk) => chunk.fromMs <= toMs + LOOK_ON_MS && chunk.toMs >= fromMs - LOOK_BACK_MS)
  const chunks = betweenQuietMoments(near, span, Math.max(args.now.events.cooldownSeconds, args.proposed.events.cooldownSeconds) * 1000)
  const total = files.length + chunks.length + 1
  const now = createJudge(args.now, camera)
  const proposed = createJudge(args.proposed, camera)
  const gone = (): void => { now.gone(); proposed.gone() }
  let frames = 0
  let unreadable = 0
  let epoch: number | null = null
  for (const chunk of chunks) {
    if (epoch !== null && epoch !== chunk.epoch) gone()
    epoch = chunk.epoch
    if (chunk.fromMs >= fromMs) unreadable += chunk.lost
    try {
      for (const frame of chunk.frames === 0 ? [] : readChunk(sources.bytes(chunk.file, chunk.id), chunk.epoch)) {
        now.step(frame)
        proposed.step(frame)
        if (frame.capturedAtMs >= fromMs && frame.capturedAtMs <= toMs) frames += 1
      }
    } catch {
      // Deflate's or the reader's complaint: what was read before it stands, the objects go on in the next chunk.
      unreadable += 1
    }
    if (chunk.gone) gone()
    done += 1
    yield { done, total }
  }
  const stored: Event[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = sources.listEvents(EventQuery.parse({ camera, limit: 500, after: iso(fromMs - 60_000), before: iso(toMs + 60_000), ...(cursor !== undefined && { cursor }) }))
    stored.push(...page.items)
    cursor = page.next
    yield { done, total }
  }
  // An object's first hit may lie before the first frame that tells of it: where the whole log is asked for, nothing is left out.
  const events = compareEvents({ now: now.events(), proposed: proposed.events(), stored, fromMs: args.fromMs ?? -Infinity, toMs: args.toMs ?? Infinity })
  const log = { ...coverageOf(span, chunks), frames }
  return {
    camera, from: iso(fromMs), to: iso(toMs), counts: countChanges(events), events, unlisted: 0, log,
    limits: limitsOf({ now: args.now, proposed: args.proposed, log, unreadable, begunBefore: (chunks[0]?.live ?? 0) > 0 }),
  }
}

/** Of the camera, or of all of them, and of a day near the span. */
function mayHave(file: MediaFile, { camera, fromMs, toMs }: ReplayArgs): boolean {
  const name = parseMediaFile(file)
  if (name.day === null || (name.camera !== null && name.camera !== camera)) return false
  const startMs = Date.parse(name.day)
  return startMs + DAY_MS >= (fromMs ?? 0) - LOOK_BACK_MS && startMs <= (toMs ?? Infinity) + LOOK_ON_MS
}

/**
 * From the last chunk before the span that began with an empty picture, and early enough for any cooldown, to the first one after it; else all
 * there is.
 */
function betweenQuietMoments(chunks: readonly PlacedChunk[], { fromMs, toMs }: Stretch, cooldownMs: number): readonly PlacedChunk[] {
  const ordered = chunks.toSorted((a, b) => a.fromMs - b.fromMs || a.id - b.id)
  const start = ordered.findLastIndex((chunk) => chunk.live === 0 && chunk.fromMs <= fromMs - cooldownMs)
  const end = ordered.findIndex((chunk) => chunk.fromMs > toMs && chunk.live === 0)
  return ordered.slice(Math.max(0, start), end < 0 ? undefined : end)
}

function spanOf({ fromMs, toMs }: ReplayArgs, chunks: readonly PlacedChunk[]): Stretch {
  const first = chunks.reduce((least, chunk) => Math.min(least, chunk.fromMs), Infinity)
  const last = chunks.reduce((most, chunk) => Math.max(most, chunk.toMs), -Infinity)
  const end = toMs ?? (last === -Infinity ? fromMs ?? 0 : last)
  return { fromMs: fromMs ?? Math.min(first, end), toMs: end }
}

const iso = (ms: number): string => new Date(ms).toISOString()
