import type { RouteQuery } from '../../../stores/route.ts'

/** As many play together. */
export const MOST_CAMERAS = 4

interface Wanted {
  readonly cameras: readonly string[]
  readonly atMs: number | null
}

/** Which cameras at which moment an address asks for; what makes no sense is left out. */
export function recordingsOf(query: RouteQuery, known: readonly string[]): Wanted {
  const asked = (query['cameras'] ?? '').split(',').filter((id) => known.includes(id))
  const atMs = Date.parse(query['at'] ?? '')
  return { cameras: [...new Set(asked)].slice(0, MOST_CAMERAS), atMs: Number.isNaN(atMs) ? null : atMs }
}

/** One more or one less; the one that was chosen first makes room. */
export function withCamera(cameras: readonly string[], id: string): readonly string[] {
  if (cameras.includes(id)) return cameras.length === 1 ? cameras : cameras.filter((one) => one !== id)
  return [...cameras, id].slice(-MOST_CAMERAS)
}
