import { z } from 'zod'

/** A share of the picture or of a whole, 0 to 1. */
export const Fraction = z.number().min(0).max(1)

/** x to the right, y down, as fractions of the picture. */
export const PointSchema = z.tuple([Fraction, Fraction])

/** Ids of cameras, zones, lines: stable, used in files, topics and URLs. */
export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'expected lower-case letters, digits and dashes, such as "main-gate"').max(64)
