import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { CameraConfig } from './camera-config.ts'
import { Camera, CameraStatus, ProbeResult } from './camera-status.ts'
import { ClipTracks, Event, EventPage, EventPatch, EventQuery } from './event.ts'
import { ExportJob, ExportRequest } from './exports.ts'
import { EventCounts, Footage, FootageRequest, NeighbourQuery, Timeline, TimelineEvent, TimelineQuery } from './footage.ts'
import { ModelInfo } from './model.ts'
import { Line, Mask, Zone } from './regions.ts'
import { ReplayNews, ReplayRequest } from './replay.ts'
import { Stats } from './stats.ts'
import { StorageStatus } from './storage.ts'
import { WhyAnswer, WhyQuery } from './why.ts'
import { SystemStatus } from './system.ts'

const ById = z.strictObject({ id: z.string() })

/** Errors a screen can act on; the message is written for a person. */
const base = oc.errors({
  NOT_FOUND: { status: 404 },
  CONFLICT: { status: 409 },
  BAD_REQUEST: { status: 400, data: z.strictObject({ problems: z.array(z.string()) }).optional() },
  UNAVAILABLE: { status: 503 },
})

/** What the screens may ask of the engine; the same over a MessagePort and a WebSocket. Never frames. */
export const contract = {
  system: {
    watch: base.output(eventIterator(SystemStatus)),
  },
  cameras: {
    list: base.output(z.array(Camera)),
    /** Every camera's status, whole, whenever one changed; at most 10 times a second. */
    watch: base.output(eventIterator(z.array(CameraStatus))),
    probe: base.input(z.strictObject({ url: z.string().min(1), transport: z.enum(['tcp', 'udp']).default('tcp') })).output(ProbeResult),
    /** Passwords in addresses are moved to the secret store; the file gets `${secret:ID}`. */
    add: base.input(CameraConfig.partial({ id: true })).output(Camera),
    update: base.input(z.strictObject({ id: z.string(), patch: z.record(z.string(), z.unknown()) })).output(Camera),
    remove: base.input(ById).output(z.void()),
    /** Why there was no event at a point of the picture, at a moment of the last hours. */
    why: base.input(WhyQuery.extend({ id: z.string() })).output(WhyAnswer),
    setRegions: base.input(z.strictObject({
      id: z.string(),
      zones: z.array(Zone).optional(),
      lines: z.array(Line).optional(),
      motionMasks: z.array(Mask).optional(),
      objectMasks: z.array(Mask).optional(),
      privacy: z.array(Mask).optional(),
    })).output(Camera),
  },
  events: {
    list: base.input(EventQuery).output(EventPage),
    get: base.input(ById).output(Event),
    patch: base.input(z.strictObject({ id: z.string(), patch: EventPatch })).output(Event),
    remove: base.input(ById).output(z.void()),
    /** Boxes of one part of the clip; the first where none is named. */
    tracks: base.input(ById.extend({ part: z.int().min(1).default(1) })).output(ClipTracks),
    /** How many of those a filter lets through lie between each two neighbouring bounds; milliseconds since 1970, ascending. */
    counts: base.input(z.strictObject({ query: EventQuery.omit({ limit: true, cursor: true, after: true, before: true }), bounds: z.array(z.number()).min(2).max(400) })).output(EventCounts),
    /** Every event as it starts, changes and ends; `removed` when it was deleted; `reload` when very many went at once (retention). */
    watch: base.output(eventIterator(z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('event'), event: Event }),
      z.strictObject({ type: z.literal('removed'), id: z.string() }),
      z.strictObject({ type: z.literal('reload') }),
    ]))),
  },
  footage: {
    timeline: base.input(TimelineQuery).output(Timeline),
    neighbour: base.input(NeighbourQuery).output(TimelineEvent.extend({ camera: z.string() }).nullable()),
    /** Opens recorded pictures by the wall clock, the last minute from memory; NOT_FOUND where there is nothing. */
    open: base.input(FootageRequest).output(Footage),
    tracks: base.input(ById).output(ClipTracks),
  },
  exports: {
    start: base.input(ExportRequest).output(ExportJob),
    /** Every job of this run, whenever one changed; at most five times a second. */
    watch: base.output(eventIterator(z.array(ExportJob))),
    /** Stops it if it runs, and removes its file. */
    remove: base.input(ById).output(z.void()),
  },
  storage: {
    /** Looks again, now: what `watch` tells may be half a minute old. */
    look: base.output(StorageStatus),
    watch: base.output(eventIterator(StorageStatus)),
  },
  rules: {
    /** What a camera's last hours would have been under proposed rules: progress now and then, then the result. Leaving the stream cancels it. */
    replay: base.input(ReplayRequest.extend({ id: z.string() })).output(eventIterator(ReplayNews)),
  },
  stats: {
    /** Once a second. */
    watch: base.output(eventIterator(Stats)),
    /** The last snapshots, oldest first, one a second, up to ten minutes. */
    history: base.input(z.strictObject({ seconds: z.int().min(1).max(600).default(300) })).output(z.array(Stats)),
  },
  models: {
    list: base.output(z.array(ModelInfo)),
    /** Tries the model, then writes it into the config; the answer is null for "none". New models come over HTTP: files are too large for here. */
    activate: base.input(ById).output(ModelInfo.nullable()),
  },
}
export type Contract = typeof contract
