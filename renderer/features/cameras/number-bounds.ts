import { z } from 'zod'

/** Lowest and highest a number schema allows, through its default. */
export function boundsOf(schema: z.ZodType): { min: number | null; max: number | null } {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) return boundsOf(schema.unwrap() as z.ZodType)
  if (!(schema instanceof z.ZodNumber)) return { min: null, max: null }
  const known = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null)
  return { min: known(schema.minValue), max: known(schema.maxValue) }
}

/** What is wrong with a typed number, as a sentence; null when it may be saved. A comma is as good as a point; nothing at all is right where the config can do without. */
export function numberProblem(text: string, schema: z.ZodType): string | null {
  const value = readNumber(text)
  if (text.trim() === '' && schema instanceof z.ZodOptional) return null
  const { min, max } = boundsOf(schema)
  const range = min !== null && max !== null ? `from ${min} to ${max}` : min !== null ? `from ${min} on` : ''
  if (value === null) return `Expected a number ${range}.`.replace(' .', '.')
  const parsed = schema.safeParse(value)
  if (parsed.success) return null
  return Number.isInteger(value) || !parsed.error.issues.some((issue) => issue.code === 'invalid_type') ? `Expected a number ${range}.`.replace(' .', '.') : `Expected a whole number ${range}.`.replace(' .', '.')
}

export function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.')
  if (plain === '') return null
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}
