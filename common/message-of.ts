/** What was thrown, in words: whatever it was, the thrower's own. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
