import { z } from 'zod'

const Instant = z.iso.datetime({ offset: true })

/** What a file is made of: an event's clip (one part of it, or all), or a span of a camera's footage. */
export const ExportSource = z.union([
  z.strictObject({ eventId: z.string().min(1), part: z.int().min(1).optional() }),
  z.strictObject({ camera: z.string().min(1), from: Instant, to: Instant }),
])
export type ExportSource = z.infer<typeof ExportSource>

export const ExportRequest = z.strictObject({
  source: ExportSource,
  /** mp4: one file that plays everywhere. evidence: a zip with the clip, its boxes, the event, the ledger, hashes and a page that plays it. */
  kind: z.enum(['mp4', 'evidence']).default('mp4'),
  /** Each of them means that the picture is encoded anew. */
  burnIn: z.strictObject({ boxes: z.boolean().default(false), time: z.boolean().default(false), privacy: z.boolean().default(false) }).prefault({}),
})
export type ExportRequest = z.infer<typeof ExportRequest>

export const ExportState = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled'])
export type ExportState = z.infer<typeof ExportState>

export const ExportJob = z.strictObject({
  id: z.string(),
  request: ExportRequest,
  /** Of the file. */
  name: z.string(),
  state: ExportState,
  /** 0..1 */
  progress: z.number(),
  bytes: z.number(),
  /** Why it failed, in a sentence. */
  reason: z.string().nullable(),
  createdAtMs: z.number(),
})
export type ExportJob = z.infer<typeof ExportJob>
