import { z } from 'zod'
import { EventsConfig } from './camera-config.ts'
import { Event, EventType } from './event.ts'
import { Fraction } from './fraction.ts'
import { LabelFilter, Line, Zone } from './regions.ts'

const Instant = z.iso.datetime({ offset: true })

/** What of a camera's config a replay can judge anew. */
export const ReplayRules = z.strictObject({
  zones: z.array(Zone),
  lines: z.array(Line),
  detect: z.strictObject({ fps: z.number().min(0.1).max(60), minScore: Fraction, threshold: Fraction, filters: z.record(z.string(), LabelFilter) }),
  events: EventsConfig,
  /** `events.on`, or with `motion` where no model can name objects. */
  effectiveOn: z.array(EventType),
  /** Of the detect picture, where it is known: zones' filters are measured by it. */
  picture: z.strictObject({ width: z.int().min(1), height: z.int().min(1) }).optional(),
})
export type ReplayRules = z.infer<typeof ReplayRules>

/** How far back a replay looks at most. */
export const MAX_REPLAY_HOURS = 24 * 31

/** What is proposed; what is left out stays as it is now. */
export const ReplayProposal = z.strictObject({
  zones: z.array(Zone).optional(),
  lines: z.array(Line).optional(),
  detect: z.strictObject({ minScore: Fraction.optional(), threshold: Fraction.optional(), filters: z.record(z.string(), LabelFilter).optional() }).optional(),
  events: EventsConfig.partial().optional(),
})
export type ReplayProposal = z.infer<typeof ReplayProposal>

/** The last `hours`, or from … to. */
export const ReplaySpan = z.strictObject({
  hours: z.number().positive().max(MAX_REPLAY_HOURS).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
})
export const ReplayRequest = ReplaySpan.extend(ReplayProposal.shape)
export type ReplayRequest = z.infer<typeof ReplayRequest>

/** gained: only with the new rules; lost: only with the rules as they are; changed: with both, but with other zones, lines or start. */
export const ReplayChange = z.enum(['gained', 'lost', 'changed', 'same'])
export type ReplayChange = z.infer<typeof ReplayChange>

const Verdict = Event.pick({ startedAt: true, zones: true, lines: true })

export const ReplayedEvent = z.strictObject({
  change: ReplayChange,
  /** As the new rules see it; a lost one as the rules of now do. */
  ...Event.pick({ camera: true, type: true, label: true, severity: true, score: true, startedAt: true, endedAt: true, zones: true, lines: true, trackId: true, frameId: true }).shape,
  /** The object in its trigger frame: x, y, width, height, fractions of the picture. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Of a changed one: what it was. */
  before: Verdict.optional(),
  /** The stored event of the same track; null where there is none. */
  eventId: z.string().nullable(),
})
export type ReplayedEvent = z.infer<typeof ReplayedEvent>

export const ReplayCounts = z.strictObject({ gained: z.int(), lost: z.int(), changed: z.int(), same: z.int() })
export type ReplayCounts = z.infer<typeof ReplayCounts>

export const Replay = z.strictObject({
  camera: z.string(),
  from: Instant,
  to: Instant,
  counts: ReplayCounts,
  /** By start; the unchanged ones last to be left out when there are very many. */
  events: z.array(ReplayedEvent),
  /** Events that are counted but not listed. */
  unlisted: z.int(),
  log: z.strictObject({
    /** Seconds of the span during which the camera was analysed and its tracks were stored. */
    coveredSeconds: z.number(),
    /** The rest: switched off, away, or not stored. */
    gaps: z.array(z.strictObject({ from: Instant, to: Instant })),
    frames: z.int(),
  }),
  /** What this replay cannot know, in sentences. */
  limits: z.array(z.string()),
})
export type Replay = z.infer<typeof Replay>

/** What a running replay tells: its progress now and then, in the end its result. */
export const ReplayNews = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), done: z.int(), total: z.int() }),
  z.strictObject({ type: z.literal('result'), replay: Replay }),
])
export type ReplayNews = z.infer<typeof ReplayNews>
