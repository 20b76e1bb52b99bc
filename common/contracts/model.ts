import { z } from 'zod'

export const ModelState = z.enum(['active', 'available', 'missing', 'broken'])

/** A model as the catalogue and the models folder know it. */
export const ModelInfo = z.strictObject({
  id: z.string(),
  title: z.string(),
  family: z.enum(['yolox']),
  state: ModelState,
  sha256: z.string().nullable(),
  bytes: z.number().nullable(),
  licence: z.string().nullable(),
  inputWidth: z.int().nullable(),
  inputHeight: z.int().nullable(),
  labels: z.array(z.string()),
  /** Why it is missing or broken, and what to do. */
  reason: z.string().nullable(),
})
export type ModelInfo = z.infer<typeof ModelInfo>

/** What detects objects right now; `modelId` null = motion only, with the reason. */
export const DetectorStatus = z.strictObject({
  state: z.enum(['starting', 'ready', 'motion-only']),
  modelId: z.string().nullable(),
  sha256: z.string().nullable(),
  threads: z.int(),
  reason: z.string().nullable(),
})
export type DetectorStatus = z.infer<typeof DetectorStatus>
