const FIRST_MS = 500
const LAST_MS = 8_000

/** Half fixed, half by chance, so that many consoles do not knock at the same moment. `chance` is 0..1. */
export function backoffMs({ attempt, chance }: { attempt: number; chance: number }): number {
  const full = Math.min(LAST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1))
  return Math.round(full / 2 + (full / 2) * chance)
}
