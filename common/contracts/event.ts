import { z } from 'zod'
import { Fraction, PointSchema } from './fraction.ts'

export const ClipState = z.enum(['none', 'recording', 'saved', 'partial', 'failed'])
export type ClipState = z.infer<typeof ClipState>

export const EventType = z.enum(['object', 'motion', 'line'])
export type EventType = z.infer<typeof EventType>

export const EventSeverity = z.enum(['alert', 'detection'])
export type EventSeverity = z.infer<typeof EventSeverity>

const Instant = z.iso.datetime({ offset: true })

/** The name of who reviews, as the console was told it. */
const Operator = z.string().min(1).max(60)

/** An event as the API, MQTT and the screens see it (INTERFACES.md). */
export const Event = z.strictObject({
  id: z.string(),
  camera: z.string(),
  type: EventType,
  label: z.string(),
  severity: EventSeverity,
  score: Fraction,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  state: z.enum(['active', 'ended']),
  zones: z.array(z.string()),
  lines: z.array(z.strictObject({ id: z.string(), direction: z.enum(['a-to-b', 'b-to-a']), at: Instant, atSeconds: z.number().optional() })),
  trackId: z.int(),
  /** The trigger frame: the one that confirmed the object. */
  frameId: z.string(),
  clip: z.strictObject({
    state: ClipState,
    seconds: z.number(),
    bytes: z.number(),
    verified: z.boolean(),
    /** Why a clip is partial or failed, in words. */
    reason: z.string().optional(),
    /** Of a camera with privacy masks: `not-in-clip` = the camera's own stream, which shows what they hide; `burned-in` = it was encoded with them. */
    privacy: z.enum(['burned-in', 'not-in-clip']).optional(),
    /** The masks a `not-in-clip` clip does not have, as polygons: whoever shows it lays them over. */
    privacyMasks: z.array(z.array(PointSchema)).optional(),
    /** ffmpeg's name of what the clip's picture is stored in: `h264`, `hevc`. */
    codec: z.string().optional(),
    /** Where the trigger frame is in the clip; absent until it is stored. */
    triggerSeconds: z.number().optional(),
    /** Wall clock of the clip's time 0, so that it can be found on a timeline. */
    startedAt: Instant.optional(),
    /** Stretches of the clip without a picture (the camera was away), seconds on the first part's timeline. */
    gaps: z.array(z.tuple([z.number(), z.number()])).optional(),
    /** An event that outlasts `maxSeconds` has several parts, each a clip of its own; absent for one. `seconds` and `bytes` above are of all together. */
    parts: z.array(z.strictObject({ seconds: z.number(), bytes: z.number(), startedAt: Instant.optional() })).optional(),
  }),
  snapshot: z.boolean(),
  /** Where the object is in the snapshot's own frame: x, y, width, height, fractions of the picture. Absent where nobody looked at that very frame. */
  snapshotBox: z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly().optional(),
  /** By anybody; `reviewedBy` says by whom. */
  reviewed: z.boolean(),
  reviewedBy: z.array(z.string()).optional(),
  pinned: z.boolean(),
  note: z.string().optional(),
  model: z.strictObject({ id: z.string(), sha256: z.string() }).nullable(),
  ruleVersion: z.int(),
  /** `analyze` only: the file and its times. */
  file: z.string().optional(),
  startSeconds: z.number().optional(),
  endSeconds: z.number().optional(),
})
export type Event = z.infer<typeof Event>

const Flag = z.union([z.boolean(), z.stringbool()])

export const EventQuery = z.strictObject({
  camera: z.string().optional(),
  label: z.string().optional(),
  zone: z.string().optional(),
  line: z.string().optional(),
  type: EventType.optional(),
  severity: EventSeverity.optional(),
  after: Instant.optional(),
  before: Instant.optional(),
  reviewed: Flag.optional(),
  /** With `reviewed`: by this operator; without it: by anybody. */
  by: Operator.optional(),
  pinned: Flag.optional(),
  minScore: z.coerce.number().min(0).max(1).optional(),
  /** Words that are all in the note; the last one may be the beginning of a word. */
  text: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().regex(/^-?\d{1,16}\..{1,128}$/, 'expected the "next" of an earlier page').optional(),
})
export type EventQuery = z.infer<typeof EventQuery>

export const EventPage = z.strictObject({ items: z.array(Event), next: z.string().nullable() })
export type EventPage = z.infer<typeof EventPage>

export const EventPatch = z.strictObject({
  reviewed: z.boolean().optional(),
  /** Who reviewed it, or takes that back. */
  by: Operator.optional(),
  pinned: z.boolean().optional(),
  note: z.string().max(2000).optional(),
})
export type EventPatch = z.infer<typeof EventPatch>

/** `[trackId, label, score, x, y, w, h, predicted 0|1]`; fractions of the picture. */
export const TrackBox = z.tuple([z.int(), z.string(), z.number(), z.number(), z.number(), z.number(), z.number(), z.union([z.literal(0), z.literal(1)])])
export type TrackBox = z.infer<typeof TrackBox>

/** Boxes on every frame of a clip; `pts` in seconds as ffprobe prints it for the clip. */
export const ClipTracks = z.strictObject({
  /** Wall clock of pts 0. */
  startedAt: Instant.optional(),
  alignment: z.strictObject({ exact: z.boolean(), errorMs: z.number() }),
  frames: z.array(z.strictObject({ pts: z.number(), boxes: z.array(TrackBox) })),
})
export type ClipTracks = z.infer<typeof ClipTracks>
