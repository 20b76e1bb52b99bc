import type { ClipTracks, Event, EventPage, EventPatch, EventQuery } from '../contracts/event.ts'
import type { Replay, ReplayRules } from '../contracts/replay.ts'
import type { ProcessStats } from '../contracts/stats.ts'
import type { ChunkFacts } from '../track-log/log-frame.ts'

/** One or more MP4 fragments (moof + mdat) that are stored as one row. Times in the clip's own time base, first frame's dts = 0. */
export interface StoredFragment {
  readonly index: number
  /** Presentation times of the first and the end of the last frame inside, milliseconds on the clip's timeline. */
  readonly startMs: number
  readonly endMs: number
  readonly keyframe: boolean
  readonly frames: number
  readonly bytes: Uint8Array
}

export interface ClipInfo {
  readonly init: Uint8Array
  readonly codec: string
  /** RFC 6381, for `<source type>` and MediaSource, e.g. `avc1.64001f`. */
  readonly codecString: string
  readonly fragments: readonly { readonly index: number; readonly bytes: number; readonly startMs: number; readonly endMs: number; readonly keyframe: boolean }[]
  readonly totalBytes: number
}

/** One chunk of the track log; `bytes` is empty where nothing was tracked. */
export interface TrackChunk extends ChunkFacts {
  readonly camera: string
  readonly bytes: Uint8Array
}

export interface ReplayArgs {
  readonly camera: string
  /** Null: from the log's beginning, to its end. */
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly now: ReplayRules
  readonly proposed: ReplayRules
}

export type TrackFrame = ClipTracks['frames'][number]

/** Calls on the store process; each resolves after it is durable (writes) or read. */
export interface StoreCalls {
  /**
   * Ends what a crash left open: events become `ended`, their clips `saved`, `partial` or (nothing stored) `failed`. Returns the repaired events.
   * `openEventIds`: events the engine itself still has in hand, because only the store was restarted; they are left alone.
   */
  recover(args?: { openEventIds: readonly string[] }): { repaired: Event[]; quarantined: { path: string; reason: string }[] }
  /** Inserts or updates by id. `reviewed`, `pinned` and `note` belong to `patchEvent`: an update leaves them as they are. */
  putEvent(event: Event): void
  getEvent(id: string): Event | null
  listEvents(query: EventQuery): EventPage
  patchEvent(args: { id: string; patch: EventPatch }): Event | null
  deleteEvent(id: string): boolean
  /** `day` (YYYY-MM-DD) names the media file; `startWallMs` is the wall clock of the clip's own zero. */
  openClip(args: { eventId: string; day: string; init: Uint8Array; codec: string; codecString: string; startWallMs: number }): void
  /** Idempotent by (event, index). `tracks` are the frames inside these fragments; `alignment` the clip's so far. */
  appendFragments(args: { eventId: string; fragments: readonly StoredFragment[]; tracks: readonly TrackFrame[]; alignment?: ClipTracks['alignment'] }): void
  /** The event with its final clip state; `init`, where given, replaces the clip's (now that its length is known). */
  closeClip(event: Event, init?: Uint8Array): void
  putSnapshot(args: { eventId: string; jpeg: Uint8Array }): void
  getSnapshot(eventId: string): Uint8Array | null
  clipInfo(eventId: string): ClipInfo | null
  /** Bytes of the rows with `from` ≤ index < `to`, in order. */
  readFragments(args: { eventId: string; from: number; to: number }): Uint8Array[]
  tracks(eventId: string): ClipTracks | null
  /** Idempotent by camera, epoch and start. */
  putTrackChunk(chunk: TrackChunk): void
  /** Begins a replay; the answer names it. It is carried out a step at a time, so that everything else goes on between. */
  openReplay(args: ReplayArgs): number
  /** At most one chunk of the log, or one page of events. */
  stepReplay(id: number): { done: number; total: number; replay: Replay | null }
  /** Forgets it; also one that is not known. */
  closeReplay(id: number): void
  usage(): { catalogueBytes: number; mediaBytes: number; events: number }
}

export type StoreMethod = keyof StoreCalls

/** main → store */
export type StoreCommand =
  | { readonly type: 'call'; readonly id: number; readonly method: StoreMethod; readonly args: readonly unknown[] }
  | { readonly type: 'stop' }

/** store → main */
export type StoreReport =
  | { readonly type: 'ready'; readonly pid: number }
  /** The store cannot work (damaged file, read-only folder); `reason` is one sentence that says what to do. */
  | { readonly type: 'failed'; readonly reason: string }
  /** A damaged file was met, now or long after the start, and is kept as `path`. */
  | { readonly type: 'set-aside'; readonly path: string; readonly reason: string }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly message: string }
  | { readonly type: 'stats'; readonly process: ProcessStats }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }

/** The same calls, from the other side of a process boundary. */
export type Store = { [K in StoreMethod]: (...args: Parameters<StoreCalls[K]>) => Promise<ReturnType<StoreCalls[K]>> }
