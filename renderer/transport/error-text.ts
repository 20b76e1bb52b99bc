/** One sentence for a person, whatever was thrown; the engine's own problems come first. */
export function errorText(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'data' in error) {
    const problems = (error.data as { problems?: unknown } | null | undefined)?.problems
    if (Array.isArray(problems) && problems.length > 0) return problems.map(String).join('\n')
  }
  if (error instanceof Error && error.message) return error.message
  return 'Something went wrong, and the engine did not say what.'
}

/** An engine older than the console: it does not know the procedure at all. What it knows and does not find comes with its reasons. */
export const isUnknownToEngine = (error: unknown): boolean => {
  const { code, data } = (error ?? {}) as { code?: unknown; data?: { problems?: unknown } | null }
  return code === 'NOT_FOUND' && !Array.isArray(data?.problems)
}
