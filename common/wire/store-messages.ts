import type { ClipTracks, Event, EventPage, EventPatch, EventQuery } from '../contracts/event.ts'
import type { CameraTimeline, TimelineEvent } from '../contracts/footage.ts'
import type { Replay, ReplayRules } from '../contracts/replay.ts'
import type { ProcessStats } from '../contracts/stats.ts'
import type { AnalysisOutcome } from '../ledger.ts'
import type { MediaFile } from '../footage/media-file.ts'
import type { ChunkFacts } from '../track-log/log-frame.ts'

/**
 * About half a second of one epoch's compressed stream: MP4 fragments (moof + mdat) as ffmpeg wrote them, stored as one row. All times but the wall
 * clock are milliseconds on the stream's own timeline, on which its first packet's decoding time is 0; they hold for the whole epoch, across files.
 */
export interface FootageRow {
  /** Counts the rows of the epoch, without gaps. */
  readonly index: number
  /** Presentation times of the first and of the end of the last frame inside. */
  readonly startMs: number
  readonly endMs: number
  /** Decoding time of its first frame: what a clip that begins here takes off every time stamp. */
  readonly dtsMs: number
  /** Wall clock of `startMs`. */
  readonly wallMs: number
  /** Decoding can begin here. */
  readonly keyframe: boolean
  readonly frames: number
  /** Recorded for itself (modes `motion` and `always`): it stays when the events that also show it are deleted. */
  readonly kept: boolean
  readonly bytes: Uint8Array
}

/** One epoch's stream: what every reader of its rows needs. */
export interface StreamHead {
  readonly camera: string
  readonly epoch: number
  /** ffmpeg's name: `h264`, `hevc`. */
  readonly codec: string
  /** RFC 6381, for `<source type>` and MediaSource, e.g. `avc1.64001f`. */
  readonly codecString: string
  /** Ticks per second of the video track; 0 in files of older versions: the init segment says it. */
  readonly timescale: number
  /** ftyp and moov, as ffmpeg wrote them. */
  readonly init: Uint8Array
  /** Encoded with the camera's privacy masks in it. */
  readonly burnedIn: boolean
  /** The sound's track in the init segment; `offsetMs` is what its time stamps have to be moved by to lie on the stream's timeline. Null without sound. */
  readonly audio: { readonly trackId: number; readonly timescale: number; readonly offsetMs: number } | null
}

/** A clip is a view on footage: events that overlap share rows. `part` counts from 1. */
export interface Claim {
  readonly eventId: string
  readonly part: number
}

/** A run of rows of one stream in one file, without their bytes. A clip has several when the camera's ffmpeg was restarted in it, or midnight passed. */
export interface FootageSegment extends StreamHead {
  readonly file: MediaFile
  /** The stream's number in that file. */
  readonly stream: number
  readonly alignment: ClipTracks['alignment']
  readonly rows: readonly (Omit<FootageRow, 'bytes' | 'kept'> & { readonly bytes: number })[]
}

/** Ten seconds of a camera's analysis, which begin at `atMs` (a multiple of 10,000). */
export interface ActivityStep {
  readonly atMs: number
  /** Largest share of the picture that moved, 0..1. */
  readonly motion: number
  /** Frames by outcome; what is not named is 0. */
  readonly outcomes: Partial<Record<AnalysisOutcome, number>>
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
  /** With what only it shows: rows that another event or continuous recording holds stay. */
  deleteEvent(id: string): boolean
  /** See the contract's `events.counts`. */
  countEvents(args: { query: Omit<EventQuery, 'limit' | 'cursor' | 'after' | 'before'>; bounds: readonly number[] }): number[]
  /** Before its first row goes into a file. Idempotent by (file, camera, epoch). */
  openStream(args: { file: MediaFile } & StreamHead): void
  /**
   * In one transaction: the rows, the boxes of their frames (`pts` in seconds on the stream's timeline), and the clips they belong to. Idempotent by
   * (camera, epoch, index). Rows of one call lie in one file and follow each other.
   */
  appendRows(args: { file: MediaFile; camera: string; epoch: number; rows: readonly FootageRow[]; tracks: readonly TrackFrame[]; alignment: ClipTracks['alignment']; claims: readonly Claim[] }): void
  /**
   * Makes rows that are already stored, `from` ≤ index < `to`, part of a clip as well, or (null) kept for themselves. Idempotent. Returns the indexes of those that are not there (any
   * more): an event that had them was deleted in between, and whoever still has them has to store them again.
   */
  claimRows(args: { file: MediaFile; camera: string; epoch: number; from: number; to: number; claim: Claim | null }): number[]
  putSnapshot(args: { eventId: string; jpeg: Uint8Array }): void
  getSnapshot(eventId: string): Uint8Array | null
  /** The clip's segments in order of time; empty where there is none. */
  clipSegments(claim: Claim): FootageSegment[]
  /** What is stored of a camera between two wall clocks, from the keyframe at or before `fromMs` on; in order of time. At most `MAX_SEGMENT_ROWS` rows. */
  footageSegments(args: { camera: string; fromMs: number; toMs: number }): FootageSegment[]
  /** Bytes of the rows with `from` ≤ index < `to`, in order. */
  readRows(args: { file: MediaFile; stream: number; from: number; to: number }): Uint8Array[]
  /** Boxes of those rows' frames, `pts` in seconds on the stream's timeline, in order of pts. */
  readTracks(args: { file: MediaFile; stream: number; from: number; to: number }): TrackFrame[]
  /** Idempotent by (camera, atMs). */
  putActivity(args: { file: MediaFile; camera: string; steps: readonly ActivityStep[] }): void
  /** What became of the frames captured between the two, as far as the steps inside tell. */
  activityLedger(args: { camera: string; fromMs: number; toMs: number }): { captured: number; outcomes: Partial<Record<AnalysisOutcome, number>>; coveredSeconds: number }
  timeline(args: { cameras: readonly string[]; fromMs: number; toMs: number; stepMs: number }): CameraTimeline[]
  neighbour(args: { cameras: readonly string[]; atMs: number; direction: 'next' | 'previous' }): (TimelineEvent & { camera: string }) | null
  /** Every file there is, and camera-days that have events but no file (0 bytes). */
  mediaFiles(): MediaFileFacts[]
  /**
   * One step (a few milliseconds) towards a camera-day being gone: media of pinned events moves to `pinned.CAMERA`, its events vanish from every list, the file is unlinked,
   * then their rows in the catalogue are deleted in slices. Call it again until `done`; a crash in between is finished at the next start.
   */
  dropFile(file: MediaFile): { done: boolean; freedBytes: number }
  /**
   * One step towards nothing in the file being older than `beforeMs`: for the day that is still written to. Pinned events move as with `dropFile`; the space is used again by what comes.
   */
  trimFile(args: { file: MediaFile; beforeMs: number }): { done: boolean; freedBytes: number }
  /** Idempotent by camera, epoch and start; goes to the file of its camera and day. */
  putTrackChunk(chunk: TrackChunk): void
  /** Begins a replay; the answer names it. It is carried out a step at a time, so that everything else goes on between. */
  openReplay(args: ReplayArgs): number
  /** At most one chunk of the log, or one page of events. */
  stepReplay(id: number): { done: number; total: number; replay: Replay | null }
  /** Forgets it; also one that is not known. */
  closeReplay(id: number): void
  usage(): { catalogueBytes: number; mediaBytes: number; events: number }
}

export interface MediaFileFacts {
  readonly file: MediaFile
  /** What is used of it: pages that a deletion freed are written again before it grows. */
  readonly bytes: number
  /** Wall clock of the oldest row in it; null where there is none, or where it is not open. */
  readonly oldestMs: number | null
  readonly events: number
  readonly pinned: number
}

/** A segment list longer than this is cut off at its end. */
export const MAX_SEGMENT_ROWS = 20_000

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
  /** `full`: there is no space left, or the file may not grow; nothing of the call was stored. `read-only`: the disk does not take anything. */
  | { readonly type: 'error'; readonly id: number; readonly message: string; readonly kind: 'full' | 'read-only' | 'other' }
  | { readonly type: 'stats'; readonly process: ProcessStats }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }

/** The same calls, from the other side of a process boundary. */
export type Store = { [K in StoreMethod]: (...args: Parameters<StoreCalls[K]>) => Promise<ReturnType<StoreCalls[K]>> }
