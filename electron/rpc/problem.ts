import type { z } from 'zod'

/** RFC 9457. */
export const problem = (status: number, title: string, problems?: readonly string[]): Response =>
  Response.json({ type: 'about:blank', title, status, ...(problems && { problems }) }, { status, headers: { 'content-type': 'application/problem+json' } })

export const problemsOf = (error: z.ZodError): string[] => error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
