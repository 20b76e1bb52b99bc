import { z } from 'zod'
import { ModelFamily } from './model-sidecar.ts'

export const ModelState = z.enum(['active', 'available', 'missing', 'broken'])

/** A model as the catalogue and the models folder know it. */
export const ModelInfo = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Null until the model was tried. */
  family: ModelFamily.nullable(),
  state: ModelState,
  sha256: z.string().nullable(),
  bytes: z.number().nullable(),
  licence: z.string().nullable(),
  /** Where it is from: the publisher's address, or when it was imported from which file; null for what somebody put into the folder. */
  provenance: z.string().nullable(),
  inputWidth: z.int().nullable(),
  inputHeight: z.int().nullable(),
  labels: z.array(z.string()),
  /** Why it is missing or broken, and what to do. */
  reason: z.string().nullable(),
})
export type ModelInfo = z.infer<typeof ModelInfo>

/** What a model turned out to be when it was tried. */
export const ModelTraits = z.strictObject({
  family: ModelFamily,
  inputWidth: z.int(),
  inputHeight: z.int(),
  labels: z.array(z.string()).readonly(),
  /** By what the family was recognised; one sentence. */
  recognisedAs: z.string(),
})
export type ModelTraits = z.infer<typeof ModelTraits>

/** What detects objects right now; `modelId` null = motion only, with the reason. */
export const DetectorStatus = z.strictObject({
  state: z.enum(['starting', 'ready', 'motion-only']),
  modelId: z.string().nullable(),
  sha256: z.string().nullable(),
  threads: z.int(),
  /** What of `detector.providers` runs the model; null while nothing does. */
  provider: z.string().nullable(),
  /** Why it is none that was asked for earlier, and what runs elsewhere; null when there is nothing to tell. */
  note: z.string().nullable(),
  /** Why there is motion only; or, while a model is ready, why another one that was asked for is not. */
  reason: z.string().nullable(),
})
export type DetectorStatus = z.infer<typeof DetectorStatus>
