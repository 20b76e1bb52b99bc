import { z } from 'zod'
import { EventSeverity, EventType } from './event.ts'

const Instant = z.iso.datetime({ offset: true })
const Ms = z.number()
const Seconds = z.number()

/** What was recorded of cameras, and what happened, over a span of wall-clock time. */
export const TimelineQuery = z.strictObject({
  cameras: z.array(z.string().min(1)).min(1).max(64),
  from: Instant,
  to: Instant,
  /** Grain of motion and of counted events. */
  stepSeconds: z.number().min(1).max(86_400).default(60),
})
export type TimelineQuery = z.infer<typeof TimelineQuery>

export const TimelineEvent = z.strictObject({
  id: z.string(),
  type: EventType,
  label: z.string(),
  severity: EventSeverity,
  startedMs: Ms,
  /** Null while it goes on. */
  endedMs: Ms.nullable(),
  reviewed: z.boolean(),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

export const CameraTimeline = z.strictObject({
  camera: z.string(),
  /** Where there is something to play, merged and in order; milliseconds since 1970. What lies between is not recorded. */
  spans: z.array(z.tuple([Ms, Ms])),
  /** Per step in which the camera was analysed: its start, and the largest share of the picture that moved in it, 0..1. */
  motion: z.array(z.tuple([Ms, z.number()])),
  /** By start, oldest first; without what merely moved where that is too much, empty where all are too many to tell apart. */
  events: z.array(TimelineEvent),
  /** Per step and label, what `events` leaves out for that reason. */
  counts: z.array(z.strictObject({ atMs: Ms, label: z.string(), alerts: z.int(), detections: z.int() })),
})
export type CameraTimeline = z.infer<typeof CameraTimeline>

export const Timeline = z.strictObject({ cameras: z.array(CameraTimeline) })
export type Timeline = z.infer<typeof Timeline>

/** The nearest event before or after a moment, of any of the cameras. */
export const NeighbourQuery = z.strictObject({ cameras: z.array(z.string().min(1)).min(1).max(64), at: Instant, direction: z.enum(['next', 'previous']) })
export type NeighbourQuery = z.infer<typeof NeighbourQuery>

/** Recorded pictures of one camera by the wall clock, memory and store alike. */
export const FootageRequest = z.strictObject({ camera: z.string().min(1), from: Instant, to: Instant })
export type FootageRequest = z.infer<typeof FootageRequest>

/** At most so much is opened at once. */
export const MAX_FOOTAGE_SECONDS = 3_600

/** An opened stretch of footage; `/api/v1/footage/{id}.mp4` plays it while it is kept open (ten minutes after it was last asked for). */
export const Footage = z.strictObject({
  id: z.string(),
  camera: z.string(),
  /** Wall clock of the file's time 0. */
  startedAt: Instant,
  seconds: Seconds,
  codec: z.string(),
  codecString: z.string(),
  /** Without a picture, seconds on the file's timeline. */
  gaps: z.array(z.tuple([Seconds, Seconds])),
})
export type Footage = z.infer<typeof Footage>

/** How many events lie in each of the spans between `bounds` (milliseconds since 1970, ascending); the calendar's numbers. */
export const EventCounts = z.array(z.int())
