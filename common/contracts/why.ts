import { z } from 'zod'
import { Fraction } from './fraction.ts'

export const WHY_STAGES = ['frames', 'motion', 'inference', 'detection', 'track', 'zone', 'event'] as const

/** Where and when: a point of the picture (fractions) and a moment. */
export const WhyQuery = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  x: z.coerce.number().pipe(Fraction),
  y: z.coerce.number().pipe(Fraction),
})
export type WhyQuery = z.infer<typeof WhyQuery>

export const WhyStep = z.strictObject({
  stage: z.enum(WHY_STAGES),
  /** true: passed; false: it ended here; null: says something, decides nothing. */
  ok: z.boolean().nullable(),
  /** With its figures: "score 0.48 < 0.50". */
  text: z.string(),
  value: z.number().optional(),
  limit: z.number().optional(),
})
export type WhyStep = z.infer<typeof WhyStep>

/** Why there was no event, or which there was: the chain from frame to event with its figures. */
export const WhyAnswer = z.strictObject({
  camera: z.string(),
  at: z.iso.datetime({ offset: true }),
  x: Fraction,
  y: Fraction,
  /** One sentence: the step that decided. */
  verdict: z.string(),
  event: z.string().nullable(),
  steps: z.array(WhyStep),
  /** Nothing is known from before this. */
  keptSince: z.iso.datetime({ offset: true }).nullable(),
})
export type WhyAnswer = z.infer<typeof WhyAnswer>
