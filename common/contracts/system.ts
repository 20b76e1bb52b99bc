import { z } from 'zod'
import { DetectorStatus } from './model.ts'

export const Notice = z.strictObject({
  /** Stable name of the condition, so that a notice can be followed over time. */
  id: z.string(),
  level: z.enum(['info', 'warn', 'alert']),
  /** One sentence: what happened and what to do. */
  text: z.string(),
  cameraId: z.string().nullable(),
})
export type Notice = z.infer<typeof Notice>

/** The state of the whole engine; sent whole whenever it changes, at most ten times a second. */
export const SystemStatus = z.strictObject({
  version: z.string(),
  door: z.enum(['desktop', 'headless']),
  startedAtMs: z.number(),
  detector: DetectorStatus,
  store: z.strictObject({ state: z.enum(['starting', 'ready', 'failed']), reason: z.string().nullable() }),
  media: z.strictObject({ state: z.enum(['starting', 'ready', 'restarting']), reason: z.string().nullable() }),
  notices: z.array(Notice),
  configFile: z.string(),
})
export type SystemStatus = z.infer<typeof SystemStatus>

export const Health = z.strictObject({
  status: z.enum(['ok', 'starting', 'degraded']),
  version: z.string(),
  uptimeSeconds: z.number(),
  cameras: z.strictObject({ live: z.int(), total: z.int() }),
  store: z.string(),
  model: z.string(),
})
export type Health = z.infer<typeof Health>
