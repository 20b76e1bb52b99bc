import { z } from 'zod'
import { Fraction, PointSchema, Slug } from './fraction.ts'

const Points = z.array(PointSchema).min(3, 'expected at least three points').max(64)

export const Mask = z.strictObject({
  id: Slug.meta({ title: 'Id' }),
  points: Points.meta({ title: 'Corners', description: 'Corners of the polygon, fractions of the picture' }),
})
export type Mask = z.infer<typeof Mask>

export const LabelFilter = z.strictObject({
  minArea: z.number().min(0).optional().meta({ title: 'Smallest area', description: 'Fraction of the picture up to 1, pixels of the detect picture above 1' }),
  maxArea: z.number().min(0).optional().meta({ title: 'Largest area' }),
  minRatio: z.number().min(0).optional().meta({ title: 'Smallest width ÷ height' }),
  maxRatio: z.number().min(0).optional().meta({ title: 'Largest width ÷ height' }),
  minScore: Fraction.optional().meta({ title: 'Lowest score that counts as a hit' }),
  threshold: Fraction.optional().meta({ title: 'Median score that makes it true' }),
})
export type LabelFilter = z.infer<typeof LabelFilter>

/** The same for objects that come into a zone; scores are the track's median, as nothing else is known of it there. */
export const ZoneFilter = LabelFilter.omit({ threshold: true, minScore: true }).extend({ minScore: Fraction.optional().meta({ title: 'Lowest median score' }) })
export type ZoneFilter = z.infer<typeof ZoneFilter>

export const Zone = z.strictObject({
  id: Slug.meta({ title: 'Id' }),
  name: z.string().min(1).max(80).optional().meta({ title: 'Name' }),
  points: Points.meta({ title: 'Corners' }),
  labels: z.array(z.string().min(1)).optional().meta({ title: 'Labels', description: 'Only these labels count; none given = all' }),
  inertia: z.int().min(1).max(100).default(3).meta({ title: 'Inertia', unit: 'frames', description: 'Frames inside before the object counts' }),
  filters: z.record(z.string(), ZoneFilter).optional().meta({ title: 'Filters', description: 'Per label: what does not fit when it comes in does not count; what is in stays in' }),
  loiteringSeconds: z.number().min(0).max(86_400).default(0).meta({ title: 'Loitering', unit: 's' }),
})
export type Zone = z.infer<typeof Zone>

export const Line = z.strictObject({
  id: Slug.meta({ title: 'Id' }),
  name: z.string().min(1).max(80).optional().meta({ title: 'Name' }),
  from: PointSchema,
  to: PointSchema,
  labels: z.array(z.string().min(1)).optional().meta({ title: 'Labels' }),
  direction: z.enum(['any', 'a-to-b', 'b-to-a']).default('any').meta({ title: 'Direction' }),
})
export type Line = z.infer<typeof Line>
