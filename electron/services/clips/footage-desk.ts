import { randomBytes } from 'node:crypto'
import type { ClipTracks } from '../../../common/contracts/event.ts'
import { MAX_FOOTAGE_SECONDS, type Footage, type FootageRequest } from '../../../common/contracts/footage.ts'
import { EditError } from '../../../common/edit-error.ts'
import { parseFrameId } from '../../../common/ids.ts'
import type { FootageSegment, Store } from '../../../common/wire/store-messages.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EpochLine } from './epoch-line.ts'
import { openFootageFile, storedSegment, type FootageFile } from './footage-file.ts'
import { joinFootage, memorySegments } from './memory-segments.ts'

/** Clips and stretches of footage as files. */
export interface FootageDesk {
  /** Null where there is no clip; one that is still recorded is what is stored of it now. */
  clip(eventId: string, part: number): Promise<FootageFile | null>
  /** All parts of it, one after the other; footage two of them share is there once. */
  wholeClip(eventId: string): Promise<FootageFile | null>
  clipTracks(eventId: string, part: number): Promise<ClipTracks | null>
  /** By the wall clock; memory and store alike. Throws an EditError where there is nothing. */
  open(request: FootageRequest): Promise<Footage>
  /** Of an opened stretch; null when it is not known (any more). */
  file(id: string): FootageFile | null
  /** A file that is not kept open: for those who read it once. Null where there is nothing. */
  read(request: FootageRequest): Promise<FootageFile | null>
}

/** Kept so long after it was last asked for: a player reads on as it plays. */
const KEPT_MS = 10 * 60_000
const MAX_OPEN = 64
/** Rows that only live on because somebody looks at them. */
const MAX_HELD_BYTES = 256 * 1024 * 1024
const STEP_MS = 3_600_000

export function createFootageDesk({ store, clock, lines }: {
  store: Pick<Store, 'getEvent' | 'clipSegments' | 'footageSegments' | 'readRows' | 'readTracks'>
  clock: Clock
  lines: (cameraId: string) => readonly EpochLine[]
}): FootageDesk {
  const opened = new Map<string, { file: FootageFile; heldBytes: number; usedAtMs: number }>()

  const forgetOld = (): void => {
    const untilMs = clock.monotonic() - KEPT_MS
    const held = (): number => opened.values().reduce((sum, { heldBytes }) => sum + heldBytes, 0)
    for (const [id, { usedAtMs }] of opened) if (usedAtMs < untilMs || opened.size >= MAX_OPEN || held() > MAX_HELD_BYTES) opened.delete(id)
  }
  const clip = async (eventId: string, part: number): Promise<FootageFile | null> =>
    openFootageFile((await store.clipSegments({ eventId, part })).map((segment) => storedSegment(store, segment)))
  const wholeClip = async (eventId: string): Promise<FootageFile | null> => {
    const segments: FootageSegment[] = []
    for (let part = 1; ; part += 1) {
      const own = await store.clipSegments({ eventId, part })
      if (own.length === 0) break
      segments.push(...own)
    }
    return openFootageFile(withoutRepeats(segments).map((segment) => storedSegment(store, segment)))
  }
  /** An hour at a time: a day's rows in one answer would hold up the store and everybody behind it. */
  const segmentsOf = async (camera: string, { fromMs, toMs }: { fromMs: number; toMs: number }): Promise<FootageSegment[]> => {
    const segments: FootageSegment[] = []
    for (let at = fromMs; at < toMs; at += STEP_MS) segments.push(...await store.footageSegments({ camera, fromMs: at, toMs: Math.min(toMs, at + STEP_MS) }))
    return withoutRepeats(segments)
  }
  const find = async ({ camera, from, to }: FootageRequest): Promise<{ file: FootageFile; heldBytes: number } | null> => {
    const span = { fromMs: Date.parse(from), toMs: Date.parse(to) }
    const inMemory = memorySegments(lines(camera), span)
    // A store that does not work must not keep anybody from looking back at what is in memory.
    const stored = await segmentsOf(camera, span).catch((error: unknown) => {
      if (inMemory.length > 0) return []
      throw error
    })
    const file = openFootageFile(joinFootage(stored.map((segment) => storedSegment(store, segment)), inMemory))
    const heldBytes = inMemory.reduce((sum, { segment }) => sum + segment.rows.reduce((bytes, row) => bytes + row.bytes, 0), 0)
    return file && { file, heldBytes }
  }

  return {
    clip,
    wholeClip,
    async clipTracks(eventId, part) {
      const [file, event] = [await clip(eventId, part), await store.getEvent(eventId)]
      return file && event ? file.tracks(parseFrameId(event.frameId).epoch) : null
    },
    read: async (request) => (await find(request))?.file ?? null,
    async open(request) {
      const seconds = (Date.parse(request.to) - Date.parse(request.from)) / 1_000
      if (!(seconds > 0 && seconds <= MAX_FOOTAGE_SECONDS)) throw new EditError('invalid', [`expected a span of more than 0 and at most ${MAX_FOOTAGE_SECONDS} seconds, got ${seconds}`])
      const found = await find(request)
      if (!found) throw new EditError('not-found', [`nothing of "${request.camera}" was recorded between ${request.from} and ${request.to}`])
      forgetOld()
      const id = randomBytes(12).toString('base64url')
      opened.set(id, { ...found, usedAtMs: clock.monotonic() })
      const { file, file: { timeline } } = found
      return {
        id, camera: request.camera, startedAt: new Date(timeline.startWallMs).toISOString(), seconds: Math.round(timeline.durationMs) / 1_000,
        codec: file.codec, codecString: file.codecString, gaps: timeline.gaps.map(([a, b]): [number, number] => [a, b]),
      }
    },
    file(id) {
      const found = opened.get(id)
      if (found) found.usedAtMs = clock.monotonic()
      return found?.file ?? null
    },
  }
}

/** Rows that an earlier segment already has are left out. */
function withoutRepeats(segments: readonly FootageSegment[]): FootageSegment[] {
  const known = new Set<string>()
  return segments.map((segment) => ({
    ...segment,
    rows: segment.rows.filter(({ index }) => {
      const key = `${segment.epoch}/${index}`
      return !known.has(key) && known.add(key)
    }),
  }))
}
