import { z } from 'zod'
import { ClipTracks, Event, EventPatch, EventQuery } from '../contracts/event.ts'
import { ReplayRules } from '../contracts/replay.ts'
import type { StoreCalls, StoreMethod } from './store-messages.ts'

const Bytes = z.instanceof(Uint8Array)
const EventId = z.string().min(1).max(128)
const Index = z.int().min(0)
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected YYYY-MM-DD')

const StoredFragment = z.strictObject({ index: Index, startMs: z.number(), endMs: z.number(), keyframe: z.boolean(), frames: Index, bytes: Bytes })

/** What the store process accepts: checked once, when a call arrives. */
export const STORE_CALL_ARGS = {
  recover: z.tuple([z.strictObject({ openEventIds: z.array(EventId) }).optional()]),
  putEvent: z.tuple([Event]),
  getEvent: z.tuple([EventId]),
  listEvents: z.tuple([EventQuery]),
  patchEvent: z.tuple([z.strictObject({ id: EventId, patch: EventPatch })]),
  deleteEvent: z.tuple([EventId]),
  openClip: z.tuple([z.strictObject({ eventId: EventId, day: Day, init: Bytes, codec: z.string(), codecString: z.string(), startWallMs: z.number() })]),
  appendFragments: z.tuple([z.strictObject({
    eventId: EventId,
    fragments: z.array(StoredFragment),
    // Shape only: checking every number of every box would cost more than storing it.
    tracks: z.array(z.looseObject({ pts: z.number(), boxes: z.array(z.array(z.unknown())) })),
    alignment: ClipTracks.shape.alignment.optional(),
  })]),
  closeClip: z.tuple([Event, Bytes.optional()]),
  putSnapshot: z.tuple([z.strictObject({ eventId: EventId, jpeg: Bytes })]),
  getSnapshot: z.tuple([EventId]),
  clipInfo: z.tuple([EventId]),
  readFragments: z.tuple([z.strictObject({ eventId: EventId, from: Index, to: Index })]),
  tracks: z.tuple([EventId]),
  putTrackChunk: z.tuple([z.strictObject({
    camera: z.string().min(1), epoch: Index, fromMs: z.int(), toMs: z.int(), frames: Index, live: Index, gone: z.boolean(), lost: Index, bytes: Bytes,
  })]),
  openReplay: z.tuple([z.strictObject({ camera: z.string().min(1), fromMs: z.number().nullable(), toMs: z.number().nullable(), now: ReplayRules, proposed: ReplayRules })]),
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
