import { z } from 'zod'
import { ClipTracks, Event, EventPatch, EventQuery } from '../contracts/event.ts'
import { ReplayRules } from '../contracts/replay.ts'
import { MEDIA_FILE } from '../footage/media-file.ts'
import { ANALYSIS_OUTCOMES } from '../ledger.ts'
import type { StoreCalls, StoreMethod } from './store-messages.ts'

const Bytes = z.instanceof(Uint8Array)
const EventId = z.string().min(1).max(128)
const Index = z.int().min(0)
const Camera = z.string().min(1)
const File = z.string().regex(MEDIA_FILE, "expected a media file's name, such as 2026-11-25.gate")
const Claim = z.strictObject({ eventId: EventId, part: z.int().min(1) })
const Stream = { file: File, camera: Camera, epoch: Index }
/** Rows of one stream: from ≤ index < to. */
const Rows = z.strictObject({ file: File, stream: z.int().min(1), from: Index, to: Index })
const Cameras = z.array(Camera).min(1)

const FootageRow = z.strictObject({
  index: Index, startMs: z.number(), endMs: z.number(), dtsMs: z.number(), wallMs: z.number(), keyframe: z.boolean(), frames: Index, kept: z.boolean(), bytes: Bytes,
})

/** What the store process accepts: checked once, when a call arrives. */
export const STORE_CALL_ARGS = {
  recover: z.tuple([z.strictObject({ openEventIds: z.array(EventId) }).optional()]),
  putEvent: z.tuple([Event]),
  getEvent: z.tuple([EventId]),
  listEvents: z.tuple([EventQuery]),
  patchEvent: z.tuple([z.strictObject({ id: EventId, patch: EventPatch })]),
  deleteEvent: z.tuple([EventId]),
  countEvents: z.tuple([z.strictObject({ query: EventQuery.omit({ limit: true, cursor: true, after: true, before: true }), bounds: z.array(z.number()).min(2).max(400) })]),
  openStream: z.tuple([z.strictObject({
    ...Stream, codec: z.string(), codecString: z.string(), timescale: Index, init: Bytes, burnedIn: z.boolean(),
    audio: z.strictObject({ trackId: z.int(), timescale: Index, offsetMs: z.number() }).nullable(),
  })]),
  appendRows: z.tuple([z.strictObject({
    ...Stream,
    rows: z.array(FootageRow),
    // Shape only: checking every number of every box would cost more than storing it.
    tracks: z.array(z.looseObject({ pts: z.number(), boxes: z.array(z.array(z.unknown())) })),
    alignment: ClipTracks.shape.alignment,
    claims: z.array(Claim),
  })]),
  claimRows: z.tuple([z.strictObject({ ...Stream, from: Index, to: Index, claim: Claim.nullable() })]),
  putSnapshot: z.tuple([z.strictObject({ eventId: EventId, jpeg: Bytes })]),
  getSnapshot: z.tuple([EventId]),
  clipSegments: z.tuple([Claim]),
  footageSegments: z.tuple([z.strictObject({ camera: Camera, fromMs: z.number(), toMs: z.number() })]),
  readRows: z.tuple([Rows]),
  readTracks: z.tuple([Rows]),
  putActivity: z.tuple([z.strictObject({ file: File, camera: Camera, steps: z.array(z.strictObject({ atMs: z.int(), motion: z.number(), outcomes: z.partialRecord(z.enum(ANALYSIS_OUTCOMES), Index) })) })]),
  activityLedger: z.tuple([z.strictObject({ camera: Camera, fromMs: z.number(), toMs: z.number() })]),
  timeline: z.tuple([z.strictObject({ cameras: Cameras, fromMs: z.number(), toMs: z.number(), stepMs: z.int().min(1_000) })]),
  neighbour: z.tuple([z.strictObject({ cameras: Cameras, atMs: z.number(), direction: z.enum(['next', 'previous']) })]),
  mediaFiles: z.tuple([]),
  dropFile: z.tuple([File]),
  trimFile: z.tuple([z.strictObject({ file: File, beforeMs: z.number() })]),
  putTrackChunk: z.tuple([z.strictObject({
    camera: Camera, epoch: Index, fromMs: z.int(), toMs: z.int(), frames: Index, live: Index, gone: z.boolean(), lost: Index, bytes: Bytes,
  })]),
  openReplay: z.tuple([z.strictObject({ camera: Camera, fromMs: z.number().nullable(), toMs: z.number().nullable(), now: ReplayRules, proposed: ReplayRules })]),
  stepReplay: z.tuple([Index]),
  closeReplay: z.tuple([Index]),
  usage: z.tuple([]),
} as const satisfies Record<StoreMethod, z.ZodType>

export const STORE_METHODS = Object.keys(STORE_CALL_ARGS) as [StoreMethod, ...StoreMethod[]]

export const StoreCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.int(), method: z.enum(STORE_METHODS), args: z.array(z.unknown()) }),
  z.strictObject({ type: z.literal('stop') }),
])

/** Throws a ZodError for arguments that do not fit the method. */
export function callStore(calls: StoreCalls, method: StoreMethod, args: readonly unknown[]): unknown {
  const checked = STORE_CALL_ARGS[method].parse(args) as readonly unknown[]
  return (calls[method] as (...args: readonly unknown[]) => unknown)(...checked)
}
